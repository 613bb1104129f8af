/** The built server on a real disk that fills up, or that can only be read: nothing is lost, and it goes on by itself. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServerProcess, startProcess } from '../../support/server.ts';
import { mountSmallDisk, type SmallDisk } from './smallDisk.ts';

const CLI = fileURLToPath(new URL('../../../dist/server/cli.js', import.meta.url));
const MOST = 1_000;

let disk: SmallDisk;
let data: string;
let server: ServerProcess | undefined;

beforeEach(async () => {
  disk = await mountSmallDisk('8m');
  data = path.join(disk.folder, 'data');
});

afterEach(async () => {
  await server?.kill();
  server = undefined;
  await disk.unmount();
});

/** Olivia's meeting with Alice, some 20 kilobytes. */
function meeting(uid: string): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`],
    ...['DTSTAMP:20270201T080000Z', 'DTSTART:20270308T100000Z', 'DTEND:20270308T110000Z', `SUMMARY:${uid}`],
    ...[`DESCRIPTION:${'x'.repeat(20_000)}`, 'ORGANIZER:mailto:olivia@convoke.example'],
    ...['ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alice@convoke.example', 'END:VEVENT', 'END:VCALENDAR'],
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function send(origin: string, method: string, to: string, body?: string): Promise<Response> {
  const [, name] = /^\/dav\/calendars\/(\w+)\//.exec(to) ?? [];
  const authorization = `Basic ${Buffer.from(`${name}:${name}-demo`).toString('base64')}`;
  const headers = { authorization, depth: '1', ...(method === 'PUT' ? { 'content-type': 'text/calendar' } : {}) };
  return fetch(`${origin}${to}`, { method, headers, ...(body === undefined ? {} : { body }) });
}

const put = (origin: string, uid: string) => send(origin, 'PUT', `/dav/calendars/olivia/work/${uid}.ics`, meeting(uid));

/** The titles of what is in a collection, ascending. */
async function titlesIn(origin: string, collection: string): Promise<readonly string[]> {
  const body =
    '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>';
  const answer = await send(origin, 'REPORT', `/dav/calendars/${collection}/`, body);
  expect(answer.status).toBe(207);
  return [...(await answer.text()).matchAll(/SUMMARY:([^&\s]+)/g)].map(([, title]) => title ?? '').sort();
}

async function doctor(): Promise<string> {
  const child = spawn(process.execPath, [CLI, 'doctor'], { env: { ...process.env, CONVOKE_DATA: data } });
  child.stdin.end();
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return out + err;
}

const CLEAN = /^Looked at 5 accounts and \d+ objects: nothing is wrong\.\n$/;

/** What Olivia stored is at Alice's too, with one message each. */
async function expectEverywhere(origin: string, stored: readonly string[]): Promise<void> {
  const expected = [...stored].sort();
  for (const collection of ['olivia/work', 'alice/work', 'alice/inbox'])
    expect(await titlesIn(origin, collection), collection).toEqual(expected);
}

test('a full disk is 507 for what is saved; all that was stored is there, and with room again saving goes on', async () => {
  server = await startProcess(data);
  const { origin } = server;
  const stored: string[] = [];
  let refused: Response | undefined;
  while (refused === undefined && stored.length < MOST) {
    const uid = `full-${stored.length}`;
    const answer = await put(origin, uid);
    if (answer.status === 201) stored.push(uid);
    else refused = answer;
  }
  expect(refused?.status).toBe(507);
  expect(refused?.headers.get('retry-after')).toBe('60');
  expect(await refused?.text()).toContain('<D:sufficient-disk-space/>');
  expect(stored.length).toBeGreaterThan(10);
  // Again and again: a refusal leaves nothing behind that the next one falls over.
  for (const uid of ['again-1', 'again-2', 'again-3']) expect((await put(origin, uid)).status).toBe(507);
  await expectEverywhere(origin, stored);

  await disk.remount('size=64m');
  expect((await put(origin, 'later')).status).toBe(201);
  stored.push('later');
  await expectEverywhere(origin, stored);
  expect(await doctor()).toMatch(CLEAN);
  expect(await server.stop()).toBe(0);

  server = await startProcess(data);
  await expectEverywhere(server.origin, stored);
  expect(await server.stop()).toBe(0);
});

test('a server killed on a full disk starts again there, and tells what it stored', async () => {
  server = await startProcess(data);
  const stored: string[] = [];
  while (stored.length < MOST && (await put(server.origin, `full-${stored.length}`)).status === 201)
    stored.push(`full-${stored.length}`);
  expect(stored.length).toBeLessThan(MOST);
  await server.kill();

  server = await startProcess(data);
  await expectEverywhere(server.origin, stored);
  await disk.remount('size=64m');
  expect((await put(server.origin, 'later')).status).toBe(201);
  expect(await doctor()).toMatch(CLEAN);
  expect(await server.stop()).toBe(0);
});

// A file system whose files are open for writing cannot be made read-only: the server has to start on it.
test('on a disk that can only be read the server says so and ends; it starts when the disk can be written', async () => {
  server = await startProcess(data);
  expect((await put(server.origin, 'before')).status).toBe(201);
  expect(await server.stop()).toBe(0);
  await disk.remount('ro');
  await expect(startProcess(data)).rejects.toThrow(/exit code 1:[\s\S]*(read-?only|written)/i);
  await disk.remount('rw');
  server = await startProcess(data);
  await expectEverywhere(server.origin, ['before']);
  expect((await put(server.origin, 'after')).status).toBe(201);
  expect(await doctor()).toMatch(CLEAN);
  expect(await server.stop()).toBe(0);
});
