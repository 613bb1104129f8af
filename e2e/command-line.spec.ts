/** `npx convoke …` as it is built, beside a running server: what the unit tests of src/cli cannot see. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type RunningServer, startServer } from './support/server.ts';

const CLI = fileURLToPath(new URL('../dist/server/cli.js', import.meta.url));

let folder = '';
let data = '';
let server: RunningServer;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'convoke-cli-'));
  data = path.join(folder, 'data');
  server = await startServer({ CONVOKE_DATA: data });
});

test.afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function convoke(args: readonly string[], input = '', from = data): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, CONVOKE_DATA: from } });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

async function statusFor(name: string, password: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  const answer = await fetch(`${server.origin}/dav/calendars/${name}/`, {
    method: 'PROPFIND',
    headers: { authorization, depth: '0' },
  });
  return answer.status;
}

test('an account is made, disabled, enabled and given another password while the server runs', async () => {
  const added = await convoke(
    ['user', 'add', 'erin', '--display-name', 'Erin Eller', '--password-stdin'],
    'a password\n',
  );
  expect(added).toEqual({
    code: 0,
    out: 'The account erin is there, with the address erin@convoke.example.\n',
    err: '',
  });
  expect(await statusFor('erin', 'a password')).toBe(207);
  expect((await convoke(['user', 'list'])).out).toContain('erin    Erin Eller        erin@convoke.example\n');

  expect((await convoke(['user', 'disable', 'erin'])).code).toBe(0);
  expect(await statusFor('erin', 'a password')).toBe(401);
  expect((await convoke(['user', 'enable', 'erin'])).code).toBe(0);
  expect(await statusFor('erin', 'a password')).toBe(207);

  expect((await convoke(['user', 'passwd', 'erin', '--password-stdin'], 'another one')).code).toBe(0);
  expect(await statusFor('erin', 'a password')).toBe(401);
  expect(await statusFor('erin', 'another one')).toBe(207);
});

test('a backup while people save holds every meeting that was stored before, each with its invitation', async () => {
  const saved: number[] = [];
  let isOver = false;
  const saving = (async () => {
    for (let number = 0; !isOver; number += 1) {
      expect(await invite(number)).toBe(201);
      saved.push(number);
    }
  })();
  while (saved.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
  const before = saved.length;
  const copied = path.join(folder, 'copied');
  await mkdir(copied);
  const backup = await convoke(['backup', path.join(copied, 'convoke.db')]);
  isOver = true;
  await saving;
  expect(backup).toMatchObject({ code: 0, err: '' });
  // Each meeting is Olivia's object, Alice's copy and an item in her inbox.
  const objects = Number(/with (\d+) calendar objects/.exec(backup.out)?.[1]);
  expect(objects % 3).toBe(0);
  expect(objects / 3).toBeGreaterThanOrEqual(before);
  expect(objects / 3).toBeLessThanOrEqual(saved.length);
  expect((await convoke(['user', 'list'], '', copied)).out).toContain('olivia');
});

test('what is exported is imported elsewhere', async () => {
  const exported = path.join(folder, 'exported');
  expect(await convoke(['export', 'bob', exported])).toMatchObject({ code: 0, err: '' });
  await writeFile(path.join(exported, 'work', 'broken.ics'), 'nonsense');
  const imported = await convoke(['import', 'carol', exported]);
  expect(imported).toEqual({
    code: 2,
    out: '0 stored, 0 skipped, 1 refused. Nothing was sent to anybody.\n',
    err: `refused ${path.join(exported, 'work', 'broken.ics')}: Line 1: “nonsense” has no colon.\n`,
  });
});

test('after all this the doctor finds nothing', async () => {
  const looked = await convoke(['doctor']);
  expect(looked).toMatchObject({ code: 0, err: '' });
  expect(looked.out).toMatch(/^Looked at 6 accounts and \d+ objects: nothing is wrong\.\n$/);
});

async function invite(number: number): Promise<number> {
  const authorization = `Basic ${Buffer.from('olivia:olivia-demo').toString('base64')}`;
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:backup-${number}`],
    ...['DTSTAMP:20270301T000000Z', 'DTSTART:20270308T100000Z', 'DTEND:20270308T110000Z', 'SUMMARY:Planning'],
    ...['ORGANIZER:mailto:olivia@convoke.example', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:olivia@convoke.example'],
    ...['ATTENDEE:mailto:alice@convoke.example', 'END:VEVENT', 'END:VCALENDAR', ''],
  ];
  const url = `${server.origin}/dav/calendars/olivia/work/backup-${number}.ics`;
  const headers = { authorization, 'content-type': 'text/calendar' };
  return (await fetch(url, { method: 'PUT', headers, body: lines.join('\r\n') })).status;
}

test('a password cannot come as an argument, nor be asked for without a terminal', async () => {
  const argument = await convoke(['user', 'add', 'frank', 'a password']);
  expect(argument.code).toBe(1);
  expect(argument.err).toContain('too many arguments');
  const nowhere = await convoke(['user', 'add', 'frank']);
  expect(nowhere.code).toBe(2);
  expect(nowhere.err).toBe(
    'convoke: There is no terminal to ask for the password on: give it on standard input, with --password-stdin.\n',
  );
});

test('what is wrong is one sentence and exit code 2', async () => {
  const short = await convoke(['user', 'add', 'frank', '--password-stdin'], 'short');
  expect([short.code, short.err]).toEqual([2, 'convoke: The password must have at least 8 characters.\n']);
  const missing = path.join(folder, 'missing');
  const elsewhere = await convoke(['user', 'list'], '', missing);
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.err).toContain(`convoke: There is no data folder ${missing}.`);
});
