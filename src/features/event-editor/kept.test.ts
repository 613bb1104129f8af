/**
 * What nobody touched is kept, octet for octet: every property and parameter of RFC 5545, 6638, 7529, 7808, 7986, 8607, 9073,
 * 9074 and 9253, and unknown ones, through an edit of something else and through what the server stores of it.
 */
import { describe, expect, test } from 'vitest';
import type { Component } from '../../icalendar/component.ts';
import { planScheduling } from '../../scheduling/plan.ts';
import type { EventDraft } from './draft.ts';
import { readDraft } from './draftReading.ts';
import { withStart } from './draftTimes.ts';
import { applyDraft } from './draftWriting.ts';
import { newAttendee } from './newDraft.ts';
import { BERLIN, calendarOf, linesOf, OLIVIA } from './testCalendars.ts';

type Edit = 'title' | 'place' | 'guest' | 'instance' | 'time';

const SECOND = '20270315T090000Z';
const EDITS: Readonly<Record<Edit, (draft: EventDraft) => EventDraft>> = {
  title: (draft) => ({ ...draft, title: 'Strategy' }),
  place: (draft) => ({ ...draft, location: 'Room 2' }),
  guest: (draft) => ({ ...draft, attendees: [...draft.attendees, newAttendee('mailto:dan@convoke.example', 'Dan')] }),
  instance: (draft) => ({ ...draft, title: 'Only here' }),
  time: (draft) => withStart(draft, { ...draft.start, local: '20270308T113000' }),
};

/** The stored object after an edit. */
function stored(original: Component, edit: Edit): Component {
  const scope = edit === 'instance' ? SECOND : 'all';
  const { calendar } = applyDraft(original, EDITS[edit](readDraft(original, scope)), scope, OLIVIA);
  const plan = planScheduling({
    original,
    modified: calendar,
    owner: { addresses: OLIVIA.owner.addresses },
    now: OLIVIA.now,
  });
  expect(plan.violations).toEqual([]);
  if (!plan.stored || calendar === original) throw new Error('Nothing was edited.');
  return plan.stored;
}

const EVENT = [
  'UID:series',
  'DTSTAMP:20270101T000000Z',
  `DTSTART;${BERLIN}:20270308T100000`,
  `DTEND;${BERLIN}:20270308T110000`,
  'RRULE:FREQ=WEEKLY;COUNT=6',
  'SUMMARY:Planning',
  'ORGANIZER:mailto:olivia@convoke.example',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example',
  'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@convoke.example',
];
const OVERRIDE = [
  'UID:series',
  'DTSTAMP:20270102T000000Z',
  `RECURRENCE-ID;${BERLIN}:20270322T100000`,
  `DTSTART;${BERLIN}:20270322T120000`,
  `DTEND;${BERLIN}:20270322T130000`,
  'SUMMARY:Planning at noon',
  'ORGANIZER:mailto:olivia@convoke.example',
  'ATTENDEE;PARTSTAT=TENTATIVE:mailto:alice@convoke.example',
];

/** Where a line stands; `DTSTART` and its like take the place of the component's own. */
type Place =
  | 'calendar'
  | 'event'
  | 'override'
  | 'alarm'
  | 'zone'
  | 'standard'
  | 'PARTICIPANT'
  | 'VLOCATION'
  | 'VRESOURCE';

function calendarWith(line: string, place: Place): Component {
  const at = (here: Place, ...own: readonly string[]) => (place === here ? withLine(own, line) : own);
  const inner = place === 'PARTICIPANT' || place === 'VLOCATION' || place === 'VRESOURCE' ? [place] : [];
  return calendarOf(
    ...(place === 'calendar' ? [line] : []),
    'BEGIN:VTIMEZONE',
    ...at('zone', 'TZID:Europe/Berlin'),
    'BEGIN:STANDARD',
    ...at('standard', 'DTSTART:19701025T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'),
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    ...at('event', ...EVENT),
    'BEGIN:VALARM',
    ...at('alarm', 'ACTION:DISPLAY', 'TRIGGER:-PT10M', 'DESCRIPTION:Soon'),
    'END:VALARM',
    ...inner.flatMap((name) => [`BEGIN:${name}`, 'UID:inner', line, `END:${name}`]),
    'END:VEVENT',
    'BEGIN:VEVENT',
    ...at('override', ...OVERRIDE),
    'END:VEVENT',
  );
}

const REPEATED = new Set(['ATTENDEE']);

function withLine(own: readonly string[], line: string): readonly string[] {
  const name = nameOf(line);
  const others = REPEATED.has(name) ? own : own.filter((other) => nameOf(other) !== name);
  return [...others, line];
}

function nameOf(line: string): string {
  return (/^[^;:]+/.exec(line)?.[0] ?? '').toUpperCase();
}

function count(calendar: Component, line: string): number {
  return linesOf(calendar).filter((other) => other === line).length;
}

const LONG = 'AbCd0123+/'.repeat(40);

/** Lines as other programs may write them: cases, needless quotes, escapes that none are, empty values. `touchedBy` edits change them. */
const PROPERTIES: readonly (readonly [line: string, place: Place, ...touchedBy: readonly Edit[]])[] = [
  // RFC 5545 §3.7
  ['calscale:GREGORIAN', 'calendar'],
  ['X-WR-CALNAME;X-P="a;b":Olivia\\, work', 'calendar'],
  // RFC 5545 §3.8.1
  [`ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:${LONG}`, 'event'],
  ['ATTACH;FMTTYPE="application/pdf":https://files.example/a?b=c;d,e:f', 'event'],
  ['CATEGORIES;LANGUAGE=de:Büro\\, oben,ANNIVERSARY,,x\\;y', 'event'],
  ['class:X-Very-Private', 'event'],
  ['COMMENT;ALTREP="CID:part1@example.org";LANGUAGE=de:Straße\\n\\, \\; \\\\ \\x', 'event'],
  ['DESCRIPTION;ALTREP="data:text/html,%3Cb%3E":🎉 Grüße\\Nzwei', 'event'],
  ['GEO:037.386013;-122.0829320', 'event', 'place'],
  ['LOCATION;ALTREP="http://x.example/a;b":Raum 1\\, oben', 'event', 'place'],
  ['PERCENT-COMPLETE:039', 'event'],
  ['PRIORITY:09', 'event'],
  ['RESOURCES;LANGUAGE=en:EASEL,PROJECTOR,a\\,b', 'event'],
  ['STATUS:confirmed', 'event'],
  ['SUMMARY;LANGUAGE="en-GB";X-P=1:Pläne\\, \\x', 'event', 'title', 'instance'],
  // RFC 5545 §3.8.2
  ['COMPLETED:20270308T090000Z', 'event'],
  ['DTEND;X-P=1;TZID="Europe/Berlin":20270308T110000', 'event', 'time'],
  ['DUE;X-P=1:20270401T090000Z', 'event'],
  ['DTSTART;VALUE=DATE-TIME;TZID="Europe/Berlin":20270308T100000', 'event', 'time'],
  ['FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:19970308T160000Z/PT3H,19970308T200000Z/PT1H', 'event'],
  ['TRANSP:Transparent', 'event'],
  // RFC 5545 §3.8.3, RFC 7808
  ['TZID;X-P="a:b":Europe/Berlin', 'zone'],
  ['TZURL:http://zones.example/tz/Europe-Berlin', 'zone'],
  ['TZUNTIL:20301231T230000Z', 'zone'],
  ['TZID-ALIAS-OF:Europe/Busingen', 'zone'],
  ['X-LIC-LOCATION:Europe/Berlin', 'zone'],
  ['TZNAME;LANGUAGE=fr-CA:HNE', 'standard'],
  ['TZOFFSETFROM:+020000', 'standard'],
  ['TZOFFSETTO:+010000', 'standard'],
  ['RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10', 'standard'],
  // RFC 5545 §3.8.4
  ['Attendee;cn=Bob;x-p="a":MAILTO:Bob@Convoke.Example', 'event'],
  ['CONTACT;ALTREP="ldap://x.example/o=a,c=b":Jim\\, +1-919', 'event'],
  ['ORGANIZER;CN="Olivia";DIR="ldap://x.example/a":MAILTO:olivia@convoke.example', 'event'],
  ['RECURRENCE-ID;RANGE=THISANDFUTURE;TZID="Europe/Berlin":20270322T100000', 'override', 'time'],
  ['RELATED-TO;RELTYPE=SIBLING:parent@example.org', 'event'],
  ['URL;VALUE=URI:http://x.example/pub/calendars/a,b;c', 'event'],
  // RFC 5545 §3.8.5
  ['EXDATE;X-P=1;TZID="Europe/Berlin":20270329T100000,20270405T100000', 'event', 'time'],
  ['EXDATE:', 'event'],
  ['RDATE;VALUE=PERIOD;TZID="Europe/Berlin":20270310T100000/PT2H,20270311T100000/20270311T113000', 'event', 'time'],
  ['rrule:byday=mo;COUNT=06;freq=weekly;Interval=1', 'event'],
  ['RRULE;X-P=1:RSCALE=GREGORIAN;FREQ=WEEKLY;COUNT=6;SKIP=FORWARD', 'event'],
  // RFC 5545 §3.8.6, RFC 9074
  ['ACTION;X-P=1:display', 'alarm'],
  ['REPEAT:04', 'alarm'],
  ['DURATION:PT005M', 'alarm'],
  ['TRIGGER;RELATED=END;X-P=1:-PT0H05M', 'alarm'],
  ['TRIGGER;VALUE=DATE-TIME:20270308T085000Z', 'alarm'],
  ['ACKNOWLEDGED:20270308T085500Z', 'alarm'],
  ['PROXIMITY:ARRIVE', 'alarm'],
  ['RELATED-TO;RELTYPE=SNOOZE:alarm-1', 'alarm'],
  ['X-WR-ALARMUID:8A1', 'alarm'],
  // RFC 5545 §3.8.7
  ['CREATED:19970101T000000Z', 'event'],
  ['DTSTAMP;X-P=1:20270102T000000Z', 'override', 'guest', 'time', 'place'],
  ['LAST-MODIFIED:20270102T000000Z', 'override', 'guest', 'time', 'place'],
  ['SEQUENCE:07', 'event', 'time'],
  // RFC 5545 §3.8.8
  ['REQUEST-STATUS;LANGUAGE=en:3.1;Invalid property value;DTSTART:96-Apr-01', 'event'],
  ['X-ABC-MMSUBJ;VALUE=URI;FMTTYPE=audio/basic:http://x.example/mysubj.au', 'event'],
  ['X-LIST;X-MULTI=a,"b;c",d:one,two;three', 'event'],
  ['IANA-TOKEN;NON-STANDARD="a","b":anything: at; all, \\q', 'event'],
  ['XML;VALUE=TEXT:<a xmlns="http://x.example">b\\,c</a>', 'event'],
  // RFC 7986
  ['NAME;LANGUAGE=en:Team', 'calendar'],
  ['REFRESH-INTERVAL;VALUE=DURATION:P1W', 'calendar'],
  ['SOURCE;VALUE=URI:https://x.example/holidays.ics', 'calendar'],
  ['COLOR:turquoise', 'event'],
  ['IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:http://x.example/i.png', 'event'],
  ['CONFERENCE;VALUE=URI;FEATURE=PHONE,MODERATOR;LABEL="Call, then: dial":tel:+1-412-555-0123,,,654321', 'event'],
  // RFC 9073
  ['STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html;DERIVED=TRUE:<p>a\\, b</p>', 'event'],
  [
    'STRUCTURED-DATA;FMTTYPE=application/ld+json;SCHEMA="https://schema.org/Event";VALUE=TEXT:{\\n "a": "b"\\n}',
    'event',
  ],
  ['PARTICIPANT-TYPE:SPEAKER', 'PARTICIPANT'],
  ['CALENDAR-ADDRESS:mailto:speaker@x.example', 'PARTICIPANT'],
  ['LOCATION-TYPE:hotel,parking', 'VLOCATION'],
  ['RESOURCE-TYPE:projector', 'VRESOURCE'],
  // RFC 9253
  ['CONCEPT:https://x.example/event-types/arts/music', 'event'],
  ['LINK;LINKREL="SOURCE";LABEL="A, b";VALUE=URI:https://x.example/events', 'event'],
  ['REFID:itinerary-2027\\,11', 'event'],
  ['RELATED-TO;RELTYPE=FINISHTOSTART;GAP=P1D:other@example.org', 'event'],
];

describe('A property that is not touched keeps its content line', () => {
  describe.each(PROPERTIES.map(([line, place, ...touchedBy]) => ({ line, place, touchedBy })))(
    '$line',
    ({ line, place, touchedBy }) => {
      const original = calendarWith(line, place);
      const edits = (Object.keys(EDITS) as Edit[]).filter((edit) => !touchedBy.includes(edit));

      test.each(edits)('when the %s changes', (edit) => {
        const before = count(original, line);
        expect(before).toBeGreaterThan(0);
        expect(count(stored(original, edit), line)).toBeGreaterThanOrEqual(before);
      });
    },
  );
});

/** A parameter of an ATTENDEE, as written, with what is written of it when another parameter of the line changes. */
const ATTENDEE_PARAMETERS: readonly (readonly [written: string, rewritten?: string])[] = [
  // RFC 5545 §3.2
  ['CN="Smith, Al: \'the\' one"'],
  ["CN=Al ^'the^' one^n^^"],
  ['CN=Élodie 🎉'],
  ['CN='],
  ['CUTYPE=X-AVATAR'],
  ['DELEGATED-FROM="mailto:a@x.example","mailto:b@x.example","mailto:c@x.example"'],
  ['DELEGATED-TO="mailto:a@x.example","mailto:b@x.example","mailto:c@x.example","mailto:d@x.example"'],
  ['DIR="ldap://x.example/o=ABC Industries,c=US???(cn=Jim Dolittle)"'],
  ['LANGUAGE=de-CH'],
  ['MEMBER="mailto:a@x.example","mailto:b@x.example","mailto:c@x.example"'],
  ['MEMBER="MAILTO:A@x.example"'],
  ['PARTSTAT=X-PERHAPS'],
  ['partstat=Tentative', 'PARTSTAT=Tentative'],
  ['RSVP="TRUE"', 'RSVP=TRUE'],
  ['SENT-BY="mailto:sec@x.example"'],
  ['VALUE=CAL-ADDRESS'],
  ['ALTREP="cid:1"'],
  ['ENCODING=8BIT'],
  ['FMTTYPE=text/x-a'],
  ['FBTYPE=BUSY'],
  ['RANGE=THISANDFUTURE'],
  ['RELATED=END'],
  ['RELTYPE=CHILD'],
  ['TZID=/x.example/Zone'],
  // RFC 6638 §7
  ['SCHEDULE-STATUS="2.0,1.2"'],
  ['SCHEDULE-STATUS=1.2,2.0'],
  // RFC 7986, RFC 8607, RFC 9073, RFC 9253
  ['EMAIL=al@x.example'],
  ['DISPLAY=BADGE,THUMBNAIL'],
  ['FEATURE=AUDIO,VIDEO'],
  ['LABEL="Room: 1"'],
  ['MANAGED-ID=97S'],
  ['FILENAME="a;b.txt"'],
  ['SIZE=10'],
  ['ORDER=1'],
  ['SCHEMA="https://schema.org/Person"'],
  ['DERIVED=TRUE'],
  ['LINKREL="describedby"', 'LINKREL=describedby'],
  ['GAP=P1D'],
  // Unknown ones: several values stay several, quotes come where they are needed only.
  ['X-NUM-GUESTS=0'],
  ['X-EMPTY='],
  ['X-MULTI=a,b,c'],
  ['X-MULTI="a;b",c,"d:e"'],
  ['X-QUOTED="needless"', 'X-QUOTED=needless'],
  ['X-TWICE=a;X-TWICE=b', 'X-TWICE=a,b'],
  ['IANA-TOKEN=x y z'],
];

describe('A parameter of an ATTENDEE', () => {
  describe.each(ATTENDEE_PARAMETERS.map(([written, rewritten = written]) => ({ written, rewritten })))(
    '$written',
    ({ written, rewritten }) => {
      const line = `ATTENDEE;${written}:mailto:al@convoke.example`;
      const original = calendarWith(line, 'event');

      test.each(Object.keys(EDITS) as Edit[])('is kept with its whole line when the %s changes', (edit) => {
        // Al is asked again when the time changes: his PARTSTAT, and with it his line, is then the server's.
        const expected =
          edit === 'time' && /^partstat/i.test(written)
            ? line.replace(/partstat=[^:]*/i, 'PARTSTAT=NEEDS-ACTION')
            : line;
        expect(count(stored(original, edit), expected)).toBeGreaterThan(0);
      });

      test('is kept when another parameter of its line changes', () => {
        const draft = readDraft(original, 'all');
        const attendees = draft.attendees.map((attendee) =>
          attendee.address.startsWith('mailto:al@') ? { ...attendee, role: 'OPT-PARTICIPANT' } : attendee,
        );
        const { calendar } = applyDraft(original, { ...draft, attendees }, 'all', OLIVIA);
        expect(linesOf(calendar)).toContain(`ATTENDEE;${rewritten};ROLE=OPT-PARTICIPANT:mailto:al@convoke.example`);
      });
    },
  );

  test('ROLE and SCHEDULE-AGENT are kept too, when the name changes', () => {
    const line = 'ATTENDEE;ROLE=X-SCRIBE;SCHEDULE-AGENT=X-OTHER;CN=Al:mailto:al@convoke.example';
    const original = calendarWith(line, 'event');
    const draft = readDraft(original, 'all');
    const attendees = draft.attendees.map((attendee) =>
      attendee.name === 'Al' ? { ...attendee, name: 'Alan' } : attendee,
    );
    const { calendar } = applyDraft(original, { ...draft, attendees }, 'all', OLIVIA);
    expect(linesOf(calendar)).toContain(
      'ATTENDEE;ROLE=X-SCRIBE;SCHEDULE-AGENT=X-OTHER;CN=Alan:mailto:al@convoke.example',
    );
  });
});

describe('The parameters of a value that is edited stay', () => {
  test.each<readonly [line: string, edit: Edit, expected: string]>([
    ['SUMMARY;LANGUAGE=de;X-P="a;b",c:Alt', 'title', 'SUMMARY;LANGUAGE=de;X-P="a;b",c:Strategy'],
    ['LOCATION;X-APPLE-RADIUS=70;LANGUAGE=de:Alt', 'place', 'LOCATION;X-APPLE-RADIUS=70;LANGUAGE=de:Room 2'],
    [`DTSTART;X-P=1;${BERLIN}:20270308T100000`, 'time', `DTSTART;${BERLIN};X-P=1:20270308T113000`],
    [`DTEND;X-P=1;${BERLIN}:20270308T110000`, 'time', `DTEND;${BERLIN};X-P=1:20270308T123000`],
    [`EXDATE;X-P=1;${BERLIN}:20270405T100000`, 'time', `EXDATE;${BERLIN};X-P=1:20270405T113000`],
  ])('%s, when the %s changes', (line, edit, expected) => {
    expect(linesOf(stored(calendarWith(line, 'event'), edit))).toContain(expected);
  });

  test('but ALTREP goes, as another rendering of the old text', () => {
    const line = 'SUMMARY;ALTREP="cid:1";X-P=1:Alt';
    expect(linesOf(stored(calendarWith(line, 'event'), 'title'))).toContain('SUMMARY;X-P=1:Strategy');
  });
});

test('SCHEDULE-FORCE-SEND is never stored, RFC 6638 §7.2, and takes nothing of its line along', () => {
  const line =
    'ATTENDEE;X-A="b;c";SCHEDULE-FORCE-SEND=REQUEST;MEMBER="mailto:a@x","mailto:b@x","mailto:c@x":mailto:al@x.example';
  expect(linesOf(stored(calendarWith(line, 'event'), 'title'))).toContain(
    'ATTENDEE;X-A="b;c";MEMBER="mailto:a@x","mailto:b@x","mailto:c@x":mailto:al@x.example',
  );
});

test.each([
  ['of a kind nobody knows', 'X-COMPONENT'],
  ['of RFC 7953', 'VAVAILABILITY'],
])('a component %s is kept with all that is in it', (_kind, name) => {
  const own = [`BEGIN:${name}`, 'DTSTART;X-P="q":x', 'BEGIN:X-INNER', 'X-LINE:a', 'END:X-INNER', `END:${name}`];
  const inEvent = calendarOf('BEGIN:VEVENT', ...EVENT, ...own, 'END:VEVENT');
  for (const edit of Object.keys(EDITS) as Edit[]) {
    expect(linesOf(stored(inEvent, edit)).join('\n')).toContain(own.join('\n'));
  }
});
