import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, ics, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;

const WORK = '/dav/calendars/olivia/work/';

const WEEKLY = ics(
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//EN',
  'BEGIN:VEVENT',
  'UID:weekly@test',
  'DTSTAMP:20270201T080000Z',
  'DTSTART;TZID=Europe/Berlin:20270308T100000',
  'DURATION:PT1H',
  'RRULE:FREQ=WEEKLY;COUNT=6',
  'EXDATE;TZID=Europe/Berlin:20270322T100000',
  'SUMMARY:Weekly',
  'CATEGORIES:WORK',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:weekly@test',
  'DTSTAMP:20270201T080000Z',
  'RECURRENCE-ID;TZID=Europe/Berlin:20270315T100000',
  'DTSTART;TZID=Europe/Berlin:20270317T100000',
  'DURATION:PT1H',
  'SUMMARY:Weekly, moved',
  'END:VEVENT',
  'END:VCALENDAR',
);

beforeAll(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  await olivia.put(
    `${WORK}single.ics`,
    event({
      uid: 'single@test',
      lines: ['LOCATION:Berlin', 'STATUS:CONFIRMED', 'ATTENDEE;PARTSTAT=DECLINED:mailto:x@y.example'],
    }),
  );
  await olivia.put(
    `${WORK}instant.ics`,
    event({ uid: 'instant@test', start: '20270309T100000Z', end: '20270309T100000Z' }),
  );
  await olivia.put(`${WORK}weekly.ics`, WEEKLY);
  const endless = event({
    uid: 'endless@test',
    start: '20270101T060000Z',
    end: '20270101T063000Z',
    lines: ['RRULE:FREQ=MONTHLY'],
  });
  await olivia.put(`${WORK}endless.ics`, endless);
  const day = ics(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:x',
    'BEGIN:VEVENT',
    'UID:day@test',
    'DTSTAMP:20270201T080000Z',
    'DTSTART;VALUE=DATE:20270320',
    'SUMMARY:All day',
    'END:VEVENT',
    'END:VCALENDAR',
  );
  await olivia.put(`${WORK}day.ics`, day);
  const floating = event({ uid: 'floating@test', start: '20270325T230000', end: '20270325T233000' });
  await olivia.put(`${WORK}floating.ics`, floating);
  const todo = ics(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:x',
    'BEGIN:VTODO',
    'UID:todo@test',
    'DTSTAMP:20270201T080000Z',
    'DUE:20270310T120000Z',
    'SUMMARY:Do it',
    'END:VTODO',
    'END:VCALENDAR',
  );
  await olivia.put(`${WORK}todo.ics`, todo);
});

afterAll(() => server.close());

const query = (filter: string, rest = ''): Promise<Answer> =>
  olivia.report(
    WORK,
    `<C:calendar-query ${NAMESPACES}><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR">${filter}</C:comp-filter></C:filter>${rest}</C:calendar-query>`,
  );

async function found(filter: string, rest = ''): Promise<readonly string[]> {
  const answer = await query(filter, rest);
  expect(answer.status).toBe(207);
  return [...answer.body.matchAll(/\/work\/([a-z]+)\.ics</g)].map(([, name]) => name ?? '').sort();
}

const range = (start: string, end: string, name = 'VEVENT'): string =>
  `<C:comp-filter name="${name}"><C:time-range${start && ` start="${start}"`}${end && ` end="${end}"`}/></C:comp-filter>`;

describe('calendar-query by time (RFC 4791 §9.9)', () => {
  test.each([
    ['an event that touches', '20270308T105959Z', '20270308T120000Z', ['single']],
    ['its end is not in it', '20270308T110000Z', '20270308T120000Z', []],
    ['its start is not before the end', '20270308T070000Z', '20270308T090000Z', []],
    ['an event without duration at the start', '20270309T100000Z', '20270309T110000Z', ['instant']],
    ['but not at the end', '20270309T090000Z', '20270309T100000Z', []],
    ['an instance of a recurring event', '20270308T090000Z', '20270308T091000Z', ['weekly']],
    ['none where it was excluded', '20270322T080000Z', '20270322T110000Z', []],
    ['none where it was moved from', '20270315T080000Z', '20270315T110000Z', []],
    ['one where it was moved to', '20270317T090000Z', '20270317T093000Z', ['weekly']],
    ['after the change to summer time', '20270329T080000Z', '20270329T083000Z', ['weekly']],
    ['none after COUNT', '20270419T080000Z', '20270419T110000Z', []],
    ['an endless one, decades later', '20570601T060000Z', '20570601T061000Z', ['endless']],
    ['a whole day', '20270320T230000Z', '20270320T235900Z', ['day']],
  ])('%s', async (_what, start, end, names) => {
    expect(await found(range(start, end))).toEqual(names);
  });

  test('is open at either end', async () => {
    expect(await found(range('20300101T000000Z', ''))).toEqual(['endless']);
    expect(await found(range('', '20270301T000000Z'))).toEqual(['endless']);
  });

  test('reads floating times and days in the zone of the request', async () => {
    const zone = `<C:timezone>${ics('BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', 'BEGIN:VTIMEZONE', 'TZID:America/New_York', 'BEGIN:STANDARD', 'DTSTART:20071104T020000', 'TZOFFSETFROM:-0400', 'TZOFFSETTO:-0500', 'END:STANDARD', 'END:VTIMEZONE', 'END:VCALENDAR')}</C:timezone>`;
    // 23:00 in New York (daylight time) is 03:00 UTC of the next day.
    expect(await found(range('20270325T225900Z', '20270325T233000Z'))).toEqual(['floating']);
    expect(await found(range('20270325T225900Z', '20270325T233000Z'), zone)).toEqual([]);
    expect(await found(range('20270326T030000Z', '20270326T031000Z'), zone)).toEqual(['floating']);
    expect(await found(range('20270321T030000Z', '20270321T035900Z'), zone)).toEqual(['day']);
  });

  test('of tasks looks at DUE', async () => {
    expect(await found(range('20270310T110000Z', '20270310T130000Z', 'VTODO'))).toEqual(['todo']);
    expect(await found(range('20270311T110000Z', '20270311T130000Z', 'VTODO'))).toEqual([]);
  });

  test.each([
    '<C:comp-filter name="VEVENT"><C:time-range/></C:comp-filter>',
    range('20270308', '20270309'),
    range('20270308T100000', '20270308T110000'),
    range('20270309T000000Z', '20270308T000000Z'),
    range('20271308T000000Z', ''),
    '<C:comp-filter/>',
  ])('is refused as valid-filter when it makes no sense: %s', async (filter) => {
    const answer = await query(filter);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:valid-filter/>');
  });

  test('a time-range on a component without time is refused as supported-filter', async () => {
    const answer = await query(range('20270308T000000Z', '', 'VTIMEZONE'));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(
      '<C:supported-filter><C:comp-filter name="VTIMEZONE"><C:time-range/></C:comp-filter></C:supported-filter>',
    );
  });
});

describe('calendar-query by content (RFC 4791 §9.7)', () => {
  const inEvent = (filter: string): string => `<C:comp-filter name="VEVENT">${filter}</C:comp-filter>`;

  test.each([
    ['everything', '', ['day', 'endless', 'floating', 'instant', 'single', 'todo', 'weekly']],
    ['by kind', '<C:comp-filter name="VTODO"/>', ['todo']],
    ['by kind, in any case', '<C:comp-filter name="vtodo"/>', ['todo']],
    ['not of a kind', '<C:comp-filter name="VEVENT"><C:is-not-defined/></C:comp-filter>', ['todo']],
    ['with a property', inEvent('<C:prop-filter name="LOCATION"/>'), ['single']],
    ['without a property', inEvent('<C:prop-filter name="SUMMARY"><C:is-not-defined/></C:prop-filter>'), []],
    [
      'text, in any case',
      inEvent('<C:prop-filter name="LOCATION"><C:text-match>bERl</C:text-match></C:prop-filter>'),
      ['single'],
    ],
    [
      'text, octet by octet',
      inEvent('<C:prop-filter name="LOCATION"><C:text-match collation="i;octet">bERl</C:text-match></C:prop-filter>'),
      [],
    ],
    [
      'not that text',
      inEvent(
        '<C:prop-filter name="SUMMARY"><C:text-match negate-condition="yes">Planning</C:text-match></C:prop-filter>',
      ),
      ['day', 'weekly'],
    ],
    [
      'a UID',
      inEvent('<C:prop-filter name="UID"><C:text-match collation="i;octet">weekly@test</C:text-match></C:prop-filter>'),
      ['weekly'],
    ],
    [
      'a parameter',
      inEvent(
        '<C:prop-filter name="ATTENDEE"><C:param-filter name="PARTSTAT"><C:text-match>declined</C:text-match></C:param-filter></C:prop-filter>',
      ),
      ['single'],
    ],
    [
      'no such parameter',
      inEvent(
        '<C:prop-filter name="ATTENDEE"><C:param-filter name="PARTSTAT"><C:is-not-defined/></C:param-filter></C:prop-filter>',
      ),
      [],
    ],
    [
      'a time and a text',
      inEvent(
        '<C:time-range start="20270308T000000Z" end="20270309T000000Z"/><C:prop-filter name="SUMMARY"><C:text-match>week</C:text-match></C:prop-filter>',
      ),
      ['weekly'],
    ],
    [
      'the time of a property',
      inEvent(
        '<C:prop-filter name="DTSTART"><C:time-range start="20270308T095900Z" end="20270308T100100Z"/></C:prop-filter>',
      ),
      ['single'],
    ],
  ])('%s', async (_what, filter, names) => {
    expect(await found(filter)).toEqual(names);
  });

  test('another collation is refused by name', async () => {
    const answer = await query(
      inEvent('<C:prop-filter name="SUMMARY"><C:text-match collation="i;klingon">x</C:text-match></C:prop-filter>'),
    );
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:supported-collation/>');
  });

  test('without a filter is refused', async () => {
    const answer = await olivia.report(WORK, `<C:calendar-query ${NAMESPACES}><D:prop/></C:calendar-query>`);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:valid-filter/>');
  });
});

describe('calendar-data (RFC 4791 §9.6)', () => {
  const dataOf = async (element: string, name = 'weekly'): Promise<string> => {
    const body = `<C:calendar-multiget ${NAMESPACES}><D:prop><D:getetag/>${element}</D:prop><D:href>${WORK}${name}.ics</D:href></C:calendar-multiget>`;
    const answer = await olivia.report(WORK, body);
    expect(answer.status).toBe(207);
    return (/<C:calendar-data>([\s\S]*)<\/C:calendar-data>/.exec(answer.body)?.[1] ?? '').replaceAll('&#13;', '\r');
  };

  test('expand gives each instance in UTC, without rules and zones', async () => {
    const text = await dataOf(
      '<C:calendar-data><C:expand start="20270308T000000Z" end="20270330T000000Z"/></C:calendar-data>',
    );
    const lines = text.split('\r\n');
    expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual([
      'DTSTART:20270308T090000Z',
      'DTSTART:20270317T090000Z',
      'DTSTART:20270329T080000Z',
    ]);
    expect(lines.filter((line) => line.startsWith('RECURRENCE-ID'))).toEqual([
      'RECURRENCE-ID:20270308T090000Z',
      'RECURRENCE-ID:20270315T090000Z',
      'RECURRENCE-ID:20270329T080000Z',
    ]);
    expect(text).not.toMatch(/RRULE|EXDATE|TZID/);
  });

  test('expand gives later instances of RANGE=THISANDFUTURE themselves, without the RANGE', async () => {
    const component = (...lines: readonly string[]): readonly string[] => [
      ...['BEGIN:VEVENT', 'UID:range@test', 'DTSTAMP:20270101T000000Z', 'DURATION:PT1H', ...lines, 'END:VEVENT'],
    ];
    const series = ics(
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN'],
      ...component('DTSTART:20270601T100000Z', 'RRULE:FREQ=DAILY;COUNT=3'),
      ...component('RECURRENCE-ID;RANGE=THISANDFUTURE:20270602T100000Z', 'DTSTART:20270602T120000Z'),
      'END:VCALENDAR',
    );
    expect((await olivia.put(`${WORK}range.ics`, series)).status).toBe(201);
    const text = await dataOf(
      '<C:calendar-data><C:expand start="20270601T000000Z" end="20270630T000000Z"/></C:calendar-data>',
      'range',
    );
    await olivia.delete(`${WORK}range.ics`);
    expect(
      text
        .split('\r\n')
        .filter((line) => /^DTSTART|^RECURRENCE-ID/.test(line))
        .sort(),
    ).toEqual([
      'DTSTART:20270601T100000Z',
      'DTSTART:20270602T120000Z',
      'DTSTART:20270603T120000Z',
      'RECURRENCE-ID:20270601T100000Z',
      'RECURRENCE-ID:20270602T100000Z',
      'RECURRENCE-ID:20270603T100000Z',
    ]);
  });

  test('expand of an event that does not recur leaves it alone', async () => {
    const text = await dataOf(
      '<C:calendar-data><C:expand start="20270308T000000Z" end="20270330T000000Z"/></C:calendar-data>',
      'single',
    );
    expect(text).toContain('DTSTART:20270308T100000Z');
    expect(text).not.toContain('RECURRENCE-ID');
  });

  test('limit-recurrence-set keeps overrides that are, or were to be, in the range', async () => {
    const limited = (start: string, end: string): Promise<string> =>
      dataOf(`<C:calendar-data><C:limit-recurrence-set start="${start}" end="${end}"/></C:calendar-data>`);
    expect(await limited('20270315T000000Z', '20270316T000000Z')).toContain('SUMMARY:Weekly, moved');
    expect(await limited('20270317T000000Z', '20270318T000000Z')).toContain('SUMMARY:Weekly, moved');
    const without = await limited('20270405T000000Z', '20270406T000000Z');
    expect(without).toContain('RRULE:');
    expect(without).not.toContain('moved');
  });

  test('comp and prop give only what was named', async () => {
    const comp =
      '<C:calendar-data><C:comp name="VCALENDAR"><C:prop name="VERSION"/><C:comp name="VEVENT"><C:prop name="UID"/><C:prop name="SUMMARY" novalue="yes"/></C:comp></C:comp></C:calendar-data>';
    expect(await dataOf(comp, 'single')).toBe(
      ics(
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'BEGIN:VEVENT',
        'UID:single@test',
        'SUMMARY:',
        'END:VEVENT',
        'END:VCALENDAR',
      ),
    );
  });
});

describe('calendar-multiget (RFC 4791 §7.9)', () => {
  test('answers for each href, with 404 for what is not there', async () => {
    const hrefs = ['single.ics', 'none.ics', '../work/single.ics', 'weekly.ics'].map(
      (name) => `<D:href>${WORK}${name}</D:href>`,
    );
    const absolute = `<D:href>${server.origin}${WORK}day.ics</D:href>`;
    const body = `<C:calendar-multiget ${NAMESPACES}><D:prop><D:getetag/></D:prop>${hrefs.join('')}${absolute}</C:calendar-multiget>`;
    const answer = await olivia.report(WORK, body);
    expect(answer.body.match(/<D:response>/g)).toHaveLength(5);
    expect(answer.body.match(/<D:getetag>/g)).toHaveLength(3);
    expect(answer.body).toContain(
      `<D:response><D:href>${WORK}none.ics</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>`,
    );
  });
});

describe('sync-collection (RFC 6578 §3)', () => {
  const sync = (token: string, client = olivia, path = WORK): Promise<Answer> =>
    client.report(
      path,
      `<D:sync-collection ${NAMESPACES}><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`,
      '0',
    );
  const tokenOf = (answer: Answer): string => /<D:sync-token>([^<]+)<\/D:sync-token>/.exec(answer.body)?.[1] ?? '';
  const hrefs = (answer: Answer): readonly (string | undefined)[] =>
    [...answer.body.matchAll(/<D:response><D:href>([^<]+)<\/D:href>/g)].map(([, href]) => href);

  test('begins with everything, then tells what is new, changed and gone, each once', async () => {
    const calendar = '/dav/calendars/olivia/synced/';
    await olivia.send('MKCALENDAR', calendar);
    const empty = await sync('', olivia, calendar);
    expect(hrefs(empty)).toEqual([]);
    for (const name of ['a', 'b', 'c']) await olivia.put(`${calendar}${name}.ics`, event({ uid: `sync-${name}@test` }));
    const first = await sync(tokenOf(empty), olivia, calendar);
    expect(hrefs(first)).toEqual(['a', 'b', 'c'].map((name) => `${calendar}${name}.ics`));
    expect(hrefs(await sync(tokenOf(first), olivia, calendar))).toEqual([]);

    await olivia.put(`${calendar}a.ics`, event({ uid: 'sync-a@test', lines: ['LOCATION:New'] }));
    await olivia.delete(`${calendar}b.ics`);
    await olivia.delete(`${calendar}c.ics`);
    await olivia.put(`${calendar}c.ics`, event({ uid: 'sync-c2@test' }));
    const second = await sync(tokenOf(first), olivia, calendar);
    expect(hrefs(second)).toEqual([`${calendar}a.ics`, `${calendar}c.ics`, `${calendar}b.ics`]);
    expect(second.body).toContain(`<D:href>${calendar}b.ics</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
    const property = await olivia.propfind(calendar, '<D:sync-token/>');
    expect(tokenOf(property)).toBe(tokenOf(second));
    expect(hrefs(await sync('', olivia, calendar))).toEqual([`${calendar}a.ics`, `${calendar}c.ics`]);
  });

  test.each(['nonsense', 'urn:convoke:sync:1:999999', 'urn:convoke:sync:999:1'])(
    'refuses the token %s',
    async (token) => {
      const answer = await sync(token);
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('<D:valid-sync-token/>');
    },
  );

  test('works on the inbox', async () => {
    const bob = clientOf(server.origin, 'bob');
    const inbox = '/dav/calendars/bob/inbox/';
    const before = tokenOf(await sync('', bob, inbox));
    const lines = ['ORGANIZER:mailto:olivia@convoke.example', 'ATTENDEE:mailto:bob@convoke.example'];
    await olivia.put(`${WORK}invite.ics`, event({ uid: 'invite@test', lines }));
    expect(hrefs(await sync(before, bob, inbox))).toHaveLength(1);
    await olivia.delete(`${WORK}invite.ics`);
  });
});

describe('other reports', () => {
  test('are refused by name', async () => {
    for (const path of [WORK, '/dav/', '/dav/calendars/olivia/outbox/', `${WORK}single.ics`]) {
      const answer = await olivia.report(path, '<D:version-tree xmlns:D="DAV:"/>');
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('<D:supported-report/>');
    }
  });

  test('a calendar-query on one object looks at that', async () => {
    const body = `<C:calendar-query ${NAMESPACES}><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"/></C:comp-filter></C:filter></C:calendar-query>`;
    expect((await olivia.report(`${WORK}todo.ics`, body, '0')).body).toContain('todo.ics');
    expect((await olivia.report(`${WORK}single.ics`, body, '0')).body).not.toContain('single.ics');
  });
});
