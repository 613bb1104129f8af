/** Meetings that invite people with accounts on the server, and whether they arrived. */
import { BERLIN } from '../support/meetings.ts';
import { type Contender, DOMAIN, GUESTS, OWNER } from './contender.ts';
import { serverAccess } from './serverAccess.ts';

export interface Invitation {
  readonly uid: string;
  readonly guests: readonly string[];
  readonly text: string;
}

const DAY = 86_400_000;

/** A single meeting next month, with other guests each time unless all are invited. */
export function invitation(index: number, attendees: number): Invitation {
  const uid = `invitation-${attendees}-${index}`;
  const guests = Array.from(
    { length: attendees },
    (_, guest) => GUESTS[(index * attendees + guest) % GUESTS.length] ?? '',
  );
  // Not the same day at every run: servers tell nobody of what is long over.
  const day = new Date(Date.now() + (30 + (index % 20)) * DAY).toISOString().slice(0, 10).replaceAll('-', '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Convoke//bench//EN',
    ...BERLIN,
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART;TZID=Europe/Berlin:${day}T100000`,
    'DURATION:PT1H',
    'SEQUENCE:0',
    'SUMMARY:Planning',
    `ORGANIZER:mailto:${OWNER}@${DOMAIN}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${OWNER}@${DOMAIN}`,
    ...guests.map((guest) => `ATTENDEE;CN=${guest};PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${guest}@${DOMAIN}`),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return { uid, guests, text: lines.join('\r\n') };
}

const UIDS =
  '<?xml version="1.0"?><C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data>' +
  '<C:comp name="VCALENDAR"><C:comp name="VEVENT"><C:prop name="UID"/></C:comp></C:comp></C:calendar-data></D:prop>' +
  '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>';

/** How many of the copies and inbox items that were sent are missing, of how many. */
export async function undelivered(
  contender: Contender,
  port: number,
  sent: readonly { readonly uid: string; readonly guests: readonly string[] }[],
): Promise<{ readonly expected: number; readonly missing: number }> {
  let expected = 0;
  let missing = 0;
  for (const guest of GUESTS) {
    const uids = sent.filter(({ guests }) => guests.includes(guest)).map(({ uid }) => uid);
    if (uids.length === 0) continue;
    const access = serverAccess(port, guest);
    for (const collection of [contender.calendar(guest), contender.inbox(guest)]) {
      const { body } = await access.expect(207, 'REPORT', collection, UIDS, { Depth: '1' });
      const there = new Set([...body.toString('latin1').matchAll(/\bUID:([\w-]+)/g)].map(([, uid]) => uid));
      expected += uids.length;
      missing += uids.filter((uid) => !there.has(uid)).length;
    }
    access.close();
  }
  return { expected, missing };
}
