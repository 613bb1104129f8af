/** Calendar data that several of the server's tests PUT. */
import { ics } from './testClient.ts';

export interface EventOptions {
  readonly uid?: string;
  /** Content lines after UID, DTSTAMP, DTSTART, DTEND and SUMMARY. */
  readonly lines?: readonly string[];
  readonly start?: string;
  readonly end?: string;
}

/** One VEVENT on 8 March 2027, 10 to 11 UTC, unless told otherwise. */
export function event({
  uid = 'event@test',
  lines = [],
  start = '20270308T100000Z',
  end = '20270308T110000Z',
}: EventOptions = {}): string {
  return ics(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20270201T080000Z',
    `DTSTART:${start}`,
    `DTEND:${end}`,
    'SUMMARY:Planning',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

/** Olivia's event with these guests, none of whom has answered. */
export function meeting(guests: readonly string[], options: EventOptions = {}): string {
  return event({
    uid: 'meeting@test',
    ...options,
    lines: [
      'ORGANIZER:mailto:olivia@convoke.example',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
      ...guests.map((guest) => `ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:${guest}@convoke.example`),
      ...(options.lines ?? []),
    ],
  });
}
