/** Calendar data that a server refuses, as errors of those who read it. */
import { InvalidCalendarDataError } from '../icalendar/calendarData.ts';
import { RecurrenceLimitError } from '../icalendar/recurrence.ts';
import type { PreconditionName } from './vocabulary.ts';

/** Calendar data that is well-formed but no valid calendar object resource, RFC 4791 §5.3.2.1. */
export class CalendarObjectError extends Error {
  override readonly name = 'CalendarObjectError';
  readonly precondition: PreconditionName;

  constructor(precondition: PreconditionName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.precondition = precondition;
  }
}

/** Whether an error says that calendar data can't be read, and by which precondition a server refuses it. */
export function preconditionOf(error: unknown): PreconditionName | undefined {
  if (error instanceof CalendarObjectError) return error.precondition;
  if (error instanceof RecurrenceLimitError) return 'max-instances';
  return error instanceof InvalidCalendarDataError ? 'valid-calendar-data' : undefined;
}
