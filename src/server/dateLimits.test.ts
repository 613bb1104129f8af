/** CALDAV:min-date-time and max-date-time, RFC 4791 §5.2.6 and §5.2.7: every year that four digits can write. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, hrefsIn, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
const WORK = '/dav/calendars/olivia/work/';

beforeAll(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
});

afterAll(() => server.close());

const query = (start: string, end: string): Promise<Answer> =>
  olivia.report(
    WORK,
    `<C:calendar-query ${NAMESPACES}><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="${start}" end="${end}"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`,
  );

test('are told of a calendar, and not by allprop', async () => {
  const { body } = await olivia.propfind(WORK, '<C:min-date-time/><C:max-date-time/>');
  expect(body).toContain('<C:min-date-time>00010101T000000Z</C:min-date-time>');
  expect(body).toContain('<C:max-date-time>99991231T235959Z</C:max-date-time>');
  expect((await olivia.send('PROPFIND', WORK, { depth: '0' })).body).not.toContain('-date-time');
});

test('events of the first and the last year, and birthdays since 1604, are found in their time', async () => {
  const put = async (uid: string, start: string, end: string, ...lines: readonly string[]): Promise<void> => {
    expect((await olivia.put(`${WORK}${uid}.ics`, event({ uid, start, end, lines }))).status).toBe(201);
  };
  await put('first', '00010101T000000Z', '00010101T010000Z');
  await put('last', '99991231T230000Z', '99991231T235959Z');
  await put('birthday', '16040308T000000Z', '16040308T010000Z', 'RRULE:FREQ=YEARLY');
  expect(hrefsIn(await query('00010101T000000Z', '00010102T000000Z'))).toEqual([`${WORK}first.ics`]);
  expect(hrefsIn(await query('16040301T000000Z', '16040401T000000Z'))).toEqual([`${WORK}birthday.ics`]);
  expect(hrefsIn(await query('20270301T000000Z', '20270401T000000Z'))).toEqual([`${WORK}birthday.ics`]);
  expect(hrefsIn(await query('99991231T000000Z', '99991231T235959Z'))).toEqual([`${WORK}last.ics`]);
});

test('a date in the year 0 is refused by name, in an object and in a report', async () => {
  for (const text of [
    event({ uid: 'zero', start: '00000101T000000Z', end: '00000101T010000Z' }),
    event({ uid: 'zero', lines: ['RDATE:20270401T100000Z,00000101T000000Z'] }),
  ]) {
    const answer = await olivia.put(`${WORK}zero.ics`, text);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:min-date-time/>');
  }
  const answer = await query('00000101T000000Z', '20270101T000000Z');
  expect(answer.status).toBe(403);
  expect(answer.body).toContain('<C:min-date-time/>');
});
