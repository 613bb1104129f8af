/** Scheduling for others and being scheduled: the privileges of RFC 6638 §6, and copies between people's calendars. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, ics, lineOf, NAMESPACES, parameterOf, readText, type TestClient } from './testClient.ts';

let server: InProcessServer;
/** The boss, his assistant, and guests. */
let olivia: TestClient;
let alice: TestClient;
let bob: TestClient;
let carol: TestClient;

const WORK = '/dav/calendars/olivia/work/';
const OUTBOX = '/dav/calendars/olivia/outbox/';
const OBJECT = `${WORK}meeting.ics`;

beforeEach(async () => {
  server = await startInProcess();
  const [first, second, third, fourth] = ['olivia', 'alice', 'bob', 'carol'].map((name) =>
    clientOf(server.origin, name),
  );
  if (!first || !second || !third || !fourth) throw new Error('somebody is missing');
  [olivia, alice, bob, carol] = [first, second, third, fourth];
});
afterEach(() => server.close());

async function grant(path: string, to: string, names: string): Promise<void> {
  const [, , , owner] = path.split('/');
  const privileges = names
    .split(' ')
    .map((name) => `<D:privilege><${name}/></D:privilege>`)
    .join('');
  const entry = `<D:ace><D:principal>${to}</D:principal><D:grant>${privileges}</D:grant></D:ace>`;
  const body = `<D:acl ${NAMESPACES}>${names === '' ? '' : entry}</D:acl>`;
  expect((await clientOf(server.origin, owner).send('ACL', path, {}, body)).status).toBe(200);
}
const principal = (name: string): string => `<D:href>/dav/principals/${name}/</D:href>`;
const inboxOf = (client: TestClient, name: string): Promise<readonly string[]> =>
  client.texts(`/dav/calendars/${name}/inbox/`);
const statusOf = async (name: string): Promise<string | undefined> =>
  parameterOf(
    lineOf(readText((await olivia.get(OBJECT)).body).components[0], 'ATTENDEE', `${name}@convoke.example`),
    'SCHEDULE-STATUS',
  );
const need = (privilege: string): string =>
  `<D:need-privileges><D:resource><D:href>${OUTBOX}</D:href><D:privilege><${privilege}/></D:privilege></D:resource></D:need-privileges>`;

/** Bob's invitation of Olivia, delivered; the href of her copy. */
async function oliviaIsInvited(): Promise<string> {
  const text = event({
    uid: 'bobs@test',
    lines: ['ORGANIZER:mailto:bob@convoke.example', 'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:olivia@convoke.example'],
  });
  expect((await bob.put('/dav/calendars/bob/work/bobs.ics', text)).status).toBe(201);
  const { body } = await olivia.propfind(WORK, '<D:getetag/>', '1');
  return /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
}

describe('an assistant with DAV:read and DAV:write on the calendar only', () => {
  beforeEach(() => grant(WORK, principal('alice'), 'D:read D:write'));

  test('may not invite for its owner: need-privileges as in RFC 6638 B.6, and nothing is stored or sent', async () => {
    const answer = await alice.put(OBJECT, meeting(['bob']));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(need('C:schedule-send-invite'));
    expect((await olivia.get(OBJECT)).status).toBe(404);
    expect(await inboxOf(bob, 'bob')).toEqual([]);
  });

  test('may not change, cancel or overwrite what would be sent, but may what nobody is told of', async () => {
    await olivia.put(OBJECT, meeting(['bob']));
    const { body } = await olivia.get(OBJECT);
    const moved = body.replace('DTSTART:20270308T100000Z', 'DTSTART:20270308T093000Z');
    expect((await alice.put(OBJECT, moved)).body).toContain(need('C:schedule-send-invite'));
    expect((await alice.delete(OBJECT)).body).toContain(need('C:schedule-send-invite'));
    expect((await olivia.get(OBJECT)).body).toBe(body);
    expect(await inboxOf(bob, 'bob')).toHaveLength(1);
    const alarm = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nDESCRIPTION:x\r\nEND:VALARM\r\nEND:VEVENT';
    expect((await alice.put(OBJECT, body.replace('END:VEVENT', alarm))).status).toBe(204);
    expect((await alice.put(`${WORK}plain.ics`, event())).status).toBe(201);
    expect(await inboxOf(bob, 'bob')).toHaveLength(1);
  });

  test('may not keep the guests in the dark either: that is for who may tell them', async () => {
    await olivia.put(OBJECT, meeting(['bob']));
    const { body } = await olivia.get(OBJECT);
    const quiet = { 'scheduling-enabled': 'F' };
    const moved = body.replace('DTSTART:20270308T100000Z', 'DTSTART:20270308T093000Z');
    expect((await alice.put(OBJECT, moved, quiet)).body).toContain(need('C:schedule-send-invite'));
    expect((await alice.delete(OBJECT, quiet)).body).toContain(need('C:schedule-send-invite'));
    expect((await olivia.get(OBJECT)).body).toBe(body);
    await grant(OUTBOX, principal('alice'), 'C:schedule-send-invite');
    expect((await alice.delete(OBJECT, quiet)).status).toBe(204);
    expect(await inboxOf(bob, 'bob')).toHaveLength(1);
  });

  test('may not reply for its owner, but may remove his copy without a reply (RFC 6638 §8.1)', async () => {
    const href = await oliviaIsInvited();
    const accepted = (await olivia.get(href)).body.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
    expect((await alice.put(href, accepted)).body).toContain(need('C:schedule-send-reply'));
    expect((await alice.delete(href)).body).toContain(need('C:schedule-send-reply'));
    expect((await alice.delete(href, { 'schedule-reply': 'F' })).status).toBe(204);
    expect(await inboxOf(bob, 'bob')).toEqual([]);
  });

  test('is not told where in other calendars of its owner a UID is', async () => {
    await olivia.send('MKCALENDAR', '/dav/calendars/olivia/private/');
    await olivia.put('/dav/calendars/olivia/private/x.ics', meeting(['bob']));
    await grant(OUTBOX, principal('alice'), 'C:schedule-send');
    const answer = await alice.put(OBJECT, meeting(['bob']));
    expect(answer.body).toContain('<C:unique-scheduling-object-resource/>');
    expect(answer.body).not.toContain('private');
    expect((await olivia.put(OBJECT, meeting(['bob']))).body).toContain('/dav/calendars/olivia/private/x.ics');
  });
});

describe('an assistant with scheduling privileges on the outbox (RFC 6638 §6.2)', () => {
  beforeEach(() => grant(WORK, principal('alice'), 'D:read D:write'));

  test('by C:schedule-send-invite invites and cancels in the owner’s name, and does not reply', async () => {
    const href = await oliviaIsInvited();
    await grant(OUTBOX, principal('alice'), 'C:schedule-send-invite');
    expect((await alice.put(OBJECT, meeting(['bob', 'alice']))).status).toBe(201);
    const [request] = await inboxOf(bob, 'bob');
    expect(readText(request ?? '').method).toBe('REQUEST');
    expect(lineOf(readText(request ?? '').components[0], 'ORGANIZER')).toContain('mailto:olivia@convoke.example');
    expect(await inboxOf(alice, 'alice')).toHaveLength(1);
    expect(await statusOf('bob')).toBe('1.2');
    expect((await alice.delete(OBJECT)).status).toBe(204);
    expect((await inboxOf(bob, 'bob')).map((text) => readText(text).method)).toEqual(['REQUEST', 'CANCEL']);
    const accepted = (await olivia.get(href)).body.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
    expect((await alice.put(href, accepted)).body).toContain(need('C:schedule-send-reply'));
  });

  test('by C:schedule-send-reply replies in the owner’s name, and does not invite', async () => {
    const href = await oliviaIsInvited();
    await grant(OUTBOX, principal('alice'), 'C:schedule-send-reply');
    const accepted = (await olivia.get(href)).body.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
    expect((await alice.put(href, accepted)).status).toBe(204);
    const [reply] = await inboxOf(bob, 'bob');
    expect(readText(reply ?? '').method).toBe('REPLY');
    const attendee = lineOf(readText(reply ?? '').components[0], 'ATTENDEE');
    expect(attendee).toContain('PARTSTAT=ACCEPTED');
    expect(attendee).toContain('mailto:olivia@convoke.example');
    expect((await alice.put(OBJECT, meeting(['bob']))).body).toContain(need('C:schedule-send-invite'));
  });

  test('cannot organize in his own name there: what is in the owner’s calendar is sent for the owner only', async () => {
    await grant(OUTBOX, principal('alice'), 'C:schedule-send');
    const own = event({
      uid: 'own@test',
      lines: ['ORGANIZER:mailto:alice@convoke.example', 'ATTENDEE:mailto:bob@convoke.example'],
    });
    expect((await alice.put(`${WORK}own.ics`, own)).headers['schedule-tag']).toBeUndefined();
    expect(await inboxOf(bob, 'bob')).toEqual([]);
  });
});

describe('an inbox that is not open to everybody (RFC 6638 §6.1)', () => {
  const BOBS_INBOX = '/dav/calendars/bob/inbox/';

  test('SCHEDULE-STATUS 3.8 for who does not let the owner of the calendar invite him (RFC 6638 §11.2)', async () => {
    await grant(BOBS_INBOX, principal('alice'), 'C:schedule-deliver');
    await grant(WORK, principal('alice'), 'D:read D:write');
    await grant(OUTBOX, principal('alice'), 'C:schedule-send');
    // Alice may deliver to Bob, but it is Olivia's meeting.
    expect((await alice.put(OBJECT, meeting(['bob', 'carol']))).status).toBe(201);
    expect(await statusOf('bob')).toBe('3.8');
    expect(await statusOf('carol')).toBe('1.2');
    expect(await inboxOf(bob, 'bob')).toEqual([]);
    expect(await bob.texts('/dav/calendars/bob/work/')).toEqual([]);
  });

  test('C:schedule-deliver-invite lets invitations in, C:schedule-deliver-reply replies, each without the other', async () => {
    await grant('/dav/calendars/olivia/inbox/', principal('bob'), 'C:schedule-deliver-invite');
    await grant(BOBS_INBOX, principal('olivia'), 'C:schedule-deliver-invite');
    await olivia.put(OBJECT, meeting(['bob']));
    expect(await statusOf('bob')).toBe('1.2');
    const { body } = await bob.propfind('/dav/calendars/bob/work/', '<D:getetag/>', '1');
    const href = /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
    const unanswered = (await bob.get(href)).body;
    const reply = (partstat: string) => bob.put(href, unanswered.replace('NEEDS-ACTION', partstat));
    expect((await reply('ACCEPTED')).status).toBe(204);
    const organizer = lineOf(readText((await bob.get(href)).body).components[0], 'ORGANIZER');
    expect(parameterOf(organizer, 'SCHEDULE-STATUS')).toBe('3.8');
    expect(await inboxOf(olivia, 'olivia')).toEqual([]);
    await grant('/dav/calendars/olivia/inbox/', principal('bob'), 'C:schedule-deliver-reply');
    expect((await reply('TENTATIVE')).status).toBe(204);
    expect((await inboxOf(olivia, 'olivia')).map((text) => readText(text).method)).toEqual(['REPLY']);
  });

  test('C:schedule-query-freebusy: 3.8 in the answer of the outbox for who does not grant it (RFC 6638 §11.3)', async () => {
    const ask = ics(
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Test//EN',
      'METHOD:REQUEST',
      'BEGIN:VFREEBUSY',
      'UID:fb',
      'DTSTAMP:20270201T080000Z',
      'DTSTART:20270301T000000Z',
      'DTEND:20270401T000000Z',
      'ORGANIZER:mailto:olivia@convoke.example',
      'ATTENDEE:mailto:bob@convoke.example',
      'ATTENDEE:mailto:carol@convoke.example',
      'END:VFREEBUSY',
      'END:VCALENDAR',
    );
    const post = (client: TestClient) => client.send('POST', OUTBOX, { 'content-type': 'text/calendar' }, ask);
    await grant(BOBS_INBOX, '<D:authenticated/>', 'C:schedule-deliver-invite C:schedule-deliver-reply');
    const statuses = [...(await post(olivia)).body.matchAll(/<C:request-status>([^<]+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['3.8;No authority', '2.0;Success']);
    expect((await post(alice)).body).toContain(need('C:schedule-send-freebusy'));
    await grant(OUTBOX, principal('alice'), 'C:schedule-send-freebusy');
    expect((await post(alice)).status).toBe(200);
  });

  test('a copy is not refreshed by the replies of others either', async () => {
    await olivia.put(OBJECT, meeting(['bob', 'carol']));
    await grant(BOBS_INBOX, '', '');
    const { body } = await carol.propfind('/dav/calendars/carol/work/', '<D:getetag/>', '1');
    const href = /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
    const text = (await carol.get(href)).body.replace(/\r\n /g, '');
    await carol.put(href, text.replace(/PARTSTAT=NEEDS-ACTION([^\r]*carol@)/, 'PARTSTAT=DECLINED$1'));
    expect((await olivia.get(OBJECT)).body).toContain('DECLINED');
    expect((await bob.texts('/dav/calendars/bob/work/')).join('')).not.toContain('DECLINED');
  });
});

describe('COPY and MOVE between calendars of different owners', () => {
  const ALICES = '/dav/calendars/alice/work/x.ics';
  const transfer = (method: string, from: string, to: string) => alice.send(method, from, { destination: to });

  test('of what is no meeting, with DAV:read there and here what writing needs (RFC 3744 Appendix B)', async () => {
    await olivia.put(OBJECT, event());
    expect((await transfer('COPY', OBJECT, ALICES)).status).toBe(403);
    await grant(WORK, principal('alice'), 'D:read');
    expect((await transfer('COPY', OBJECT, ALICES)).status).toBe(201);
    expect((await alice.get(ALICES)).body).toBe(event());
    const back = await transfer('COPY', ALICES, `${WORK}y.ics`);
    expect(back.status).toBe(403);
    expect(back.body).toContain(`<D:href>${WORK}</D:href><D:privilege><D:bind/>`);
    await grant(WORK, principal('alice'), 'D:read D:bind');
    const over = await transfer('COPY', ALICES, OBJECT);
    expect(over.body).toContain('<D:privilege><D:write-content/>');
    expect(over.body).toContain('<D:privilege><D:write-properties/>');
    expect((await transfer('MOVE', ALICES, OBJECT)).body).toContain('<D:privilege><D:unbind/>');
    await grant(WORK, principal('alice'), 'D:read D:write');
    expect((await transfer('MOVE', ALICES, OBJECT)).status).toBe(204);
    expect((await alice.get(ALICES)).status).toBe(404);
  });

  test('a meeting is neither taken from its Organizer nor given to somebody, and nobody is told anything', async () => {
    await olivia.put(OBJECT, meeting(['bob', 'alice']));
    await grant(WORK, principal('alice'), 'D:all');
    await grant(OUTBOX, principal('alice'), 'C:schedule-send');
    const moved = await transfer('MOVE', OBJECT, ALICES);
    expect(moved.body).toContain('<C:allowed-attendee-scheduling-object-change/>');
    expect((await transfer('COPY', OBJECT, ALICES)).status).toBe(403);
    expect((await olivia.get(OBJECT)).status).toBe(200);
    await olivia.put(`${WORK}two.ics`, meeting(['bob'], { uid: 'two@test' }));
    const taken = await transfer('MOVE', `${WORK}two.ics`, ALICES);
    expect(taken.body).toContain('<C:allowed-organizer-scheduling-object-change/>');
    // She has no part in it: her copy is a plain note.
    const copied = await transfer('COPY', `${WORK}two.ics`, ALICES);
    expect(copied.status).toBe(201);
    expect(copied.headers['schedule-tag']).toBeUndefined();
    expect((await transfer('MOVE', ALICES, `${WORK}three.ics`)).body).toContain(
      '<C:allowed-organizer-scheduling-object-change/>',
    );
    expect(await inboxOf(bob, 'bob')).toHaveLength(2);
  });

  test('overwriting a meeting cancels it in its owner’s name, by leave of his outbox', async () => {
    await olivia.put(OBJECT, meeting(['bob'], { uid: 'event@test' }));
    await alice.put(ALICES, event());
    await grant(WORK, principal('alice'), 'D:read D:write');
    expect((await transfer('COPY', ALICES, OBJECT)).body).toContain(need('C:schedule-send-invite'));
    await grant(OUTBOX, principal('alice'), 'C:schedule-send-invite');
    expect((await transfer('COPY', ALICES, OBJECT)).status).toBe(204);
    expect((await inboxOf(bob, 'bob')).map((text) => readText(text).method)).toEqual(['REQUEST', 'CANCEL']);
  });
});
