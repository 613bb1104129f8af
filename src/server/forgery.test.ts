/** Nobody speaks for another: one forgery after the other (RFC 6638 §11.2, RFC 5546 §6.1, scheduling.md S11.2). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, lineOf, parameterOf, readText, type TestClient } from './testClient.ts';

let server: InProcessServer;
/** Olivia's meeting with Alice stands; Bob is up to no good. */
let olivia: TestClient;
let alice: TestClient;
let bob: TestClient;

const OBJECT = '/dav/calendars/olivia/work/meeting.ics';
const BOBS = '/dav/calendars/bob/work/forged.ics';
let alicesCopy: string;

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  alice = clientOf(server.origin, 'alice');
  bob = clientOf(server.origin, 'bob');
  expect((await olivia.put(OBJECT, meeting(['alice']))).status).toBe(201);
  const { body } = await alice.propfind('/dav/calendars/alice/work/', '<D:getetag/>', '1');
  alicesCopy = /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
});
afterEach(() => server.close());

/** Runs the forgery; afterwards Olivia's object, Alice's copy and both inboxes are as they were. */
async function changesNothing(forge: () => Promise<Answer>): Promise<Answer> {
  const state = async (): Promise<readonly (string | readonly string[])[]> => [
    (await olivia.get(OBJECT)).body,
    (await alice.get(alicesCopy)).body,
    await alice.texts('/dav/calendars/alice/work/'),
    await alice.texts('/dav/calendars/alice/inbox/'),
    await olivia.texts('/dav/calendars/olivia/inbox/'),
  ];
  const before = await state();
  const answer = await forge();
  expect(await state()).toEqual(before);
  return answer;
}

const statusOf = async (property: string, address: string): Promise<string | undefined> =>
  parameterOf(
    lineOf(readText((await bob.get(BOBS)).body).components[0], property, `${address}@convoke.example`),
    'SCHEDULE-STATUS',
  );
/** Bob's own meeting with Olivia's UID. */
const bobsMeeting = (lines: readonly string[] = []): string =>
  event({
    uid: 'meeting@test',
    lines: ['SEQUENCE:9', 'ORGANIZER:mailto:bob@convoke.example', 'ATTENDEE:mailto:alice@convoke.example', ...lines],
  });

describe('as an Organizer', () => {
  test('a REQUEST with the UID of somebody else’s meeting is refused: 5.3', async () => {
    expect((await changesNothing(() => bob.put(BOBS, bobsMeeting()))).status).toBe(201);
    expect(await statusOf('ATTENDEE', 'alice')).toBe('5.3');
  });

  test('so is a CANCEL', async () => {
    await bob.put(BOBS, bobsMeeting());
    expect((await changesNothing(() => bob.delete(BOBS))).status).toBe(204);
  });

  test('and a CANCEL of one instance', async () => {
    await bob.put(BOBS, bobsMeeting(['RRULE:FREQ=DAILY;COUNT=3']));
    const without = bobsMeeting(['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20270309T100000Z']);
    expect((await changesNothing(() => bob.put(BOBS, without))).status).toBe(204);
    expect(await statusOf('ATTENDEE', 'alice')).toBe('5.3');
  });

  test('and an ADD', async () => {
    await bob.put(BOBS, bobsMeeting());
    expect((await changesNothing(() => bob.put(BOBS, bobsMeeting(['RDATE:20270312T100000Z'])))).status).toBe(204);
    expect(await statusOf('ATTENDEE', 'alice')).toBe('5.3');
  });

  test('to the Organizer himself, whose object it would replace', async () => {
    const text = bobsMeeting(['ATTENDEE:mailto:olivia@convoke.example']);
    expect((await changesNothing(() => bob.put(BOBS, text))).status).toBe(201);
    expect(await statusOf('ATTENDEE', 'olivia')).toBe('5.3');
  });

  test('with another’s address as ORGANIZER nothing is sent: it is no meeting of his', async () => {
    const text = meeting(['alice'], { uid: 'new@test' });
    expect((await changesNothing(() => bob.put(BOBS, text))).headers['schedule-tag']).toBeUndefined();
    expect((await changesNothing(() => bob.delete(BOBS))).status).toBe(204);
  });

  test.each([
    'mailto:OLIVIA@convoke.example',
    'mailto:olivia%40convoke.example',
    'mailto:olivia@convoke.example?x=bob@convoke.example',
    'mailto:bob@convoke.example.evil.example',
  ])('nor with %s', async (organizer) => {
    const text = meeting(['alice'], { uid: 'new@test' }).replace('mailto:olivia@convoke.example', organizer);
    expect((await changesNothing(() => bob.put(BOBS, text))).headers['schedule-tag']).toBeUndefined();
  });

  test('setting another’s answer is refused by name', async () => {
    const text = event({
      uid: 'new@test',
      lines: ['ORGANIZER:mailto:bob@convoke.example', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@convoke.example'],
    });
    const answer = await changesNothing(() => bob.put(BOBS, text));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:allowed-organizer-scheduling-object-change/>');
  });
});

describe('as an Attendee', () => {
  test('a REPLY of somebody whom the Organizer does not list changes nothing: 5.3', async () => {
    const text = meeting(['alice', 'bob']).replace(/PARTSTAT=NEEDS-ACTION(:mailto:bob)/, 'PARTSTAT=ACCEPTED$1');
    expect((await changesNothing(() => bob.put(BOBS, text))).status).toBe(201);
    expect((await changesNothing(() => bob.delete(BOBS))).status).toBe(204);
  });

  test('another’s answer in a meeting that he is not in is told nobody', async () => {
    const text = meeting(['alice']).replace(/PARTSTAT=NEEDS-ACTION(:mailto:alice)/, 'PARTSTAT=DECLINED$1');
    expect((await changesNothing(() => bob.put(BOBS, text))).headers['schedule-tag']).toBeUndefined();
  });

  test.each([
    [
      'answering for another',
      (text: string) => text.replace(/PARTSTAT=NEEDS-ACTION([^\r]*alice@)/, 'PARTSTAT=ACCEPTED$1'),
    ],
    ['taking the meeting over', (text: string) => text.replace(/(ORGANIZER[^\r]*mailto:)olivia/, '$1bob')],
    ['giving it to a third', (text: string) => text.replace(/(ORGANIZER[^\r]*mailto:)olivia/, '$1alice')],
    ['moving it', (text: string) => text.replace('DTSTART:20270308T100000Z', 'DTSTART:20270308T090000Z')],
    [
      'inviting more',
      (text: string) => text.replace('END:VEVENT', 'ATTENDEE:mailto:carol@convoke.example\r\nEND:VEVENT'),
    ],
  ])('%s in his own copy is refused by name', async (_what, forge) => {
    await olivia.put(OBJECT, meeting(['alice', 'bob']));
    const { body } = await bob.propfind('/dav/calendars/bob/work/', '<D:getetag/>', '1');
    const href = /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
    const copy = (await bob.get(href)).body.replace(/\r\n /g, '');
    const forged = forge(copy);
    expect(forged).not.toBe(copy);
    const answer = await changesNothing(() => bob.put(href, forged));
    expect(answer.status).toBe(403);
    expect(answer.body).toMatch(/<C:allowed-(attendee|organizer)-scheduling-object-change\/>/);
  });
});

describe('past the engine', () => {
  const MESSAGE = bobsMeeting().replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:REQUEST');

  test.each([
    ['PUT', '/dav/calendars/alice/inbox/x.ics', 403],
    ['POST', '/dav/calendars/alice/inbox/', 403],
    ['POST', '/dav/calendars/alice/outbox/', 403],
    ['PUT', '/dav/calendars/bob/inbox/x.ics', 405],
    ['POST', '/dav/calendars/bob/outbox/', 400],
    ['PUT', BOBS, 403],
    ['PUT', '/dav/calendars/alice/work/x.ics', 403],
  ])('%s of a scheduling message to %s: %i', async (method, path, status) => {
    const send = () => bob.send(method, path, { 'content-type': 'text/calendar' }, MESSAGE);
    expect((await changesNothing(send)).status).toBe(status);
  });
});
