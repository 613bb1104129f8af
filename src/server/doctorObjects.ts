/** What is wrong with one stored object. */
import { z } from 'zod';
import { parseCalendarData } from '../icalendar/calendarData.ts';
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { Component } from '../icalendar/component.ts';
import { planScheduling } from '../scheduling/plan.ts';
import { stateOf } from './objectState.ts';
import { hrefOf, parseResource } from './resources.ts';
import { stateRow } from './store/rows.ts';
import type { CollectionRow, ObjectRow } from './store/schema.ts';

/** Columns that are computed from the text, and by which objects are found. */
const DERIVED = [
  ...['uid', 'component', 'etag', 'unique_uid', 'scheduling_uid'],
  ...['starts_at', 'ends_at', 'bounds_precision', 'span_days', 'size'],
] as const;
const SCHEDULE_TAG = /^"[\x21\x23-\x7e]+"$/;
const REPLY_REVISIONS = z.record(z.string(), z.object({ sequence: z.number(), dtstamp: z.string() }));

/** Sentences; none when all is well. `user` is the name of the account that the row says it belongs to. */
export function objectFaults(
  row: ObjectRow,
  collection: CollectionRow | undefined,
  user: string,
  addresses: readonly CalendarUserAddress[],
): readonly string[] {
  if (collection === undefined) return ['It is in no collection.'];
  const text = readOrFault(row.data, 'The text');
  return [
    ...(typeof text === 'string'
      ? [text]
      : [...derivedFaults(row, collection, text), ...roleFaults(row, collection, text, addresses)]),
    ...placeFaults(row, collection, user),
    ...scheduleFaults(row, collection),
  ];
}

function derivedFaults(row: ObjectRow, collection: CollectionRow, calendar: Component): readonly string[] {
  const state = { ...stateOf(calendar, row.data), scheduleTag: row.schedule_tag ?? undefined };
  const expected = stateRow(state, collection.kind === 'calendar');
  return DERIVED.filter((column) => row[column] !== expected[column]).map(
    (column) => `${column} is ${written(row[column])}; by the text it must be ${written(expected[column])}.`,
  );
}

function placeFaults(row: ObjectRow, collection: CollectionRow, user: string): readonly string[] {
  const resource =
    collection.kind === 'inbox'
      ? ({ kind: 'inbox-item', user, file: row.name } as const)
      : ({ kind: 'object', user, calendar: collection.name, file: row.name } as const);
  return [
    ...(row.user_id === collection.user_id ? [] : ['It is in a collection of another account.']),
    ...(collection.kind === 'outbox' ? ['It is in an outbox, which holds nothing.'] : []),
    ...(parseResource(hrefOf(resource))?.kind === resource.kind ? [] : ['Its name cannot be in a path.']),
    ...(Number.isNaN(Date.parse(row.changed_at)) ? [`changed_at ${written(row.changed_at)} is no time.`] : []),
  ];
}

/** Whether it has a Schedule-Tag exactly when it is a scheduling object resource of its owner, RFC 6638 §3.1. */
function roleFaults(
  row: ObjectRow,
  collection: CollectionRow,
  calendar: Component,
  addresses: readonly CalendarUserAddress[],
): readonly string[] {
  if (collection.kind !== 'calendar') return [];
  const plan = planScheduling({
    original: undefined,
    modified: calendar,
    owner: { addresses },
    now: new Date(),
    base: calendar,
  });
  // What nobody could save as it stands is told of by what reads it.
  if (plan.violations.length > 0) return [];
  const isScheduled = plan.role !== 'none';
  if (isScheduled === (row.schedule_tag !== null)) return [];
  return [
    isScheduled
      ? 'It is a meeting of the account, but has no Schedule-Tag.'
      : 'It has a Schedule-Tag, but is no meeting of the account.',
  ];
}

function scheduleFaults(row: ObjectRow, collection: CollectionRow): readonly string[] {
  if (row.schedule_tag === null) {
    const left = (['base', 'reply_revisions'] as const).filter((column) => row[column] !== null);
    return left.map((column) => `It has no Schedule-Tag, but ${column}.`);
  }
  const base = row.base === null ? undefined : readOrFault(row.base, 'The base of merging');
  return [
    ...(collection.kind === 'calendar' ? [] : ['It has a Schedule-Tag outside of a calendar.']),
    ...(SCHEDULE_TAG.test(row.schedule_tag) ? [] : [`${written(row.schedule_tag)} is no Schedule-Tag.`]),
    ...(typeof base === 'string' ? [base] : []),
    ...(row.reply_revisions === null || areRevisions(row.reply_revisions) ? [] : ['reply_revisions cannot be read.']),
  ];
}

function areRevisions(json: string): boolean {
  try {
    return REPLY_REVISIONS.safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
}

function readOrFault(text: string, what: string): Component | string {
  try {
    return parseCalendarData(text);
  } catch (error) {
    return `${what} does not parse: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function written(value: string | number | null | undefined): string {
  return value == null ? 'absent' : `“${value}”`;
}
