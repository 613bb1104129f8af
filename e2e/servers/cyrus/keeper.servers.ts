import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startCyrus } from './startCyrus.ts';

const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url));

test('Cyrus starts and stops in less than 30 seconds, knows its users’ passwords, and says which version it is', async () => {
  const start = performance.now();
  const cyrus = await startCyrus();
  const { username, password } = cyrus.credentials('olivia');
  const response = await fetch(`${cyrus.origin}/dav/calendars/user/olivia/Nothing/`, {
    headers: { Authorization: `Basic ${btoa(`${username}:${password}`)}` },
  });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('Cyrus-HTTP/3.');
  await cyrus.stop();
  expect(performance.now() - start).toBeLessThan(30_000);
});

test('Nothing is left of it when it is stopped', async () => {
  const { keeper, folder } = await startKeeper();
  expect(await processesOf(folder)).not.toEqual([]);
  keeper.stdin?.end();
  await expectNothingLeft(folder);
});

test('Nothing is left of it when the process that started it is killed', async () => {
  const program = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(KEEPER)}, 'olivia'], { stdio: ['pipe', 'inherit', 'inherit'], detached: true })`;
  const starter = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const folder = await folderFrom(starter);
  starter.kill('SIGKILL');
  await expectNothingLeft(folder);
});

test('Nothing is left of it when Cyrus itself dies, and that is said', async () => {
  const { keeper, folder } = await startKeeper();
  const said = new Promise<string>((resolve) =>
    keeper.stderr?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  process.kill(Number(await readFile(path.join(folder, 'conf', 'master.pid'), 'utf8')), 'SIGKILL');
  expect(await said).toBe('Cyrus ended by itself (SIGKILL).\n');
  await expectNothingLeft(folder);
});

async function startKeeper(): Promise<{ readonly keeper: ChildProcess; readonly folder: string }> {
  const keeper = spawn(process.execPath, [KEEPER, 'olivia'], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  return { keeper, folder: await folderFrom(keeper) };
}

/** The folder that the keeper says, when Cyrus's services run. */
async function folderFrom(starter: ChildProcess): Promise<string> {
  const line = await new Promise<Buffer>((resolve) => starter.stdout?.once('data', resolve));
  const { folder }: { readonly folder: string } = JSON.parse(line.toString());
  await expect.poll(async () => (await processesOf(folder)).length, { timeout: 20_000 }).toBeGreaterThan(1);
  return folder;
}

async function expectNothingLeft(folder: string): Promise<void> {
  await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
  expect(await processesOf(folder)).toEqual([]);
}

/** The processes whose command line names the folder. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder)).map((line) => line.replaceAll('\0', ' '));
}
