/** Calendar objects for this feature's tests, composed in the manner of several programs' exports. */
import { parseCalendarData, serializeCalendarData } from '../../icalendar/calendarData.ts';
import { type Component, getProperties, getProperty, getText } from '../../icalendar/component.ts';
import type { EditContext } from './draft.ts';

export const OLIVIA: EditContext = {
  owner: { addresses: ['mailto:olivia@convoke.example'], name: 'Olivia Organizer' },
  now: new Date('2027-03-01T12:00:00Z'),
  uid: 'new-uid',
};

/** A VCALENDAR around the lines given. */
export function calendarOf(...lines: readonly string[]): Component {
  return parseCalendarData(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//T//T//EN', ...lines.flat(), 'END:VCALENDAR', ''].join('\r\n'),
  );
}

/** A VEVENT with UID and DTSTAMP around the lines given. */
export function eventLines(...lines: readonly string[]): string {
  return ['BEGIN:VEVENT', 'UID:series', 'DTSTAMP:20270101T000000Z', ...lines, 'END:VEVENT'].join('\r\n');
}

export const BERLIN = 'TZID=Europe/Berlin';

/** Mondays at ten in Berlin, six times from 8 March 2027; the third moved to noon, the fifth with a guest of its own. */
export function weekly(...extra: readonly string[]): Component {
  return calendarOf(
    eventLines(
      `DTSTART;${BERLIN}:20270308T100000`,
      `DTEND;${BERLIN}:20270308T110000`,
      'RRULE:FREQ=WEEKLY;COUNT=6',
      'SUMMARY;LANGUAGE=en:Planning',
      'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
      'ATTENDEE;CN=Olivia Organizer;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
      'ATTENDEE;CN=Alice;X-KEEP="a;b";PARTSTAT=ACCEPTED;SCHEDULE-STATUS=1.2:mailto:alice@convoke.example',
      'ATTENDEE;CN=Bob;PARTSTAT=NEEDS-ACTION;SCHEDULE-STATUS="1.2,2.0":mailto:Bob@convoke.example',
      ...extra,
    ),
    eventLines(
      `RECURRENCE-ID;${BERLIN}:20270322T100000`,
      `DTSTART;${BERLIN}:20270322T120000`,
      `DTEND;${BERLIN}:20270322T130000`,
      'SUMMARY:Planning',
      'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
      'ATTENDEE;CN=Alice;PARTSTAT=TENTATIVE:mailto:alice@convoke.example',
    ),
    eventLines(
      'RECURRENCE-ID:20270405T080000Z',
      `DTSTART;${BERLIN}:20270405T100000`,
      `DTEND;${BERLIN}:20270405T110000`,
      'SUMMARY:Planning with Carol',
      'ORGANIZER;CN=Olivia Organizer:mailto:olivia@convoke.example',
      'ATTENDEE;CN=Alice;PARTSTAT=ACCEPTED:mailto:alice@convoke.example',
      'ATTENDEE;CN=Carol;PARTSTAT=ACCEPTED:mailto:carol@convoke.example',
    ),
  );
}

/** Content lines of the whole object, unfolded. */
export function linesOf(calendar: Component): readonly string[] {
  return serializeCalendarData(calendar).replace(/\r\n /g, '').trimEnd().split('\r\n');
}

/** What an edit changed: lines gone and lines new, without DTSTAMP and LAST-MODIFIED. */
export function changeOf(
  before: Component,
  after: Component,
): { readonly gone: readonly string[]; readonly come: readonly string[] } {
  const [a, b] = [counted(linesOf(before)), counted(linesOf(after))];
  const missing = (from: readonly string[], others: readonly string[]) =>
    from
      .filter((line) => !others.includes(line) && !/^#\d+ (DTSTAMP|LAST-MODIFIED):/.test(line))
      .map((line) => line.replace(/^#\d+ /, ''));
  return { gone: missing(a, b), come: missing(b, a) };
}

/** Equal lines of several components are told apart by their number. */
function counted(lines: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    seen.set(line, (seen.get(line) ?? 0) + 1);
    return `#${seen.get(line)} ${line}`;
  });
}

/** The master's values of a property. */
export function valuesOf(calendar: Component, name: string): readonly string[] {
  const master = calendar.components.find(
    (component) => component.name === 'VEVENT' && !getProperty(component, 'RECURRENCE-ID'),
  );
  return master ? getProperties(master, name).map((property) => property.value) : [];
}

/** The overrides as "RECURRENCE-ID DTSTART DTEND SUMMARY". */
export function overrideLines(calendar: Component): readonly string[] {
  return calendar.components
    .filter((component) => getProperty(component, 'RECURRENCE-ID'))
    .map((override) =>
      ['RECURRENCE-ID', 'DTSTART', 'DTEND']
        .map((name) => getProperty(override, name)?.value ?? '-')
        .concat(getText(override, 'SUMMARY') ?? '')
        .join(' '),
    );
}

/** Who stands on the override with that RECURRENCE-ID value. */
export function attendeesAt(calendar: Component, recurrenceId: string): readonly string[] {
  const override = calendar.components.find(
    (component) => getProperty(component, 'RECURRENCE-ID')?.value === recurrenceId,
  );
  return override
    ? getProperties(override, 'ATTENDEE').map(({ value }) =>
        value.replace('mailto:', '').replace('@convoke.example', ''),
      )
    : [];
}

/** An Apple export: structured location, alarm with its own UID, X- parameters. */
const APPLE = [
  'CALSCALE:GREGORIAN',
  eventLines(
    'CREATED:20261201T080000Z',
    'TRANSP:OPAQUE',
    'SUMMARY:Dentist\\, again',
    `DTSTART;${BERLIN}:20270310T090000`,
    `DTEND;${BERLIN}:20270310T093000`,
    'LOCATION:Hauptstr. 1\\nBerlin',
    'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=70;X-TITLE="Hauptstr. 1":geo:52.5,13.4',
    'X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC',
    'LAST-MODIFIED:20261201T080000Z',
    'SEQUENCE:1',
    'BEGIN:VALARM',
    'X-WR-ALARMUID:8A1',
    'UID:8A1',
    'TRIGGER:-PT15M',
    'ATTACH;VALUE=URI:Chord',
    'ACTION:AUDIO',
    'END:VALARM',
    'BEGIN:VALARM',
    'ACTION:NONE',
    'TRIGGER;VALUE=DATE-TIME:19760401T005545Z',
    'END:VALARM',
  ),
];

/** An Outlook export: Windows zone names with their VTIMEZONE, HTML description, CDO properties, "second Tuesday" by BYSETPOS. */
const OUTLOOK = [
  'METHOD:PUBLISH',
  [
    'BEGIN:VTIMEZONE',
    'TZID:W. Europe Standard Time',
    'BEGIN:STANDARD',
    'DTSTART:16011028T030000',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  ].join('\r\n'),
  [
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'END:STANDARD',
    'BEGIN:DAYLIGHT',
    'DTSTART:16010325T020000',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  ].join('\r\n'),
  ['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'END:DAYLIGHT', 'END:VTIMEZONE'].join('\r\n'),
  eventLines(
    'CLASS:PUBLIC',
    'DESCRIPTION:Agenda\\n\\n1. Budget\\n',
    'DTEND;TZID="W. Europe Standard Time":20270309T150000',
    'DTSTART;TZID="W. Europe Standard Time":20270309T140000',
    'PRIORITY:5',
    'RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;WKST=SU',
    'SUMMARY;LANGUAGE=de:Ausschuss',
    'TRANSP:OPAQUE',
    'X-ALT-DESC;FMTTYPE=text/html:<html><body onload="alert(1)">Agenda</body></html>',
    'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
    'X-MICROSOFT-CDO-ALLDAYEVENT:FALSE',
    'X-MS-OLK-FORCEINSPECTOROPEN:TRUE',
  ),
];

/** A Google export: UTC, conference link, UNTIL at the end of the local day. */
const GOOGLE = [
  'X-WR-CALNAME:olivia@convoke.example',
  eventLines(
    `DTSTART;${BERLIN}:20270301T083000`,
    `DTEND;${BERLIN}:20270301T084500`,
    'RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20270430T215959Z;BYDAY=MO,WE,FR',
    `EXDATE;${BERLIN}:20270305T083000`,
    `EXDATE;${BERLIN}:20270308T083000,20270310T083000`,
    'X-GOOGLE-CONFERENCE:https://meet.example/abc-defg-hij',
    'DESCRIPTION:-::~:~::~\\nJoin: https://meet.example/abc',
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
    'SUMMARY:Standup',
  ),
];

/** A Lotus Notes export: floating clock of a private zone, RDATE instead of RRULE. */
const LOTUS = [
  eventLines(
    'DTSTART;TZID="Eastern":20270305T130000',
    'DTEND;TZID="Eastern":20270305T140000',
    'RDATE;VALUE=PERIOD;TZID="Eastern":20270305T130000/20270305T140000,20270312T130000/PT2H,20270319T130000/20270319T150000',
    'CLASS:PUBLIC',
    'SUMMARY:Review',
    'X-LOTUS-BROADCAST:FALSE',
    'X-LOTUS-UPDATE-SEQ;X-A=1:1',
  ),
];

/** A Zimbra export: DURATION, absolute alarm, quoted and vendor parameters on ATTENDEE. */
const ZIMBRA = [
  eventLines(
    'SUMMARY:All hands',
    'DTSTART;VALUE=DATE:20270315',
    'DURATION:P2D',
    'RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=15;BYMONTH=3',
    'EXDATE;VALUE=DATE:20290315',
    'ATTENDEE;CN=Émilie ^E^ Noël;CUTYPE=GROUP;ROLE=OPT-PARTICIPANT;X-ZIMBRA-X=1;SCHEDULE-AGENT=X-OTHER:mailto:team@convoke.example',
    'X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY',
    'BEGIN:VALARM',
    'ACTION:EMAIL',
    'TRIGGER;RELATED=END:-PT5M',
    'SUMMARY:Soon',
    'DESCRIPTION:Soon',
    'ATTENDEE:mailto:olivia@convoke.example',
    'END:VALARM',
  ),
];

export const EXPORTS: Readonly<Record<string, Component>> = {
  apple: calendarOf(...APPLE),
  outlook: calendarOf(...OUTLOOK),
  google: calendarOf(...GOOGLE),
  lotus: calendarOf(...LOTUS),
  zimbra: calendarOf(...ZIMBRA),
  weekly: weekly(),
};
