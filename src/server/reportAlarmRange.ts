/** CALDAV:time-range on VALARM, RFC 4791 §9.9: one of its triggers is in the range. Instants: `20270308T090000Z`. */
import { type Component, getParameter, getProperty } from '../icalendar/component.ts';
import { readDuration } from '../icalendar/duration.ts';
import { addDuration, type CalendarInstance, instancesBetween } from '../icalendar/instances.ts';
import { type InstanceBudget, RecurrenceLimitError } from '../icalendar/recurrence.ts';
import { readTime, type TimeZones, timeZonesOf, utcOf } from '../icalendar/timeZone.ts';
import { DAY_MS, EARLIEST, LATEST, millisecondsOf, shifted } from './instant.ts';
import type { TimeRange } from './timeRange.ts';

/** How often an alarm sounds again, and the milliseconds between, RFC 5545 §3.8.6.2. */
interface Repetition {
  readonly times: number;
  readonly every: number;
}

/** Whether the alarm of `scope`, a VEVENT or VTODO of the calendar, goes off in the range, for any of its instances. */
export function alarmOverlaps(
  alarm: Component,
  scope: Component,
  calendar: Component,
  range: TimeRange,
  floatingTzid: string,
  budget: InstanceBudget,
): boolean {
  const trigger = getProperty(alarm, 'TRIGGER');
  if (trigger === undefined) return false;
  const repetition = repetitionOf(alarm);
  if (getParameter(trigger, 'VALUE')?.toUpperCase() === 'DATE-TIME') {
    return isHeard(utcOf(readTime(trigger), timeZonesOf(calendar), floatingTzid), repetition, range);
  }
  const atEnd = getParameter(trigger, 'RELATED')?.toUpperCase() === 'END';
  const zones = timeZonesOf(calendar);
  try {
    return instancesNear(trigger.value, repetition, calendar, range, floatingTzid, budget).some(
      (instance) =>
        belongsTo(instance, scope) &&
        isHeard(triggerOf(instance, trigger.value, atEnd, zones, floatingTzid), repetition, range),
    );
  } catch (error) {
    // More instances than anybody counts: some alarm is within.
    if (error instanceof RecurrenceLimitError) return true;
    throw error;
  }
}

function repetitionOf(alarm: Component): Repetition {
  const times = Number(getProperty(alarm, 'REPEAT')?.value ?? 0);
  const duration = getProperty(alarm, 'DURATION')?.value;
  const every = duration === undefined ? 0 : milliseconds(duration);
  return Number.isSafeInteger(times) && times > 0 && every > 0 ? { times, every } : { times: 0, every: DAY_MS };
}

function milliseconds(duration: string): number {
  const { days, seconds } = readDuration(duration);
  return days * DAY_MS + seconds * 1_000;
}

/** All instances whose alarms may be in the range, a day more on both sides since days have different lengths. */
function instancesNear(
  offset: string,
  { times, every }: Repetition,
  calendar: Component,
  range: TimeRange,
  floatingTzid: string,
  budget: InstanceBudget,
): readonly CalendarInstance[] {
  const first = milliseconds(offset);
  const last = first + times * every;
  const from = shifted(range.from ?? EARLIEST, -last - DAY_MS);
  const to = shifted(range.to ?? LATEST, -first + DAY_MS);
  return instancesBetween(calendar, from, to, floatingTzid, budget);
}

function belongsTo(instance: CalendarInstance, scope: Component): boolean {
  return getProperty(scope, 'RECURRENCE-ID') ? instance.component === scope : !instance.isOverride;
}

function triggerOf(
  { start, end }: CalendarInstance,
  offset: string,
  atEnd: boolean,
  zones: TimeZones,
  floatingTzid: string,
): string {
  const anchor = atEnd ? end : start;
  // Before or after a day is before or after its midnight.
  const moment =
    anchor.form === 'date' ? { form: 'floating' as const, local: `${anchor.local.slice(0, 8)}T000000` } : anchor;
  return utcOf(addDuration(moment, offset, zones), zones, floatingTzid);
}

/** Whether the first trigger or a repetition is in the range; computed, since REPEAT may be any number. */
function isHeard(first: string, { times, every }: Repetition, range: TimeRange): boolean {
  const from = millisecondsOf(range.from ?? EARLIEST);
  const to = millisecondsOf(range.to ?? LATEST);
  const at = millisecondsOf(first);
  const index = Math.max(0, Math.ceil((from - at) / every));
  return index <= times && at + index * every < to;
}
