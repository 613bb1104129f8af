/** The meetings of these tests, as another CalDAV client would write them. Times are in UTC unless a TZID says otherwise. */

const BERLIN = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT',
  'DTSTART:19810329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/** Six Mondays in March and April 2027, 9 to 10 o'clock. */
export const WEEKLY = [
  'DTSTART:20270308T090000Z',
  'DTEND:20270308T100000Z',
  'RRULE:FREQ=WEEKLY;COUNT=6',
  'SUMMARY:Planning',
];

/** The first of these Mondays alone. */
export const ONCE = ['DTSTART:20270308T090000Z', 'DTEND:20270308T100000Z', 'SUMMARY:Planning'];

/** The start of an override of WEEKLY, which is the same as the instance unless `lines` say otherwise: `on('0315')`. */
export function on(day: string, { hour = '09', summary = 'Planning' } = {}): readonly string[] {
  const end = String(Number(hour) + 1).padStart(2, '0');
  return [
    `RECURRENCE-ID:2027${day}T090000Z`,
    `DTSTART:2027${day}T${hour}0000Z`,
    `DTEND:2027${day}T${end}0000Z`,
    `SUMMARY:${summary}`,
  ];
}

/** Olivia as Organizer and Attendee, and each of the others twice (see `attendee`). */
export function people(...names: readonly string[]): readonly string[] {
  return [
    'ORGANIZER:mailto:olivia@convoke.example',
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
    ...names.flatMap((name) => attendee(name)),
  ];
}

/**
 * An Attendee as twins: one whose calendar is on the server, and one elsewhere, who is mailed. The mail says exactly what
 * was sent, the calendar that it arrives. `parameters`: `SCHEDULE-AGENT=CLIENT`.
 */
export function attendee(name: string, parameters = ''): readonly string[] {
  const written = `ATTENDEE${parameters === '' ? '' : `;${parameters}`}`;
  return [`${written}:mailto:${name}@convoke.example`, `${written}:mailto:${name}@elsewhere.example`];
}

/** One VEVENT; the UID is put in when it is saved. */
export function vevent(...lines: readonly string[]): readonly string[] {
  return ['BEGIN:VEVENT', 'UID:uid', 'DTSTAMP:20270101T000000Z', ...lines, 'END:VEVENT'];
}

/** A calendar object resource of these components, for `save`. */
export function calendarText(uid: string, components: readonly (readonly string[])[]): string {
  const lines = components.flat().map((line) => (line === 'UID:uid' ? `UID:${uid}` : line));
  const zones = lines.some((line) => line.includes('TZID=Europe/Berlin')) ? BERLIN : [];
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Another client//EN', ...zones, ...lines, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}
