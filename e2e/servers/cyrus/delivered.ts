/** What a scheduling message says, as far as the tests compare it. */
import { readCalendar } from '../../support/icalendarText.ts';

/** One message to one Attendee. */
export interface Delivered {
  /** The part of the address before the @. */
  readonly recipient: string;
  readonly method: string;
  /** `master`, or RECURRENCE-ID in UTC, in this order. */
  readonly instances: readonly string[];
  /** Of its master, in UTC, ascending. */
  readonly exdates: readonly string[];
}

/** Reads the text of a message to `recipient`, an address or the part before its @. */
export function delivered(recipient: string, calendar: string): Delivered {
  const { method = '', events } = readCalendar(calendar);
  const masters = events.filter(({ recurrenceId }) => recurrenceId === undefined);
  return {
    recipient: recipient.split('@')[0] ?? '',
    method,
    instances: events.map(({ recurrenceId }) => recurrenceId ?? 'master'),
    exdates: [...new Set(masters.flatMap(({ exdates }) => exdates))],
  };
}

/** `bob REQUEST master + 20270315T090000Z without 20270322T090000Z`. */
export function deliveredLine({ recipient, method, instances, exdates }: Delivered): string {
  const without = exdates.length > 0 ? ` without ${exdates.join(', ')}` : '';
  return `${recipient} ${method} ${instances.join(' + ')}${without}`;
}
