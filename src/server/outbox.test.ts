import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, ics, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let alice: TestClient;

beforeAll(async () => {
  server = await startInProcess({ now: () => new Date(Date.UTC(2027, 1, 1, 9)) });
  olivia = clientOf(server.origin, 'olivia');
  alice = clientOf(server.origin, 'alice');
  const put = (name: string, start: string, end: string, ...lines: readonly string[]): Promise<Answer> =>
    alice.put(`/dav/calendars/alice/work/${name}.ics`, event({ uid: `${name}@test`, start, end, lines }));
  const own = (partstat: string): readonly string[] => [
    'ORGANIZER:mailto:someone@elsewhere.example',
    `ATTENDEE;PARTSTAT=${partstat}:mailto:alice@convoke.example`,
  ];
  await put('busy', '20270308T100000Z', '20270308T110000Z');
  await put('overlapping', '20270308T103000Z', '20270308T113000Z');
  await put('adjacent', '20270308T113000Z', '20270308T114500Z');
  await put('transparent', '20270308T130000Z', '20270308T140000Z', 'TRANSP:TRANSPARENT');
  await put('cancelled', '20270308T140000Z', '20270308T150000Z', 'STATUS:CANCELLED');
  await put('tentative', '20270308T150000Z', '20270308T160000Z', 'STATUS:TENTATIVE');
  await put('declined', '20270309T100000Z', '20270309T110000Z', ...own('DECLINED'));
  await put('accepted', '20270309T110000Z', '20270309T120000Z', ...own('ACCEPTED'));
  await put('unanswered', '20270309T130000Z', '20270309T140000Z', ...own('NEEDS-ACTION'));
  await put('before', '20270307T230000Z', '20270308T003000Z');
  await put('outside', '20270320T100000Z', '20270320T110000Z');
  const weekly = event({
    uid: 'weekly@test',
    start: '20270303T080000Z',
    end: '20270303T083000Z',
    lines: ['RRULE:FREQ=WEEKLY'],
  });
  await alice.put('/dav/calendars/alice/work/weekly.ics', weekly);
  await alice.send('MKCALENDAR', '/dav/calendars/alice/free/', {}, transparentCalendar());
  await alice.put(
    '/dav/calendars/alice/free/x.ics',
    event({ uid: 'free@test', start: '20270310T120000Z', end: '20270310T130000Z' }),
  );
});

afterAll(() => server.close());

function transparentCalendar(): string {
  return `<C:mkcalendar ${NAMESPACES}><D:set><D:prop><C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp></D:prop></D:set></C:mkcalendar>`;
}

function request(...changes: readonly (readonly [string, string])[]): string {
  const text = ics(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'METHOD:REQUEST',
    'BEGIN:VFREEBUSY',
    'UID:4FD3AD926350',
    'DTSTAMP:20270201T080000Z',
    'DTSTART:20270308T000000Z',
    'DTEND:20270311T000000Z',
    'ORGANIZER;CN="Olivia":mailto:olivia@convoke.example',
    'ATTENDEE;CN="Alice Ames":mailto:alice@convoke.example',
    'ATTENDEE:mailto:bob@convoke.example',
    'ATTENDEE:mailto:nobody@convoke.example',
    'ATTENDEE:mailto:someone@elsewhere.example',
    'END:VFREEBUSY',
    'END:VCALENDAR',
  );
  return changes.reduce((before, [from, to]) => before.replace(from, to), text);
}

const post = (text: string): Promise<Answer> =>
  olivia.send('POST', '/dav/calendars/olivia/outbox/', { 'content-type': 'text/calendar; charset=utf-8' }, text);

describe('a request for busy time (RFC 6638 §5)', () => {
  test('is answered for each Attendee, TRANSP, STATUS, declined invitations and transparent calendars honoured', async () => {
    const answer = await post(request());
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/xml; charset=utf-8');
    const responses = [...answer.body.matchAll(/<C:response>([\s\S]*?)<\/C:response>/g)].map(
      ([, inner]) => inner ?? '',
    );
    expect(responses).toHaveLength(4);
    const [forAlice = '', forBob = '', forNobody = '', forSomeone = ''] = responses;

    expect(forAlice).toContain('<C:recipient><D:href>mailto:alice@convoke.example</D:href></C:recipient>');
    expect(forAlice).toContain('<C:request-status>2.0;Success</C:request-status>');
    const lines = forAlice.replaceAll('&#13;', '').replaceAll('&quot;', '"').split('\n');
    expect(lines.filter((line) => line.startsWith('FREEBUSY'))).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20270308T000000Z/20270308T003000Z',
      'FREEBUSY;FBTYPE=BUSY:20270308T100000Z/20270308T114500Z',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270308T150000Z/20270308T160000Z',
      'FREEBUSY;FBTYPE=BUSY:20270309T110000Z/20270309T120000Z',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270309T130000Z/20270309T140000Z',
      'FREEBUSY;FBTYPE=BUSY:20270310T080000Z/20270310T083000Z',
    ]);
    for (const line of [
      'METHOD:REPLY',
      'UID:4FD3AD926350',
      'DTSTAMP:20270201T090000Z',
      'DTSTART:20270308T000000Z',
      'DTEND:20270311T000000Z',
      'ORGANIZER;CN="Olivia":mailto:olivia@convoke.example',
      'ATTENDEE;CN="Alice Ames":mailto:alice@convoke.example',
    ]) {
      expect(lines).toContain(line);
    }
    expect(forAlice).not.toContain('Planning');

    expect(forBob).toContain('2.0;Success');
    expect(forBob).not.toContain('FREEBUSY;');
    expect(forNobody).toContain('<C:request-status>3.7;Invalid calendar user</C:request-status>');
    expect(forNobody).not.toContain('calendar-data');
    expect(forSomeone).toContain('<C:request-status>5.3;No scheduling support for user</C:request-status>');
  });

  test('in another’s name is refused: valid-organizer', async () => {
    const answer = await post(request(['mailto:olivia@', 'mailto:alice@']));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:valid-organizer/>');
  });

  test.each([
    ['another METHOD', ['METHOD:REQUEST', 'METHOD:REPLY']],
    ['no METHOD', ['METHOD:REQUEST\r\n', '']],
    ['no UID', ['UID:4FD3AD926350\r\n', '']],
    ['no DTEND', ['DTEND:20270311T000000Z\r\n', '']],
    ['local time', ['DTSTART:20270308T000000Z', 'DTSTART:20270308T000000']],
    ['an end before the start', ['DTEND:20270311T000000Z', 'DTEND:20270307T000000Z']],
    ['more than years', ['DTEND:20270311T000000Z', 'DTEND:20370311T000000Z']],
    ['no ORGANIZER', ['ORGANIZER;CN="Olivia":mailto:olivia@convoke.example\r\n', '']],
    ['an event', ['END:VFREEBUSY', 'END:VFREEBUSY\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT']],
  ] as const)('with %s is no valid scheduling message: 400', async (_what, change) => {
    const answer = await post(request(change));
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<C:valid-scheduling-message/>');
  });

  test('that is no calendar data: valid-calendar-data', async () => {
    const answer = await post('hello');
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:valid-calendar-data/>');
  });
});

describe('the free-busy-query report on one’s own calendar (RFC 4791 §7.10)', () => {
  test('answers with one VFREEBUSY', async () => {
    const body = `<C:free-busy-query ${NAMESPACES}><C:time-range start="20270309T000000Z" end="20270310T000000Z"/></C:free-busy-query>`;
    const answer = await alice.report('/dav/calendars/alice/work/', body);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(answer.body.split('\r\n').filter((line) => line.startsWith('FREEBUSY'))).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20270309T110000Z/20270309T120000Z',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270309T130000Z/20270309T140000Z',
    ]);
  });
});
