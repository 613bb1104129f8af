/** CALDAV:max-instances, RFC 4791 §5.2.8 and §5.3.2.1. */
import { type Component, getProperty } from '../icalendar/component.ts';
import { RecurrenceLimitError, recurrenceSet } from '../icalendar/recurrence.ts';
import { readTimes, timeZonesOf, utcOf } from '../icalendar/timeZone.ts';
import { DavError } from './errors.ts';
import { DAY_MS, shifted } from './instant.ts';
import type { ServerLimits } from './limits.ts';

/**
 * Counts what each series generates: all of it when it ends, its first year when it does not. Components that stand for instances
 * count too, before anything is expanded. What cannot be read is left to whoever names the fault.
 * @throws DavError 403 max-instances
 */
export function requireInstanceLimit(calendar: Component, { maxInstances }: ServerLimits): void {
  const scheduled = calendar.components.filter(({ name }) => name === 'VEVENT' || name === 'VTODO');
  const written = scheduled.map(({ properties }) => properties.filter(({ name }) => DATES.has(name)).length);
  if (scheduled.length > maxInstances + 1 || written.some((dates) => dates > maxInstances)) throw tooMany(maxInstances);
  for (const component of scheduled) {
    if (component.properties.some(({ name }) => name === 'RRULE' || name === 'RDATE'))
      requireCountable(component, calendar, maxInstances);
  }
}

const DATES = new Set(['RDATE', 'EXDATE', 'RRULE', 'EXRULE']);
const YEAR_MS = 366 * DAY_MS;

function requireCountable(component: Component, calendar: Component, most: number): void {
  const zones = timeZonesOf(calendar);
  const start = getProperty(component, 'DTSTART');
  try {
    const set = recurrenceSet(component, zones);
    const [first] = start ? readTimes(start) : [];
    const from = first && utcOf(first, zones, 'UTC');
    const isWithin =
      set.finite || from === undefined
        ? set.first(most + 1).length <= most
        : set.between(from, shifted(from, YEAR_MS), 'UTC').length <= most;
    if (!isWithin) throw tooMany(most);
  } catch (error) {
    if (error instanceof RecurrenceLimitError) throw tooMany(most, error);
    if (error instanceof DavError) throw error;
  }
}

function tooMany(most: number, cause?: Error): DavError {
  return new DavError(403, `The series has more than ${most} instances.`, 'C:max-instances', undefined, { cause });
}
