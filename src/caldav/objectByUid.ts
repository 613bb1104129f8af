/** Finding one's own copy of an event by its UID, RFC 4791 §7.8.6. */
import { type CalendarObject, readObject } from './calendarObject.ts';
import type { CaldavClient } from './client.ts';

const PROPERTIES = { getetag: {}, 'c:schedule-tag': {}, 'c:calendar-data': {} };

/** The object with that UID in any of the calendars; a scheduling object resource is in one only, RFC 6638 §3.2.4.1. @throws CaldavError */
export async function findObjectByUid(
  client: CaldavClient,
  calendars: readonly string[],
  uid: string,
  signal?: AbortSignal,
): Promise<CalendarObject | undefined> {
  const match = { 'c:text-match': { _attributes: { collation: 'i;octet' }, _text: uid } };
  const property = { _attributes: { name: 'UID' }, ...match };
  const event = { _attributes: { name: 'VEVENT' }, 'c:prop-filter': property };
  const filter = { 'c:comp-filter': { _attributes: { name: 'VCALENDAR' }, 'c:comp-filter': event } };
  const body = { 'c:calendar-query': { prop: PROPERTIES, 'c:filter': filter } };
  for (const calendar of calendars) {
    const responses = await client.report(calendar, '1', body, { signal });
    // A text-match finds parts too.
    const found = responses
      .flatMap((response) => readObject(response) ?? [])
      .find((object) => hasUid(object.data, uid));
    if (found) return found;
  }
  return undefined;
}

function hasUid(data: string, uid: string): boolean {
  const unfolded = data.replace(/\r?\n[ \t]/g, '');
  return unfolded
    .split(/\r?\n/)
    .some((line) => /^UID[;:]/i.test(line) && line.slice(line.indexOf(':') + 1).trim() === uid);
}
