/** How the server ends: with what was begun finished, within its time, and at once when it is told twice. */
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type ServerProcess, startProcess } from './support/server.ts';

const BODY = [
  ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', 'UID:slow@test'],
  ...['DTSTAMP:20270201T080000Z', 'DTSTART:20270308T100000Z', 'SUMMARY:Slow', 'END:VEVENT', 'END:VCALENDAR', ''],
].join('\r\n');

let folder = '';

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'convoke-shutdown-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Sends a PUT without the end of its body. */
async function halfPut(server: ServerProcess): Promise<{ readonly socket: Socket; readonly answer: Promise<string> }> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  const chunks: string[] = [];
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => chunks.push(chunk.toString('utf8')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(chunks.join('')));
  });
  const lines = [
    'PUT /dav/calendars/olivia/work/slow.ics HTTP/1.1',
    'Host: localhost',
    `Authorization: Basic ${Buffer.from('olivia:olivia-demo').toString('base64')}`,
    'Content-Type: text/calendar',
    `Content-Length: ${BODY.length}`,
  ];
  await new Promise<void>((resolve) => {
    socket.write(`${lines.join('\r\n')}\r\n\r\n${BODY.slice(0, 50)}`, () => resolve());
  });
  // The server has begun with it when it has answered another request that came later.
  await fetch(`${server.origin}/health`);
  return { socket, answer };
}

test('a request that is under way is finished and kept; new ones are refused; all of it is in one file', async () => {
  const server = await startProcess(folder);
  const { socket, answer } = await halfPut(server);
  const ended = server.stop();
  await expect
    .poll(() =>
      fetch(`${server.origin}/health`).then(
        ({ status }) => status,
        () => 'refused',
      ),
    )
    .toBe('refused');
  socket.write(BODY.slice(50));
  expect(await answer).toMatch(/^HTTP\/1\.1 201/);
  expect(await ended).toBe(0);
  const log = path.join(folder, 'convoke.db-wal');
  expect(existsSync(log) ? statSync(log).size : 0).toBe(0);
  const again = await startProcess(folder);
  const headers = { authorization: `Basic ${Buffer.from('olivia:olivia-demo').toString('base64')}` };
  const stored = await fetch(`${again.origin}/dav/calendars/olivia/work/slow.ics`, { headers });
  expect(await stored.text()).toBe(BODY);
  expect(await again.stop()).toBe(0);
});

test('a request that does not end is given up after CONVOKE_SHUTDOWN_SECONDS', async () => {
  const server = await startProcess(folder, { CONVOKE_SHUTDOWN_SECONDS: '1' });
  const { answer } = await halfPut(server);
  await server.stop();
  expect(await answer).toBe('');
  expect(server.printed()).toContain('requests still ran at the end of the shutdown');
});

test('a second signal ends it at once', async () => {
  const server = await startProcess(folder, { CONVOKE_SHUTDOWN_SECONDS: '3600' });
  const { answer } = await halfPut(server);
  const first = server.stop();
  await expect
    .poll(() =>
      fetch(server.origin).then(
        () => 'served',
        () => 'refused',
      ),
    )
    .toBe('refused');
  expect(await server.stop()).toBe(1);
  expect(await first).toBe(1);
  expect(await answer).toBe('');
});
