/** Whether the times and rules of a component can be read, property by property, RFC 5545 §3.8.2, §3.8.4.4 and §3.8.5. */
import { InvalidCalendarDataError } from './calendarData.ts';
import type { Component, Property } from './component.ts';
import { readDuration } from './duration.ts';
import { readRecurrenceRule } from './recurrenceRule.ts';
import { readPeriods, readTime, readTimes } from './timeZone.ts';

/** What is wrong; `property` is absent when one is missing. */
export interface UnreadableProperty {
  readonly property: Property | undefined;
  readonly message: string;
}

const READERS: Readonly<Record<string, (property: Property) => unknown>> = {
  DTSTART: readTime,
  DTEND: readTime,
  DUE: readTime,
  'RECURRENCE-ID': readTime,
  EXDATE: readTimes,
  RDATE: (property) => readPeriods(property).map(({ duration }) => duration && readDuration(duration)),
  DURATION: ({ value }) => readDuration(value),
  RRULE: readRecurrenceRule,
  EXRULE: readRecurrenceRule,
};

/** A VTIMEZONE is read by its zone, which does without a part that it can't use; nobody reads the times of others. */
const TIMED = new Set(['VEVENT', 'VTODO', 'VJOURNAL']);

/** The first property that says when a component is and can't be read; undefined when all can. A VEVENT needs its DTSTART. */
export function unreadableProperty({ name, properties }: Component): UnreadableProperty | undefined {
  if (!TIMED.has(name)) return undefined;
  for (const property of properties) {
    const read = Object.hasOwn(READERS, property.name) ? READERS[property.name] : undefined;
    try {
      read?.(property);
    } catch (error) {
      if (!(error instanceof InvalidCalendarDataError)) throw error;
      return { property, message: error.message };
    }
  }
  const isTimeless = name === 'VEVENT' && !properties.some((property) => property.name === 'DTSTART');
  return isTimeless ? { property: undefined, message: 'The VEVENT has no DTSTART.' } : undefined;
}
