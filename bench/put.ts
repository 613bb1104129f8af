/** How long a PUT takes that tells 1, 20 and 200 people with accounts on the server, over HTTP, with the durable store. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAccount } from '../src/server/accounts.ts';
import { createServer } from '../src/server/createServer.ts';
import { openStore } from '../src/server/store/libsqlStore.ts';
import { meetingText } from './support/meetings.ts';

const DOMAIN = 'convoke.example';
const RUNS = 15;

const folder = mkdtempSync(path.join(tmpdir(), 'convoke-put-'));
const store = await openStore(path.join(folder, 'convoke.db'));
const server = await createServer({ store, domain: DOMAIN });
try {
  await account('olivia');
  for (let guest = 0; guest < 200; guest++) await account(`guest${guest}`);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  await put(origin, 'warm-up', meetingText({ attendees: 1, overrides: 0 }));
  const rows = [];
  for (const attendees of [1, 20, 200]) {
    const invite: number[] = [];
    const update: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const uid = `${attendees}-${run}`;
      const text = meetingText({ attendees, overrides: 0 }).replace('bench-meeting', uid);
      invite.push(await put(origin, uid, text));
      update.push(await put(origin, uid, text.replace('SUMMARY:Planning', 'SUMMARY:Planning, renamed')));
    }
    rows.push({
      attendees,
      'invite, median ms': quantile(invite, 0.5),
      'invite, p95 ms': quantile(invite, 0.95),
      'update, median ms': quantile(update, 0.5),
      'update, p95 ms': quantile(update, 0.95),
    });
  }
  console.table(rows);
} finally {
  await server.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

function account(name: string): Promise<unknown> {
  return createAccount(store, {
    name,
    displayName: name,
    password: `${name}-bench`,
    addresses: [`mailto:${name}@${DOMAIN}`],
  });
}

/** Milliseconds until the answer, by when everything is stored and delivered. */
async function put(origin: string, uid: string, text: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(`${origin}/dav/calendars/olivia/work/${uid}.ics`, {
    method: 'PUT',
    headers: {
      Authorization: `Basic ${Buffer.from('olivia:olivia-bench').toString('base64')}`,
      'Content-Type': 'text/calendar; charset=utf-8',
    },
    body: text,
  });
  await response.text();
  if (!response.ok) throw new Error(`PUT answered ${response.status}.`);
  return performance.now() - start;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 10) / 10;
}
