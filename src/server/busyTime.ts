/** Busy time from calendars, RFC 4791 §7.10 and RFC 6638 §5. */

import { parseCalendarData } from '../icalendar/calendarData.ts';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getParameter,
  getProperties,
  getText,
  makeProperty,
  type Property,
} from '../icalendar/component.ts';
import { type CalendarInstance, instancesBetween } from '../icalendar/instances.ts';
import { type InstanceBudget, RecurrenceLimitError } from '../icalendar/recurrence.ts';
import { givingWay, inParts } from './inParts.ts';
import type { Collection, Store, User } from './store/store.ts';
import { type ClosedRange, floatingZone } from './timeRange.ts';

export type BusyType = 'BUSY' | 'BUSY-TENTATIVE';

/** [start, end) in UTC, `20270308T090000Z`. */
export interface BusyPeriod {
  readonly type: BusyType;
  readonly start: string;
  readonly end: string;
}

/**
 * When a user is busy: all calendars but those that are transparent (schedule-calendar-transp, RFC 6638 §9.1).
 * @throws RecurrenceLimitError when the budget is spent
 */
export async function busyTimeOf(
  store: Store,
  user: User,
  range: ClosedRange,
  budget: InstanceBudget,
): Promise<readonly BusyPeriod[]> {
  const calendars = (await store.collections(user.id)).filter(
    (collection) => collection.kind === 'calendar' && !collection.properties.transparent,
  );
  const periods: BusyPeriod[] = [];
  for (const calendar of calendars) periods.push(...(await periodsIn(store, calendar, user, range, budget)));
  return coalesce(periods);
}

/**
 * When one calendar makes its owner busy.
 * @throws RecurrenceLimitError when the budget is spent
 */
export async function busyTimeIn(
  store: Store,
  calendar: Collection,
  user: User,
  range: ClosedRange,
  budget: InstanceBudget,
): Promise<readonly BusyPeriod[]> {
  return coalesce(await periodsIn(store, calendar, user, range, budget));
}

/** One FREEBUSY property for each period, as RFC 6638's example writes them. */
export function freebusyProperties(periods: readonly BusyPeriod[]): readonly Property[] {
  return periods.map(({ type, start, end }) => makeProperty('FREEBUSY', `${start}/${end}`, { FBTYPE: [type] }));
}

async function periodsIn(
  store: Store,
  calendar: Collection,
  user: User,
  range: ClosedRange,
  budget: InstanceBudget,
): Promise<readonly BusyPeriod[]> {
  const tzid = floatingZone(undefined, calendar.properties.timezone, parseCalendarData);
  const entries = await store.entriesBetween(calendar.id, range.from, range.to);
  const events = entries.filter(({ component }) => component === 'VEVENT');
  const periods: BusyPeriod[] = [];
  const giveWay = givingWay();
  for await (const part of inParts(events)) {
    const names = part.map(({ name }) => name);
    for (const { data } of await store.texts(calendar.id, names)) {
      await giveWay();
      for (const period of periodsOf(parseCalendarData(data), user, range, tzid, budget)) periods.push(period);
    }
  }
  return periods;
}

function periodsOf(
  calendar: Component,
  user: User,
  range: ClosedRange,
  tzid: string,
  budget: InstanceBudget,
): readonly BusyPeriod[] {
  return countableInstances(calendar, range, tzid, budget).flatMap(({ component, startUtc, endUtc }) => {
    const type = busyTypeOf(component, user);
    const start = startUtc > range.from ? startUtc : range.from;
    const end = endUtc < range.to ? endUtc : range.to;
    return type === undefined || start >= end ? [] : [{ type, start, end }];
  });
}

type Times = Pick<CalendarInstance, 'component' | 'startUtc' | 'endUtc'>;

/** Where there are more instances than anybody counts, one from end to end: one such object must not hide all others. */
function countableInstances(
  calendar: Component,
  { from, to }: ClosedRange,
  tzid: string,
  budget: InstanceBudget,
): readonly Times[] {
  try {
    return instancesBetween(calendar, from, to, tzid, budget);
  } catch (error) {
    const component = calendar.components.find(({ name }) => name === 'VEVENT');
    if (!(error instanceof RecurrenceLimitError) || component === undefined || budget.left <= 0) throw error;
    return [{ component, startUtc: from, endUtc: to }];
  }
}

/**
 * The table of RFC 4791 §7.10. Declined invitations leave the owner free; unanswered and tentative ones are tentative
 * (a choice the RFC leaves open).
 */
function busyTypeOf(event: Component, user: User): BusyType | undefined {
  if (getText(event, 'TRANSP')?.toUpperCase() === 'TRANSPARENT') return undefined;
  const status = getText(event, 'STATUS')?.toUpperCase();
  if (status === 'CANCELLED') return undefined;
  const partstat = ownPartstat(event, user);
  if (partstat === 'DECLINED') return undefined;
  const isTentative = status === 'TENTATIVE' || partstat === 'TENTATIVE' || partstat === 'NEEDS-ACTION';
  return isTentative ? 'BUSY-TENTATIVE' : 'BUSY';
}

/** PARTSTAT of the owner as Attendee; undefined when the owner is the Organizer or not listed. */
function ownPartstat(event: Component, user: User): string | undefined {
  const isOwn = (property: Property): boolean => user.addresses.includes(normalizeAddress(property.value));
  if (getProperties(event, 'ORGANIZER').some(isOwn)) return undefined;
  const attendee = getProperties(event, 'ATTENDEE').find(isOwn);
  return attendee && (getParameter(attendee, 'PARTSTAT')?.toUpperCase() ?? 'NEEDS-ACTION');
}

/** Joins periods of one type that touch or overlap. */
function coalesce(periods: readonly BusyPeriod[]): readonly BusyPeriod[] {
  const joined: BusyPeriod[] = [];
  const last = new Map<BusyType, number>();
  for (const period of [...periods].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))) {
    const at = last.get(period.type);
    const before = at === undefined ? undefined : joined[at];
    if (at !== undefined && before && period.start <= before.end) {
      joined[at] = { ...before, end: period.end > before.end ? period.end : before.end };
    } else {
      last.set(period.type, joined.push(period) - 1);
    }
  }
  return joined;
}
