/** The examples that RFC 4791 §7.8 prints, with the calendar data of its Appendix B; and what §9.7 says beyond them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, ics, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;

const WORK = '/dav/calendars/olivia/work/';

const PRODID = 'PRODID:-//Example Corp.//CalDAV Client//EN';
const US_EASTERN = [
  'BEGIN:VTIMEZONE',
  'LAST-MODIFIED:20040110T032845Z',
  'TZID:US/Eastern',
  'BEGIN:DAYLIGHT',
  'DTSTART:20000404T020000',
  'RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4',
  'TZNAME:EDT',
  'TZOFFSETFROM:-0500',
  'TZOFFSETTO:-0400',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:20001026T020000',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'TZNAME:EST',
  'TZOFFSETFROM:-0400',
  'TZOFFSETTO:-0500',
  'END:STANDARD',
  'END:VTIMEZONE',
];
const calendar = (...lines: readonly string[]): string =>
  ics('BEGIN:VCALENDAR', 'VERSION:2.0', PRODID, ...lines, 'END:VCALENDAR');

const ABCD1 = calendar(
  ...US_EASTERN,
  'BEGIN:VEVENT',
  'DTSTAMP:20060206T001102Z',
  'DTSTART;TZID=US/Eastern:20060102T100000',
  'DURATION:PT1H',
  'SUMMARY:Event #1',
  'Description:Go Steelers!',
  'UID:74855313FA803DA593CD579A@example.com',
  'END:VEVENT',
);
const MASTER2 = [
  'BEGIN:VEVENT',
  'DTSTAMP:20060206T001121Z',
  'DTSTART;TZID=US/Eastern:20060102T120000',
  'DURATION:PT1H',
  'RRULE:FREQ=DAILY;COUNT=5',
  'SUMMARY:Event #2',
  'UID:00959BC664CA650E933C892C@example.com',
  'END:VEVENT',
];
const BIS2 = [
  'BEGIN:VEVENT',
  'DTSTAMP:20060206T001121Z',
  'DTSTART;TZID=US/Eastern:20060104T140000',
  'DURATION:PT1H',
  'RECURRENCE-ID;TZID=US/Eastern:20060104T120000',
  'SUMMARY:Event #2 bis',
  'UID:00959BC664CA650E933C892C@example.com',
  'END:VEVENT',
];
/** Printed in the answer of §7.8.1 only, and needed for §7.8.2 to leave something out. */
const BIS_BIS2 = [
  'BEGIN:VEVENT',
  'DTSTAMP:20060206T001121Z',
  'DTSTART;TZID=US/Eastern:20060106T140000',
  'DURATION:PT1H',
  'RECURRENCE-ID;TZID=US/Eastern:20060106T120000',
  'SUMMARY:Event #2 bis bis',
  'UID:00959BC664CA650E933C892C@example.com',
  'END:VEVENT',
];
const ABCD2 = calendar(...US_EASTERN, ...MASTER2, ...BIS2, ...BIS_BIS2);
const EVENT3 = [
  'ATTENDEE;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:cyrus@example.com',
  'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:lisa@example.com',
  'DTSTAMP:20060206T001220Z',
  'DTSTART;TZID=US/Eastern:20060104T100000',
  'DURATION:PT1H',
  'LAST-MODIFIED:20060206T001330Z',
  'ORGANIZER:mailto:cyrus@example.com',
  'SEQUENCE:1',
  'STATUS:TENTATIVE',
  'SUMMARY:Event #3',
  'UID:DC6C50A017428C5216A2F1CD@example.com',
  'X-ABC-GUID:E1CX5Dr-0007ym-Hz@example.com',
];
const ABCD3 = calendar(...US_EASTERN, 'BEGIN:VEVENT', ...EVENT3, 'END:VEVENT');
const ALARM = ['BEGIN:VALARM', 'ACTION:AUDIO', 'TRIGGER;RELATED=START:-PT10M', 'END:VALARM'];
const ABCD4 = calendar(
  'BEGIN:VTODO',
  'DTSTAMP:20060205T235335Z',
  'DUE;VALUE=DATE:20060104',
  'STATUS:NEEDS-ACTION',
  'SUMMARY:Task #1',
  'UID:DDDEEB7915FA61233B861457@example.com',
  ...ALARM,
  'END:VTODO',
);
/** DUE as the answer of §7.8.5 has it: the DATE of Appendix B would not be in the range that is asked for. */
const ABCD5 = calendar(
  ...US_EASTERN,
  'BEGIN:VTODO',
  'DTSTAMP:20060205T235300Z',
  'DUE;TZID=US/Eastern:20060106T120000',
  'LAST-MODIFIED:20060205T235308Z',
  'SEQUENCE:1',
  'STATUS:NEEDS-ACTION',
  'SUMMARY:Task #2',
  'UID:E10BA47467C5C69BB74E8720@example.com',
  ...ALARM,
  'END:VTODO',
);
const ABCD6 = calendar(
  'BEGIN:VTODO',
  'COMPLETED:20051223T122322Z',
  'DTSTAMP:20060205T235400Z',
  'DUE;VALUE=DATE:20051225',
  'LAST-MODIFIED:20060205T235308Z',
  'SEQUENCE:1',
  'STATUS:COMPLETED',
  'SUMMARY:Task #3',
  'UID:E10BA47467C5C69BB74E8722@example.com',
  'END:VTODO',
);
const ABCD7 = calendar(
  'BEGIN:VTODO',
  'DTSTAMP:20060205T235600Z',
  'DUE;VALUE=DATE:20060101',
  'LAST-MODIFIED:20060205T235308Z',
  'SEQUENCE:1',
  'STATUS:CANCELLED',
  'SUMMARY:Task #4',
  'UID:E10BA47467C5C69BB74E8725@example.com',
  'END:VTODO',
);

beforeAll(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  for (const [index, text] of [ABCD1, ABCD2, ABCD3, ABCD4, ABCD5, ABCD6, ABCD7].entries()) {
    expect((await olivia.put(`${WORK}abcd${index + 1}.ics`, text)).status).toBe(201);
  }
  return () => server.close();
});

const ask = (filter: string, data = '<C:calendar-data/>'): Promise<Answer> =>
  olivia.report(
    WORK,
    `<C:calendar-query ${NAMESPACES}><D:prop><D:getetag/>${data}</D:prop><C:filter><C:comp-filter name="VCALENDAR">${filter}</C:comp-filter></C:filter></C:calendar-query>`,
  );

/** The calendar data of the answer, by name. */
async function found(filter: string, data?: string): Promise<Readonly<Record<string, string>>> {
  const answer = await ask(filter, data);
  expect(answer.status).toBe(207);
  const responses = answer.body.split('<D:response>').slice(1);
  return Object.fromEntries(
    responses.map((response) => [
      /\/work\/([^<]+)\.ics</.exec(response)?.[1] ?? '',
      (/<C:calendar-data>([^<]*)</.exec(response)?.[1] ?? '').replaceAll('&#13;', '\r').replaceAll('&quot;', '"'),
    ]),
  );
}

const RANGE_7_8_1 =
  '<C:comp-filter name="VEVENT"><C:time-range start="20060104T000000Z" end="20060105T000000Z"/></C:comp-filter>';
const RANGE_7_8_2 =
  '<C:comp-filter name="VEVENT"><C:time-range start="20060103T000000Z" end="20060105T000000Z"/></C:comp-filter>';

describe('RFC 4791 prints', () => {
  test('§7.8.1: parts of events by time range; all of a VTIMEZONE of which nothing is named', async () => {
    const names = [
      'SUMMARY',
      'UID',
      'DTSTART',
      'DTEND',
      'DURATION',
      'RRULE',
      'RDATE',
      'EXRULE',
      'EXDATE',
      'RECURRENCE-ID',
    ];
    const data = `<C:calendar-data><C:comp name="VCALENDAR"><C:prop name="VERSION"/><C:comp name="VEVENT">${names.map((name) => `<C:prop name="${name}"/>`).join('')}</C:comp><C:comp name="VTIMEZONE"/></C:comp></C:calendar-data>`;
    const withoutStamp = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('DTSTAMP'));
    expect(await found(RANGE_7_8_1, data)).toEqual({
      abcd2: ics(
        ...['BEGIN:VCALENDAR', 'VERSION:2.0', ...US_EASTERN],
        ...[...withoutStamp(MASTER2), ...withoutStamp(BIS2), ...withoutStamp(BIS_BIS2), 'END:VCALENDAR'],
      ),
      abcd3: ics(
        ...['BEGIN:VCALENDAR', 'VERSION:2.0', ...US_EASTERN, 'BEGIN:VEVENT'],
        'DTSTART;TZID=US/Eastern:20060104T100000',
        'DURATION:PT1H',
        'SUMMARY:Event #3',
        'UID:DC6C50A017428C5216A2F1CD@example.com',
        ...['END:VEVENT', 'END:VCALENDAR'],
      ),
    });
  });

  test('§7.8.2: the first override of the range, not the second', async () => {
    const data =
      '<C:calendar-data><C:limit-recurrence-set start="20060103T000000Z" end="20060105T000000Z"/></C:calendar-data>';
    expect(await found(RANGE_7_8_2, data)).toEqual({
      abcd2: calendar(...US_EASTERN, ...MASTER2, ...BIS2),
      abcd3: ABCD3,
    });
  });

  test('§7.8.3: instances of the range, in UTC', async () => {
    const data = '<C:calendar-data><C:expand start="20060103T000000Z" end="20060105T000000Z"/></C:calendar-data>';
    const sorted = (text: string): readonly string[] => text.split('\r\n').sort();
    const answer = await found(RANGE_7_8_2, data);
    expect(Object.keys(answer)).toEqual(['abcd2', 'abcd3']);
    // The times are printed without Z, against §9.6.5, which asks for UTC.
    expect(sorted(answer['abcd2'] ?? '')).toEqual(
      sorted(
        calendar(
          ...['BEGIN:VEVENT', 'DTSTAMP:20060206T001121Z', 'DTSTART:20060103T170000Z', 'DURATION:PT1H'],
          ...['RECURRENCE-ID:20060103T170000Z', 'SUMMARY:Event #2', 'UID:00959BC664CA650E933C892C@example.com'],
          'END:VEVENT',
          ...['BEGIN:VEVENT', 'DTSTAMP:20060206T001121Z', 'DTSTART:20060104T190000Z', 'DURATION:PT1H'],
          ...['RECURRENCE-ID:20060104T170000Z', 'SUMMARY:Event #2 bis', 'UID:00959BC664CA650E933C892C@example.com'],
          'END:VEVENT',
        ),
      ),
    );
    const inUtc = EVENT3.map((line) => (line.startsWith('DTSTART') ? 'DTSTART:20060104T150000Z' : line));
    expect(answer['abcd3']).toBe(calendar('BEGIN:VEVENT', ...inUtc, 'END:VEVENT'));
  });

  test('§7.8.5: tasks by the time of an alarm', async () => {
    const filter =
      '<C:comp-filter name="VTODO"><C:comp-filter name="VALARM"><C:time-range start="20060106T100000Z" end="20060107T100000Z"/></C:comp-filter></C:comp-filter>';
    expect(await found(filter)).toEqual({ abcd5: ABCD5 });
  });

  test('§7.8.6: an event by UID', async () => {
    const filter =
      '<C:comp-filter name="VEVENT"><C:prop-filter name="UID"><C:text-match collation="i;octet">DC6C50A017428C5216A2F1CD@example.com</C:text-match></C:prop-filter></C:comp-filter>';
    expect(await found(filter)).toEqual({ abcd3: ABCD3 });
  });

  test('§7.8.7: events by PARTSTAT', async () => {
    const by = (partstat: string): string =>
      `<C:comp-filter name="VEVENT"><C:prop-filter name="ATTENDEE"><C:text-match collation="i;ascii-casemap">mailto:lisa@example.com</C:text-match><C:param-filter name="PARTSTAT"><C:text-match collation="i;ascii-casemap">${partstat}</C:text-match></C:param-filter></C:prop-filter></C:comp-filter>`;
    expect(await found(by('NEEDS-ACTION'))).toEqual({ abcd3: ABCD3 });
    // Cyrus accepted, Lisa did not: both conditions are of one ATTENDEE.
    expect(await found(by('ACCEPTED'))).toEqual({});
  });

  test('§7.8.8: events only', async () => {
    expect(await found('<C:comp-filter name="VEVENT"/>')).toEqual({ abcd1: ABCD1, abcd2: ABCD2, abcd3: ABCD3 });
  });

  test('§7.8.9: pending tasks', async () => {
    const filter =
      '<C:comp-filter name="VTODO"><C:prop-filter name="COMPLETED"><C:is-not-defined/></C:prop-filter><C:prop-filter name="STATUS"><C:text-match negate-condition="yes">CANCELLED</C:text-match></C:prop-filter></C:comp-filter>';
    expect(await found(filter)).toEqual({ abcd4: ABCD4, abcd5: ABCD5 });
  });

  test('§7.8.10: a property that a server may refuse, and this one knows', async () => {
    const filter =
      '<C:comp-filter name="VEVENT"><C:prop-filter name="X-ABC-GUID"><C:text-match>HZ@example</C:text-match></C:prop-filter></C:comp-filter>';
    expect(Object.keys(await found(filter))).toEqual(['abcd3']);
  });

  test('§7.9.1: objects by name, one of which there is not', async () => {
    const answer = await olivia.report(
      WORK,
      `<C:calendar-multiget ${NAMESPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop><D:href>${WORK}abcd1.ics</D:href><D:href>${WORK}mtg1.ics</D:href></C:calendar-multiget>`,
    );
    expect(answer.body.match(/<D:response>/g)).toHaveLength(2);
    expect(answer.body).toContain('Description:Go Steelers!');
    expect(answer.body).toContain(
      `<D:response><D:href>${WORK}mtg1.ics</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>`,
    );
  });

  test('§7.10.1: busy time, tentative and not', async () => {
    const body = `<C:free-busy-query ${NAMESPACES}><C:time-range start="20060104T140000Z" end="20060104T220000Z"/></C:free-busy-query>`;
    const lines = (await olivia.report(WORK, body)).body
      .split('\r\n')
      .filter((line) => /^(FREEBUSY|DTSTART|DTEND)/.test(line));
    expect(lines.sort()).toEqual([
      'DTEND:20060104T220000Z',
      'DTSTART:20060104T140000Z',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20060104T150000Z/20060104T160000Z',
      // Printed without FBTYPE, whose default is BUSY (RFC 5545 §3.2.9).
      'FREEBUSY;FBTYPE=BUSY:20060104T190000Z/20060104T200000Z',
    ]);
  });
});

describe('a filter', () => {
  test('wants time and text of the same component (RFC 4791 §9.7.1)', async () => {
    const both = (start: string, end: string, summary: string): string =>
      `<C:comp-filter name="VEVENT"><C:time-range start="${start}" end="${end}"/><C:prop-filter name="SUMMARY"><C:text-match>${summary}</C:text-match></C:prop-filter></C:comp-filter>`;
    const names = async (filter: string): Promise<readonly string[]> => Object.keys(await found(filter));
    expect(await names(both('20060104T190000Z', '20060104T193000Z', 'bis'))).toEqual(['abcd2']);
    // On the 3rd there is an instance, on the 4th one that is called so: no instance is both.
    expect(await names(both('20060103T170000Z', '20060103T173000Z', 'bis'))).toEqual([]);
    expect(await names(both('20060103T170000Z', '20060103T173000Z', 'event'))).toEqual(['abcd2']);
  });

  test('takes the collation "default" as i;ascii-casemap (RFC 4791 §7.5)', async () => {
    const filter =
      '<C:comp-filter name="VEVENT"><C:prop-filter name="DESCRIPTION"><C:text-match collation="default">go STEELERS</C:text-match></C:prop-filter></C:comp-filter>';
    expect(Object.keys(await found(filter))).toEqual(['abcd1']);
  });

  test('with a time-range on a property without time is refused, and says so', async () => {
    const filter =
      '<C:comp-filter name="VEVENT"><C:prop-filter name="SUMMARY"><C:time-range start="20060103T170000Z"/></C:prop-filter></C:comp-filter>';
    const answer = await ask(filter);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(
      '<C:supported-filter><C:prop-filter name="SUMMARY"><C:time-range/></C:prop-filter></C:supported-filter>',
    );
  });

  test('with a time-range on LAST-MODIFIED looks at that', async () => {
    const filter =
      '<C:comp-filter name="VEVENT"><C:prop-filter name="LAST-MODIFIED"><C:time-range start="20060206T001330Z" end="20060206T001331Z"/></C:prop-filter></C:comp-filter>';
    expect(Object.keys(await found(filter))).toEqual(['abcd3']);
  });

  test('with a time-range on a DTEND that is not there takes DTSTART and DURATION (RFC 4791 §9.9)', async () => {
    const ending = (start: string, end: string): string =>
      `<C:comp-filter name="VEVENT"><C:prop-filter name="DTEND"><C:time-range start="${start}" end="${end}"/></C:prop-filter></C:comp-filter>`;
    expect(Object.keys(await found(ending('20060104T160000Z', '20060104T160001Z')))).toEqual(['abcd3']);
    expect(await found(ending('20060104T155900Z', '20060104T160000Z'))).toEqual({});
    const due =
      '<C:comp-filter name="VEVENT"><C:prop-filter name="DUE"><C:time-range start="20060101T000000Z" end="20070101T000000Z"/></C:prop-filter></C:comp-filter>';
    expect(await found(due)).toEqual({});
  });
});

describe('a series with an instance each second', () => {
  const series = (uid: string, rule: string) => {
    const lines = [`UID:${uid}`, 'DTSTAMP:20270201T080000Z', 'DTSTART:20280301T100000Z', `RRULE:FREQ=SECONDLY${rule}`];
    return calendar('BEGIN:VEVENT', ...lines, 'END:VEVENT');
  };

  test('is refused when its first year has too many (RFC 4791 §5.3.2.1)', async () => {
    const answer = await olivia.put(`${WORK}second.ics`, series('s@test', ''));
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('<C:max-instances/>')]);
  });

  test('in some later year is found; its data alone cannot be expanded, and it makes its owner busy', async () => {
    const paths = [`${WORK}second.ics`, `${WORK}plain.ics`];
    const text = series('s@test', ';BYMONTH=2;BYMONTHDAY=29');
    const plain = calendar(
      'BEGIN:VEVENT',
      'UID:p@test',
      'DTSTAMP:20270201T080000Z',
      'DTSTART:20320210T100000Z',
      'END:VEVENT',
    );
    expect((await olivia.put(paths[0] ?? '', text)).status).toBe(201);
    await olivia.put(paths[1] ?? '', plain);
    const range = 'start="20320201T000000Z" end="20320301T000000Z"';
    const month = `<C:comp-filter name="VEVENT"><C:time-range ${range}/></C:comp-filter>`;
    expect(await found(month)).toEqual({ second: text, plain });
    const answer = await ask(month, `<C:calendar-data><C:expand ${range}/></C:calendar-data>`);
    const busy = await olivia.report(
      WORK,
      `<C:free-busy-query ${NAMESPACES}><C:time-range ${range}/></C:free-busy-query>`,
    );
    for (const path of paths) await olivia.delete(path);
    expect(answer.status).toBe(207);
    expect(answer.body).toContain(
      '<D:propstat><D:prop><C:calendar-data/></D:prop><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:propstat>',
    );
    expect(answer.body).toContain('UID:p@test');
    expect(busy.body).toContain('FREEBUSY;FBTYPE=BUSY:20320201T000000Z/20320301T000000Z');
  });
});

test('a LAST-MODIFIED that is no time is in no range, and spoils nothing', async () => {
  const path = `${WORK}odd.ics`;
  const lines = ['UID:odd@test', 'DTSTAMP:20270201T080000Z', 'DTSTART:20270308T100000Z', 'LAST-MODIFIED:soon'];
  expect((await olivia.put(path, calendar('BEGIN:VEVENT', ...lines, 'END:VEVENT'))).status).toBe(201);
  const answer = await found(
    '<C:comp-filter name="VEVENT"><C:prop-filter name="LAST-MODIFIED"><C:time-range start="20000101T000000Z"/></C:prop-filter></C:comp-filter>',
  );
  await olivia.delete(path);
  expect(Object.keys(answer)).toEqual(['abcd3']);
});

test.each(['content-type="application/calendar+json"', 'content-type="text/calendar" version="1.0"'])(
  'calendar-data with %s: supported-calendar-data (RFC 4791 §7.8)',
  async (attributes) => {
    const answer = await ask('', `<C:calendar-data ${attributes}/>`);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:supported-calendar-data/>');
    expect((await ask('', '<C:calendar-data content-type="text/calendar" version="2.0"/>')).status).toBe(207);
  },
);

describe('the time of an alarm (RFC 4791 §9.9)', () => {
  const alarmed = '/dav/calendars/olivia/alarmed/';
  beforeAll(async () => {
    await olivia.send('MKCALENDAR', alarmed);
  });
  afterAll(() => olivia.delete(alarmed));

  const event = (alarm: readonly string[], ...lines: readonly string[]): string =>
    calendar(
      ...['BEGIN:VEVENT', 'UID:alarm@test', 'DTSTAMP:20270201T080000Z', 'DTSTART:20270308T100000Z'],
      ...['DTEND:20270308T110000Z', ...lines, 'BEGIN:VALARM', 'ACTION:AUDIO', ...alarm, 'END:VALARM', 'END:VEVENT'],
    );
  const goesOff = async (text: string, start: string, end: string): Promise<boolean> => {
    await olivia.put(`${alarmed}a.ics`, text);
    const range = `<C:time-range${start && ` start="${start}"`}${end && ` end="${end}"`}/>`;
    const body = `<C:calendar-query ${NAMESPACES}><D:prop/><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:comp-filter name="VALARM">${range}</C:comp-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`;
    const answer = await olivia.report(alarmed, body);
    expect(answer.status).toBe(207);
    return answer.body.includes('a.ics');
  };

  const QUARTER = ['TRIGGER:-PT15M'];
  test.each([
    ['before the start, at the range’s start', event(QUARTER), '20270308T094500Z', '20270308T094501Z', true],
    ['not at the range’s end', event(QUARTER), '20270308T094400Z', '20270308T094500Z', false],
    ['not while the event itself is', event(QUARTER), '20270308T100000Z', '20270308T110000Z', false],
    ['after the end', event(['TRIGGER;RELATED=END:PT5M']), '20270308T110500Z', '20270308T110501Z', true],
    ['two days before', event(['TRIGGER:-P2D']), '20270306T100000Z', '20270306T100001Z', true],
    [
      'at an instant',
      event(['TRIGGER;VALUE=DATE-TIME:20270101T000000Z']),
      '20270101T000000Z',
      '20270101T000001Z',
      true,
    ],
    ['at no other', event(['TRIGGER;VALUE=DATE-TIME:20270101T000000Z']), '20270308T000000Z', '20270309T000000Z', false],
    ['repeated', event([...QUARTER, 'REPEAT:2', 'DURATION:PT5M']), '20270308T095500Z', '20270308T095501Z', true],
    [
      'between repetitions',
      event([...QUARTER, 'REPEAT:2', 'DURATION:PT5M']),
      '20270308T095100Z',
      '20270308T095400Z',
      false,
    ],
    [
      'after the last repetition',
      event([...QUARTER, 'REPEAT:2', 'DURATION:PT5M']),
      '20270308T100000Z',
      '20270308T101000Z',
      false,
    ],
    [
      'repeated for ever',
      event([...QUARTER, 'REPEAT:999999999', 'DURATION:PT1S']),
      '20270308T095500Z',
      '20270308T095501Z',
      true,
    ],
    ['of a later instance', event(QUARTER, 'RRULE:FREQ=DAILY'), '20370308T094500Z', '20370308T094600Z', true],
    [
      'not of an excluded one',
      event(QUARTER, 'RRULE:FREQ=DAILY', 'EXDATE:20270310T100000Z'),
      '20270310T094500Z',
      '20270310T094600Z',
      false,
    ],
    ['of an endless series, some time', event(QUARTER, 'RRULE:FREQ=DAILY'), '20370308T094500Z', '', true],
    ['of anything before', event(QUARTER), '', '20270308T094501Z', true],
    ['never, when its trigger cannot be read', event(['TRIGGER:soon']), '20270308T000000Z', '20270309T000000Z', false],
    ['never, without a trigger', event(['SUMMARY:x']), '20270308T000000Z', '20270309T000000Z', false],
    ['before all time', event(['TRIGGER:-P9999999D']), '20270308T000000Z', '20270309T000000Z', false],
    ['after all time', event(['TRIGGER:P9999999D']), '20270308T000000Z', '20270309T000000Z', false],
    [
      'once, when its repetition cannot be read',
      event([...QUARTER, 'REPEAT:many', 'DURATION:PT5M']),
      '20270308T095000Z',
      '20270308T095001Z',
      false,
    ],
  ])('%s', async (_what, text, start, end, expected) => {
    expect(await goesOff(text, start, end)).toBe(expected);
  });
});
