/** The server killed in the middle of saving, again and again: what it acknowledged is there with all its deliveries, and nothing is half done. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ServerProcess, startProcess } from '../../support/server.ts';

const CLI = fileURLToPath(new URL('../../../dist/server/cli.js', import.meta.url));
const ROUNDS = 20;
const WRITES = 200;
const GUESTS = ['alice', 'bob'];

/** What one PUT was to store, by UID. */
type Titles = Map<string, string>;

function meeting(uid: string, title: string): string {
  const guests = GUESTS.map((name) => `ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:${name}@convoke.example`);
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`],
    ...['DTSTAMP:20270201T080000Z', 'DTSTART:20270308T100000Z', 'DTEND:20270308T110000Z', `SUMMARY:${title}`],
    ...['ORGANIZER:mailto:olivia@convoke.example', ...guests, 'END:VEVENT', 'END:VCALENDAR'],
  ];
  return `${lines.join('\r\n')}\r\n`;
}

const basic = (name: string) => `Basic ${Buffer.from(`${name}:${name}-demo`).toString('base64')}`;

/** Resolves with the status, or 0 when the connection broke. */
function put(origin: string, agent: Agent, uid: string, title: string): Promise<number> {
  const body = meeting(uid, title);
  const headers = { authorization: basic('olivia'), 'content-type': 'text/calendar', 'content-length': body.length };
  return new Promise((resolve) => {
    const sent = request(`${origin}/dav/calendars/olivia/work/${uid}.ics`, { method: 'PUT', agent, headers });
    sent.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

/** UID and SUMMARY of everything in a collection, as `uid title` lines, ascending. */
async function titlesIn(origin: string, name: string, collection: string): Promise<readonly string[]> {
  const body = `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>`;
  const answer = await fetch(`${origin}/dav/calendars/${name}/${collection}/`, {
    method: 'REPORT',
    headers: { authorization: basic(name), depth: '1' },
    body,
  });
  expect(answer.status).toBe(207);
  const found = (await answer.text()).matchAll(/UID:([^&\s]+)[\s\S]*?SUMMARY:([^&\s]+)/g);
  return [...found].map(([, uid, title]) => `${uid} ${title}`).sort();
}

async function doctor(data: string): Promise<string> {
  const child = spawn(process.execPath, [CLI, 'doctor'], { env: { ...process.env, CONVOKE_DATA: data } });
  child.stdin.end();
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return out + err;
}

/** Writes many at once and kills the server after a share of the answers. What was acknowledged goes into `titles`. */
async function writeAndKill(server: ServerProcess, round: number, known: readonly string[], titles: Titles) {
  const agent = new Agent({ keepAlive: true, maxSockets: WRITES });
  // Half are changed meetings of earlier rounds, as far as there are any.
  const changed = known.slice(-WRITES / 2);
  const uids = [
    ...changed,
    ...Array.from({ length: WRITES - changed.length }, (_, index) => `r${round}n${index}@test`),
  ];
  const killAfter = Math.floor(((round * 7 + 3) % ROUNDS) * (WRITES / ROUNDS));
  let answered = 0;
  let killed: Promise<void> | undefined;
  const statuses = uids.map(async (uid) => {
    const title = `round-${round}`;
    const status = await put(server.origin, agent, uid, title);
    if (status !== 0) answered += 1;
    if (status === 201 || status === 204) titles.set(uid, title);
    if (answered >= killAfter) killed ??= server.kill();
    return status;
  });
  if (killAfter === 0) killed ??= server.kill();
  const all = await Promise.all(statuses);
  await killed;
  agent.destroy();
  expect(all.filter((status) => ![0, 201, 204].includes(status))).toEqual([]);
  return { uids, broken: all.filter((status) => status === 0).length };
}

test('twenty times killed among 200 saves: every acknowledged one is there with its deliveries, none is half done', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'convoke-crash-'));
  const data = path.join(folder, 'data');
  const acknowledged: Titles = new Map();
  let known: readonly string[] = [];
  let broken = 0;
  try {
    let server = await startProcess(data);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const written = await writeAndKill(server, round, known, acknowledged);
      broken += written.broken;
      expect(await doctor(data)).toMatch(/^Looked at 5 accounts and \d+ objects: nothing is wrong\.\n$/);
      server = await startProcess(data);
      const { origin } = server;
      const stored = await titlesIn(origin, 'olivia', 'work');
      const titles = new Map(stored.map((line) => line.split(' ') as [string, string]));
      for (const [uid, title] of acknowledged) {
        // One that was not acknowledged may have been stored after it.
        const isLater = written.uids.includes(uid) && titles.get(uid) === `round-${round}`;
        expect(isLater ? title : titles.get(uid), `${uid} after round ${round}`).toBe(title);
      }
      for (const name of GUESTS) {
        expect(await titlesIn(origin, name, 'work'), `the calendar of ${name}`).toEqual(stored);
        // Each save that was stored sent one message: the last of each meeting stands in its copy.
        const messages = await titlesIn(origin, name, 'inbox');
        expect(new Set(messages).size, `inbox of ${name}`).toBe(messages.length);
        expect(messages).toEqual(expect.arrayContaining([...stored]));
        const latest = messages.filter((line) => line.endsWith(` round-${round}`));
        expect(latest).toEqual(stored.filter((line) => line.endsWith(` round-${round}`)));
      }
      known = [...titles.keys()];
    }
    expect(await server.stop()).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  // Else the kills came too early or too late to prove anything.
  expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  expect(broken).toBeGreaterThan(ROUNDS);
}, 900_000);
