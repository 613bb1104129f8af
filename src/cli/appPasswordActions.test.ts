import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseIn } from '../server/dataFolder.ts';
import { type InProcessServer, startInProcess } from '../server/inProcess.ts';
import { basic, rawRequest } from '../server/testClient.ts';
import { addAccountAppPassword, listAppPasswords, revokeAppPassword } from './appPasswordActions.ts';
import { testContext } from './testContext.ts';
import { changeUserPassword } from './userActions.ts';

let folder: string;
let server: InProcessServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-app-password-'));
  server = await startInProcess({ file: databaseIn(folder) });
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const homeStatus = async (name: string, password: string): Promise<number> => {
  const headers = { depth: '0', authorization: basic(name, password) };
  return (await rawRequest(server.origin, 'PROPFIND', `/dav/calendars/${name}/`, headers)).status;
};

async function added(name: string, program: string): Promise<string> {
  const context = testContext(folder);
  await addAccountAppPassword(context, name, program);
  return context.written().trim();
}

test('an app password is alone on standard output, opens the calendars at once, and is listed without its secret', async () => {
  const context = testContext(folder);
  await addAccountAppPassword(context, 'alice', ' Phone ');
  const secret = context.written().trim();
  expect(context.written()).toMatch(/^([a-z0-9]{4}-){4}[a-z0-9]{4}\n$/);
  expect(context.warned()).toBe(
    'The app password 1 of alice for Phone opens its calendars, and nothing else. It is shown this once:\n',
  );
  expect(await homeStatus('alice', secret)).toBe(207);
  expect(await homeStatus('bob', secret)).toBe(401);

  await added('alice', 'Thunderbird at work');
  const list = testContext(folder);
  await listAppPasswords(list, 'alice');
  const minute = String.raw`\d{4}-\d\d-\d\d \d\d:\d\dZ`;
  expect(list.written()).toMatch(
    new RegExp(
      `^1  Phone                since ${minute}  last used ${minute}\n2  Thunderbird at work  since ${minute}  never used\n$`,
    ),
  );
  expect(list.written()).not.toContain(secret);
});

test('a revoked one opens nothing from the next request on, and the others stay', async () => {
  const [phone, laptop] = [await added('alice', 'Phone'), await added('alice', 'Laptop')];
  expect([await homeStatus('alice', phone), await homeStatus('alice', laptop)]).toEqual([207, 207]);
  const context = testContext(folder);
  await revokeAppPassword(context, 'alice', '1');
  expect(context.written()).toBe('The app password 1 of alice opens nothing any more.\n');
  expect([await homeStatus('alice', phone), await homeStatus('alice', laptop)]).toEqual([401, 207]);
});

test.each(['1', '2', '', 'one', '1; DROP TABLE users', '99999999999999999999'])(
  'the app password of another, or none, is not revoked: %j',
  async (id) => {
    const secret = await added('alice', 'Phone');
    await expect(revokeAppPassword(testContext(folder), 'bob', id)).rejects.toThrow(
      `bob has no app password ${id}: list shows their numbers.`,
    );
    expect(await homeStatus('alice', secret)).toBe(207);
  },
);

test.each(['', '   ', 'two\nlines', 'x'.repeat(101)])('what it is for is one line: %j', async (program) => {
  await expect(addAccountAppPassword(testContext(folder), 'alice', program)).rejects.toThrow(
    'Say in one line of 1 to 100 characters what the password is for.',
  );
});

test('there are at most fifty', async () => {
  for (let count = 0; count < 50; count += 1) await added('alice', `Program ${count}`);
  await expect(added('alice', 'One more')).rejects.toThrow('revoke one that is not used any more');
});

test('a new password of the account leaves them, and says so', async () => {
  const secret = await added('alice', 'Phone');
  const context = testContext(folder);
  await changeUserPassword(context, 'alice', async () => 'correct horse');
  expect(context.written()).toBe(
    'The password of alice is changed, and all sessions of alice have ended.\n' +
      'App passwords are other secrets and stay: Phone. See convoke user app-password list alice.\n',
  );
  expect(await homeStatus('alice', secret)).toBe(207);
});
