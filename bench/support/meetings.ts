/** A weekly meeting in Berlin. */
export interface Meeting {
  readonly attendees: number;
  readonly overrides: number;
  /** How often it takes place; eight times more than there are overridden instances unless told. */
  readonly times?: number;
  readonly summary?: string;
  /** Local hour of the start, 10 unless told. */
  readonly hour?: number;
  /** How many of the Attendees are not invited. */
  readonly leftOut?: number;
  /** Of every Attendee, NEEDS-ACTION unless told; `mixed`: on each component other ones, so that no two have the same lines. */
  readonly partstat?: string;
}

const FIRST_DAY = Date.UTC(2027, 0, 4);
const WEEK = 7 * 24 * 60 * 60 * 1000;

/** Its calendar object: a master component and overridden instances, each with another location and all Attendees. */
export function meetingText(meeting: Meeting): string {
  const overrides = Array.from({ length: meeting.overrides }, (_, week) => [
    `RECURRENCE-ID;TZID=Europe/Berlin:${localTime(meeting, week)}`,
    ...component(meeting, week),
    `LOCATION:Room ${week + 1}`,
  ]);
  const master = [
    `RRULE:FREQ=WEEKLY;COUNT=${meeting.times ?? meeting.overrides + 8}`,
    ...component(meeting, 0),
    'LOCATION:Room 0',
  ];
  const events = [master, ...overrides].flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Convoke//bench//EN',
    ...BERLIN,
    ...events,
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

function component(meeting: Meeting, week: number): readonly string[] {
  const invited = meeting.attendees - (meeting.leftOut ?? 0);
  return [
    'UID:bench-meeting',
    'DTSTAMP:20270101T000000Z',
    `DTSTART;TZID=Europe/Berlin:${localTime(meeting, week)}`,
    'DURATION:PT1H',
    'SEQUENCE:0',
    `SUMMARY:${meeting.summary ?? 'Planning'}`,
    'ORGANIZER:mailto:olivia@convoke.example',
    ...Array.from(
      { length: invited },
      (_, index) =>
        `ATTENDEE;PARTSTAT=${partstat(meeting, index, week)};CN=Guest ${index};RSVP=TRUE:mailto:guest${index}@convoke.example`,
    ),
  ];
}

const REPLIES = ['ACCEPTED', 'TENTATIVE', 'DECLINED', 'NEEDS-ACTION'];

function partstat({ partstat = 'NEEDS-ACTION' }: Meeting, attendee: number, week: number): string {
  return partstat === 'mixed' ? (REPLIES[((attendee * (week + 1)) % 61) % 4] ?? '') : partstat;
}

function localTime(meeting: Meeting, week: number): string {
  const day = new Date(FIRST_DAY + week * WEEK).toISOString().slice(0, 10).replaceAll('-', '');
  return `${day}T${meeting.hour ?? 10}0000`;
}

/** VTIMEZONE of Europe/Berlin. */
export const BERLIN: readonly string[] = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19960331T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];
