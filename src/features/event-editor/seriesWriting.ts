/** How a master component recurs, brought from what a draft was to what it is: RRULE, RDATE and EXDATE, RFC 5545 §3.8.5. */
import {
  type CalendarPeriod,
  type CalendarTime,
  readPeriods,
  tzidOf,
  writeTime,
} from '../../icalendar/calendarTime.ts';
import {
  type Component,
  getProperties,
  makeProperty,
  type Property,
  withoutProperties,
} from '../../icalendar/component.ts';
import { type RecurrenceKey, type RecurrenceSet, recurrenceKey, recurrenceSet } from '../../icalendar/recurrence.ts';
import type { TimeZones } from '../../icalendar/timeZone.ts';
import type { EventDraft, UnmappedInstance } from './draft.ts';
import { addSeconds, localInFrame, sameTime, secondsBetween, withLocal } from './localTime.ts';
import { insertAfter, replaceProperty } from './propertyWriting.ts';
import { moveUntil, writeRule } from './recurrenceRule.ts';
import { sameValue } from './sameValue.ts';
import { startMove } from './startMove.ts';

/** What became of a series. */
export interface SeriesEdit {
  readonly master: Component;
  /** Whether instances may have moved, come or gone other than by EXDATE. */
  readonly isReshaped: boolean;
  /** From a reading on the old DTSTART's clock to one on the new. */
  readonly move: (local: string) => string;
  /** The sets before and after, EXDATE not taken off. */
  readonly setBefore: RecurrenceSet;
  readonly setAfter: RecurrenceSet;
  /** New keys that the draft leaves out and the object did not. */
  readonly newlyLeftOut: ReadonlySet<RecurrenceKey>;
  /** Old keys of extra dates that the draft takes out. */
  readonly extraTakenOut: ReadonlySet<RecurrenceKey>;
  /** Left-out dates that are no instances of the new set; they are not in `master` any more. */
  readonly unmapped: readonly UnmappedInstance[];
}

/**
 * Writes how a series recurs. `original` is the master as it was, `written` the same with its other properties (DTSTART too) done.
 * An untouched list of extra or left-out dates moves with DTSTART; a touched one says where its dates are after the move.
 */
export function writeSeries(
  original: Component,
  written: Component,
  before: EventDraft,
  after: EventDraft,
  zones: TimeZones,
): SeriesEdit {
  const isSameStart = sameTime(before.start, after.start);
  const move = isSameStart ? (local: string) => local : startMove(before, after);
  const extra = matchDates(
    before.extraDates.map(({ time }) => time.local),
    after.extraDates.map(({ time }) => time.local),
    move,
  );
  const out = matchDates(
    before.leftOut.map(({ local }) => local),
    after.leftOut.map(({ local }) => local),
    move,
  );
  const clocks: Clocks = { before: before.start, after: after.start, zones };
  const withRule = writeRecurrence(written, before, after, zones);
  const withExtra = writeDates(withRule, 'RDATE', extra, clocks);
  const isReshaped = withExtra !== written || !isSameStart;
  const setBefore = recurrenceSet(withoutProperties(original, 'EXDATE'), zones);
  const setAfter = isReshaped ? recurrenceSet(withoutProperties(withExtra, 'EXDATE'), zones) : setBefore;
  const lost = isReshaped ? lostDates(out, clocks, setBefore, setAfter) : [];
  const kept = new Map([...out.kept].filter(([local]) => !lost.some(({ time }) => time.local === local)));
  return {
    master: writeDates(withExtra, 'EXDATE', { ...out, kept }, clocks),
    isReshaped,
    move,
    setBefore,
    setAfter,
    newlyLeftOut: new Set(out.added.map((local) => recurrenceKey(timeOn(after.start, local), after.start, zones))),
    extraTakenOut: new Set(
      extra.takenOut.map((local) => recurrenceKey(timeOn(before.start, local), before.start, zones)),
    ),
    unmapped: lost,
  };
}

interface Clocks {
  readonly before: CalendarTime;
  readonly after: CalendarTime;
  readonly zones: TimeZones;
}

interface DateMatch {
  /** Old reading → new reading. */
  readonly kept: ReadonlyMap<string, string>;
  readonly added: readonly string[];
  readonly takenOut: readonly string[];
}

function matchDates(before: readonly string[], after: readonly string[], move: (local: string) => string): DateMatch {
  const isUntouched = before.length === after.length && before.every((local, index) => after[index] === local);
  if (isUntouched) return { kept: new Map(before.map((local) => [local, move(local)])), added: [], takenOut: [] };
  const wanted = new Set(after);
  const kept = new Map(before.map((local) => [local, move(local)] as const).filter(([, moved]) => wanted.has(moved)));
  const present = new Set(kept.values());
  return {
    kept,
    added: [...wanted].filter((local) => !present.has(local)),
    takenOut: before.filter((local) => !kept.has(local)),
  };
}

/** Left-out dates that were instances and, moved, are none. */
function lostDates(
  out: DateMatch,
  clocks: Clocks,
  setBefore: RecurrenceSet,
  setAfter: RecurrenceSet,
): readonly UnmappedInstance[] {
  const { before, after, zones } = clocks;
  return [...out.kept].flatMap(([local, moved]): readonly UnmappedInstance[] => {
    // A DATE under a timed DTSTART excludes whatever is on that day.
    if (local.length === 8 && before.form !== 'date') return [];
    const time = timeOn(before, local);
    const key = recurrenceKey(time, before, zones);
    const isLost = setBefore.has(key) && !setAfter.has(recurrenceKey(timeOn(after, moved), after, zones));
    return isLost ? [{ kind: 'left-out', key, time, title: '' }] : [];
  });
}

function writeRecurrence(component: Component, before: EventDraft, after: EventDraft, zones: TimeZones): Component {
  const isSame = sameValue(before.recurrence, after.recurrence);
  if (isSame && sameTime(before.start, after.start)) return component;
  const { recurrence } = after;
  if (recurrence.kind === 'none') return withoutProperties(component, 'RRULE', 'EXRULE');
  const [present] = getProperties(component, 'RRULE');
  if (recurrence.kind === 'custom') {
    if (!isSame) return withRules(component, recurrence.rules);
    const move = startMove(before, after);
    return component.properties.filter(isRule).reduce((changed, property) => {
      const text = moveUntil(property.value, before.start, after.start, zones, move);
      return text === property.value
        ? changed
        : replaceProperty(changed, property, makeProperty(property.name, text, property.parameters));
    }, component);
  }
  const source =
    present && before.recurrence.kind === 'rule' ? { text: present.value, start: before.start } : undefined;
  const text = writeRule(recurrence, after.start, zones, source);
  return text === present?.value && before.recurrence.kind === 'rule' ? component : withRules(component, [text]);
}

function withRules(component: Component, rules: readonly string[]): Component {
  const [present] = getProperties(component, 'RRULE');
  const added = rules.map((text) => makeProperty('RRULE', text, present?.parameters));
  const withoutExceptions = withoutProperties(component, 'EXRULE');
  if (present === undefined) return insertAfter(withoutExceptions, ['DTSTART', 'DTEND', 'DURATION'], ...added);
  const [first, ...others] = getProperties(withoutExceptions, 'RRULE');
  const single = others.reduce((changed, other) => replaceProperty(changed, other), withoutExceptions);
  return first ? replaceProperty(single, first, ...added) : single;
}

function isRule(property: Property): boolean {
  return property.name === 'RRULE' || property.name === 'EXRULE';
}

/** RDATE or EXDATE by a match; a content line whose dates all stay as they are stays too. */
function writeDates(component: Component, name: 'RDATE' | 'EXDATE', match: DateMatch, clocks: Clocks): Component {
  let changed = component;
  const isSameClock = sameTime(withLocal(clocks.before, ''), withLocal(clocks.after, ''));
  for (const property of getProperties(component, name)) {
    const periods = readPeriods(property);
    const moved = periods.flatMap((period): readonly CalendarPeriod[] => {
      const local = localInFrame(period.start, clocks.before, clocks.zones);
      const to = match.kept.get(local);
      if (to === undefined) return [];
      return [isSameClock && to === local ? period : movePeriod(period, local, to, clocks)];
    });
    if (moved.length < periods.length || moved.some((period, index) => period !== periods[index])) {
      changed = replaceProperty(changed, property, ...periodProperties(name, moved, property));
    }
  }
  const added = match.added.map((local): CalendarPeriod => ({ start: timeOn(clocks.after, local) }));
  return insertAfter(
    changed,
    [name, 'RRULE', 'DTSTART', 'DTEND', 'DURATION'],
    ...periodProperties(name, added, undefined),
  );
}

function movePeriod(period: CalendarPeriod, from: string, to: string, { after, zones }: Clocks): CalendarPeriod {
  const start = inFormOf(period.start, timeOn(after, to), zones);
  if (start.form === 'date') return { start };
  if (period.duration !== undefined) return { start, duration: period.duration };
  if (period.end === undefined) return { start };
  const shift = from.length === to.length ? secondsBetween(from, to) : 0;
  return {
    start,
    end: withLocal(start, addSeconds(period.end.local, shift + offsetBetween(period.start, start, from, to))),
  };
}

/** What a period's end must be moved by more than the clock, because its line changes its form (UTC or another TZID). */
function offsetBetween(old: CalendarTime, moved: CalendarTime, from: string, to: string): number {
  return secondsBetween(old.local, moved.local) - secondsBetween(from, to);
}

/** A date written in UTC stays in UTC. */
function inFormOf(written: CalendarTime, time: CalendarTime, zones: TimeZones): CalendarTime {
  if (written.form !== 'utc' || time.form !== 'zoned') return time;
  return { form: 'utc', local: zones.toUtc(time.tzid, time.local).slice(0, 15) };
}

/** One property for each form and TZID, since a content line has one of each. */
function periodProperties(
  name: string,
  periods: readonly CalendarPeriod[],
  source: Property | undefined,
): readonly Property[] {
  const groups = new Map<string, CalendarPeriod[]>();
  for (const period of periods) {
    const isPeriod = period.end !== undefined || period.duration !== undefined;
    const group = `${period.start.form} ${tzidOf(period.start) ?? ''} ${isPeriod}`;
    groups.set(group, [...(groups.get(group) ?? []), period]);
  }
  return [...groups.values()].map((group) => {
    const property = writeTime(
      name,
      group.map(({ start }) => start),
      source?.parameters,
    );
    if (group.every(({ end, duration }) => end === undefined && duration === undefined)) return property;
    return makeProperty(name, group.map(periodText).join(','), { VALUE: ['PERIOD'], ...property.parameters });
  });
}

function periodText({ start, end, duration }: CalendarPeriod): string {
  return `${dateTimeText(start)}/${duration ?? (end && dateTimeText(end)) ?? 'PT0S'}`;
}

function dateTimeText(time: CalendarTime): string {
  return time.form === 'utc' ? `${time.local}Z` : time.local;
}

/** A reading on DTSTART's clock as a time. */
export function timeOn(start: CalendarTime, local: string): CalendarTime {
  return local.length === 8 ? { form: 'date', local } : withLocal(start, local);
}
