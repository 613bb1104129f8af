/** Request bodies of text/calendar. */
import { InvalidCalendarDataError, parseCalendarData } from '../icalendar/calendarData.ts';
import type { Component } from '../icalendar/component.ts';
import { type DavRequest, headerOf } from './dav.ts';
import { DavError } from './errors.ts';
import type { ServerLimits } from './limits.ts';

/** Calendar data as it came, and as it was read. */
export interface CalendarBody {
  readonly text: string;
  readonly calendar: Component;
}

/** @throws DavError 403 supported-calendar-data, max-resource-size or valid-calendar-data, RFC 4791 §5.3.2.1 */
export function calendarBodyOf(request: DavRequest, limits: ServerLimits): CalendarBody {
  const type = headerOf(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== undefined && type !== 'text/calendar') {
    throw new DavError(403, 'The body must be text/calendar.', 'C:supported-calendar-data');
  }
  if (request.body.length > limits.maxResourceSize) throw tooLarge(limits);
  return readCalendarBody(request.body);
}

/** @throws DavError 403 valid-calendar-data */
export function readCalendarBody(bytes: Uint8Array): CalendarBody {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, calendar: parseCalendarData(text) };
  } catch (cause) {
    if (cause instanceof InvalidCalendarDataError) throw invalid(cause.message, cause);
    if (cause instanceof TypeError) throw invalid('The calendar data is not in UTF-8.', cause);
    throw cause;
  }
}

export function tooLarge({ maxResourceSize }: ServerLimits): DavError {
  return new DavError(403, `The body is larger than ${maxResourceSize} octets.`, 'C:max-resource-size');
}

function invalid(message: string, cause: Error): DavError {
  return new DavError(403, message, 'C:valid-calendar-data', undefined, { cause });
}
