/** `Scheduling-Enabled: F`, proposed at CalConnect in 2018: what is sent is stored as it is, and nobody is told. */
import { beforeEach, describe, expect, test } from 'vitest';
import { meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
const WORK = '/dav/calendars/olivia/work/';

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  return () => server.close();
});

describe('`Scheduling-Enabled: F`', () => {
  const QUIET = { 'scheduling-enabled': 'F' };

  test('stores a meeting as it was sent, and tells nobody', async () => {
    const put = await olivia.put(`${WORK}meeting.ics`, meeting(['alice']), QUIET);
    expect([put.status, put.headers['etag']?.startsWith('"')]).toEqual([201, true]);
    expect(put.headers['schedule-tag']).toMatch(/^"/);
    expect((await olivia.get(`${WORK}meeting.ics`)).body).toBe(meeting(['alice']));
    const alice = clientOf(server.origin, 'alice');
    expect(await alice.texts('/dav/calendars/alice/inbox/')).toEqual([]);
    expect((await olivia.delete(`${WORK}meeting.ics`, QUIET)).status).toBe(204);
    expect(await alice.texts('/dav/calendars/alice/inbox/')).toEqual([]);
  });

  test('stores no SCHEDULE-FORCE-SEND, which is an order and not a part of the meeting (RFC 6638 §7.2)', async () => {
    const forced = meeting(['alice']).replace('ATTENDEE;', 'ATTENDEE;SCHEDULE-FORCE-SEND=REQUEST;');
    expect(forced).toContain('SCHEDULE-FORCE-SEND');
    const put = await olivia.put(`${WORK}meeting.ics`, forced, QUIET);
    expect([put.status, put.headers['etag']]).toEqual([201, undefined]);
    expect((await olivia.get(`${WORK}meeting.ics`)).body).toBe(meeting(['alice']));
    expect(await clientOf(server.origin, 'alice').texts('/dav/calendars/alice/inbox/')).toEqual([]);
  });

  test('changes and deletes a meeting without a word; the preconditions hold all the same', async () => {
    await olivia.put(`${WORK}meeting.ics`, meeting(['alice']));
    const alice = clientOf(server.origin, 'alice');
    const [copy] = await alice.texts('/dav/calendars/alice/work/');
    await olivia.put(`${WORK}meeting.ics`, meeting(['alice'], { start: '20270308T103000Z' }), QUIET);
    expect(await alice.texts('/dav/calendars/alice/work/')).toEqual([copy]);
    const forged = meeting(['alice']).replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
    const refused = await olivia.put(`${WORK}meeting.ics`, forged, QUIET);
    expect(refused.body).toContain('<C:allowed-organizer-scheduling-object-change/>');
    await olivia.delete(`${WORK}meeting.ics`, QUIET);
    expect(await alice.texts('/dav/calendars/alice/work/')).toEqual([copy]);
  });
});
