/** What RFC 5545 asks of a component where scheduling relies on it. */
import { type Component, getProperty } from '../icalendar/component.ts';
import { endOf } from '../icalendar/instances.ts';
import { readTime, type TimeZones, utcOf } from '../icalendar/timeZone.ts';
import { CalendarObjectError } from './calendarObjectError.ts';

/** Of two nobody could say which counts, RFC 5545 §3.6.1 and §3.6.2. */
export const ONCE: ReadonlySet<string> = new Set([
  ...['UID', 'RECURRENCE-ID', 'ORGANIZER', 'SEQUENCE', 'STATUS'],
  ...['DTSTART', 'DTEND', 'DUE', 'DURATION'],
]);

/**
 * Checks a VEVENT or VTODO.
 * @throws CalendarObjectError for a property of `ONCE` that stands twice, a SEQUENCE that is no number, a VEVENT without DTSTART,
 *   an end before the start
 * @throws InvalidCalendarDataError for a time that can't be read
 */
export function checkComponent(component: Component, zones: TimeZones): void {
  const seen = new Set<string>();
  for (const { name } of component.properties) {
    if (!ONCE.has(name)) continue;
    if (seen.has(name)) throw invalid(`A ${component.name} has two ${name} properties, where there can be one.`);
    seen.add(name);
  }
  const sequence = getProperty(component, 'SEQUENCE')?.value.trim() ?? '0';
  if (!/^\+?\d+$/.test(sequence)) throw invalid(`SEQUENCE “${sequence.slice(0, 40)}” is no number.`);
  checkTimes(component, zones);
}

function checkTimes(component: Component, zones: TimeZones): void {
  const start = getProperty(component, 'DTSTART');
  if (!start) {
    if (component.name === 'VEVENT') throw invalid('A VEVENT has no DTSTART.');
    return;
  }
  const end = getProperty(component, 'DTEND') ?? getProperty(component, 'DUE') ?? getProperty(component, 'DURATION');
  if (!end) {
    readTime(start);
    return;
  }
  const startsAt = readTime(start);
  const endsAt = endOf(component, zones);
  if (endsAt && utcOf(endsAt, zones, 'UTC') < utcOf(startsAt, zones, 'UTC')) {
    throw invalid(`${end.name} ${end.value} lies before DTSTART ${start.value}.`);
  }
}

function invalid(message: string): CalendarObjectError {
  return new CalendarObjectError('valid-calendar-data', message);
}
