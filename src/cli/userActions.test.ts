import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseIn } from '../server/dataFolder.ts';
import { meeting } from '../server/fixtures.ts';
import { type InProcessServer, startInProcess } from '../server/inProcess.ts';
import { type Answer, basic, clientOf, lineOf, parameterOf, rawRequest, readText } from '../server/testClient.ts';
import { type TestContext, testContext } from './testContext.ts';
import { addUser, changeUserPassword, disableUser, enableUser, listUsers } from './userActions.ts';

let folder: string;
let server: InProcessServer;
let context: TestContext;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-user-'));
  server = await startInProcess({ file: databaseIn(folder) });
  context = testContext(folder);
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const LONG_NAME = 'x'.repeat(65);

const typed = (password: string) => async (): Promise<string> => password;
const never = async (): Promise<string> => {
  throw new Error('The password was asked for.');
};

const signIn = (username: string, password: string): Promise<Answer> =>
  rawRequest(
    server.origin,
    'POST',
    '/api/session',
    { 'content-type': 'application/json' },
    JSON.stringify({ username, password }),
  );

async function cookieOf(name: string): Promise<{ readonly cookie: string }> {
  const answer = await signIn(name, `${name}-demo`);
  expect(answer.status).toBe(200);
  return { cookie: answer.headers['set-cookie']?.split(';', 1)[0] ?? '' };
}

const homeStatus = async (name: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  (await rawRequest(server.origin, 'PROPFIND', `/dav/calendars/${name}/`, { depth: '0', ...headers })).status;

describe('a new account, made while the server runs', () => {
  test('signs in at once and is invited by its address', async () => {
    await addUser(context, 'erin', { displayName: 'Erin Eller' }, typed('correct horse'));
    expect(context.written()).toBe('The account erin is there, with the address erin@convoke.example.\n');
    expect(context.warned()).toBe('');

    const session = await signIn('erin', 'correct horse');
    expect(JSON.parse(session.body)).toMatchObject({
      user: { name: 'erin', displayName: 'Erin Eller', addresses: ['mailto:erin@convoke.example'] },
    });
    expect(await homeStatus('erin', { authorization: basic('erin', 'correct horse') })).toBe(207);

    await clientOf(server.origin, 'olivia').put('/dav/calendars/olivia/work/m.ics', meeting(['erin']));
    const listing = await rawRequest(server.origin, 'PROPFIND', '/dav/calendars/erin/work/', {
      depth: '1',
      authorization: basic('erin', 'correct horse'),
    });
    expect(listing.body).toContain('/dav/calendars/erin/work/meeting%40test.ics');
  });

  test.each([
    ['', 'An account needs a name.'],
    ['Erin', '“Erin” is no account name: write it in lower case, erin.'],
    ['zoë', '“zoë” is no account name: use the letters a to z, digits, dot, dash and underscore.'],
    ['../erin', '“../erin” is no account name: use the letters a to z, digits, dot, dash and underscore.'],
    ['.erin', '“.erin” is no account name: it must begin with a letter or a digit.'],
    ['erin..e', '“erin..e” is no account name: a dot must stand between other characters.'],
    ['erin.', '“erin.” is no account name: a dot must stand between other characters.'],
    ['olivia', 'There is an account olivia already.'],
    [LONG_NAME, `“${LONG_NAME}” is no account name: it is longer than 64 characters.`],
  ])('cannot be named %j, and is told why before the password is asked for', async (name, reason) => {
    await expect(addUser(context, name, {}, never)).rejects.toThrow(new RangeError(reason));
    expect(await server.store.userCount()).toBe(5);
  });

  test.each([
    ['seven characters', 'seven77', 'The password must have at least 8 characters.'],
    ['a control character', 'eight\u0007888', 'The password must be one line, without control characters.'],
    ['1001 characters', 'x'.repeat(1_001), 'The password must not have more than 1000 characters.'],
  ])('cannot have a password of %s', async (_what, password, reason) => {
    await expect(addUser(context, 'erin', {}, typed(password))).rejects.toThrow(new RangeError(reason));
    expect(await server.store.userCount()).toBe(5);
  });

  test('cannot take an address that somebody has, nor be shown under a name of two lines', async () => {
    await server.store.createUsers([
      {
        name: 'other',
        displayName: 'Other',
        passwordHash: 'none',
        addresses: ['mailto:erin@convoke.example' as never],
        createdAt: '2027-03-01T00:00:00Z',
        defaultCalendar: { name: 'work', displayName: 'Work' },
      },
    ]);
    await expect(addUser(context, 'erin', {}, typed('correct horse'))).rejects.toThrow(
      'The address mailto:erin@convoke.example belongs to the account other.',
    );
    await expect(addUser(context, 'frank', { displayName: 'a\nb' }, typed('correct horse'))).rejects.toThrow(
      'A display name is one line of 1 to 200 characters.',
    );
  });

  test('in another domain than all others is made with a warning', async () => {
    const elsewhere = testContext(folder, 'example.org');
    await addUser(elsewhere, 'erin', {}, typed('correct horse'));
    expect(elsewhere.written()).toContain('erin@example.org');
    expect(elsewhere.warned()).toMatch(/other accounts have addresses in convoke\.example, this one in example\.org/);
  });
});

describe('a changed password', () => {
  test('counts at once in a server that remembers the old one, and ends the sessions', async () => {
    const old = { authorization: basic('alice', 'alice-demo') };
    const session = await cookieOf('alice');
    expect(await homeStatus('alice', old)).toBe(207);
    expect(await homeStatus('alice', session)).toBe(207);

    await changeUserPassword(context, 'alice', typed('correct horse'));
    expect(context.written()).toBe('The password of alice is changed, and all sessions of alice have ended.\n');
    expect(await homeStatus('alice', old)).toBe(401);
    expect(await homeStatus('alice', session)).toBe(401);
    expect(await homeStatus('alice', { authorization: basic('alice', 'correct horse') })).toBe(207);
    expect((await signIn('bob', 'bob-demo')).status).toBe(200);
  });

  test('needs an account', async () => {
    await expect(changeUserPassword(context, 'nobody', never)).rejects.toThrow('There is no account nobody.');
  });
});

describe('a disabled account', () => {
  test('signs nobody in, neither by session nor by Basic credentials, at once in a running server', async () => {
    const credentials = { authorization: basic('alice', 'alice-demo') };
    const session = await cookieOf('alice');
    expect(await homeStatus('alice', credentials)).toBe(207);
    expect(await homeStatus('alice', session)).toBe(207);

    await disableUser(context, 'alice');
    expect(await homeStatus('alice', credentials)).toBe(401);
    expect(await homeStatus('alice', session)).toBe(401);
    const refused = await signIn('alice', 'alice-demo');
    expect([refused.status, refused.body]).toEqual([401, '{"error":"invalid-credentials"}']);
  });

  test('goes on receiving, and is delivered to by RFC 6638 §3.2.9: the organizer reads 1.2', async () => {
    await disableUser(context, 'alice');
    const olivia = clientOf(server.origin, 'olivia');
    await olivia.put('/dav/calendars/olivia/work/m.ics', meeting(['alice']));
    const [stored] = readText((await olivia.get('/dav/calendars/olivia/work/m.ics')).body).components;
    expect(parameterOf(lineOf(stored, 'ATTENDEE', 'alice@convoke.example'), 'SCHEDULE-STATUS')).toBe('1.2');

    await enableUser(context, 'alice');
    const texts = await clientOf(server.origin, 'alice').texts('/dav/calendars/alice/work/');
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('UID:meeting@test');
  });

  test('is as it was when it is enabled, but for its sessions', async () => {
    const session = await cookieOf('alice');
    await disableUser(context, 'alice');
    await enableUser(context, 'alice');
    expect(await homeStatus('alice', session)).toBe(401);
    expect(await homeStatus('alice', { authorization: basic('alice', 'alice-demo') })).toBe(207);
  });

  test('is listed as such', async () => {
    await disableUser(context, 'bob');
    const list = testContext(folder);
    await listUsers(list);
    expect(list.written().split('\n')).toEqual([
      'olivia  Olivia Organizer  olivia@convoke.example',
      'alice   Alice Ames        alice@convoke.example',
      'bob     Bob Byrne         bob@convoke.example     disabled',
      'carol   Carol Cole        carol@convoke.example',
      'dan     Dan Dietz         dan@convoke.example',
      '',
    ]);
  });
});

test('a data folder that is not there is named, with what to do, and not made', async () => {
  const missing = join(folder, 'nowhere');
  await expect(listUsers(testContext(missing))).rejects.toThrow(`There is no data folder ${missing}. Start the server`);
  const empty = join(folder, 'empty');
  await mkdir(empty);
  await expect(addUser(testContext(empty), 'erin', {}, never)).rejects.toThrow(`There is no database in ${empty}.`);
});
