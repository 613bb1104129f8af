/** How long `npm start` takes on a fresh clone with an empty npm cache until the app answers, and the second time. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../e2e/support/server.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'convoke-start-'));
const clone = path.join(folder, 'convoke');
try {
  execFileSync('git', ['clone', '--quiet', project, clone]);
  const first = await start();
  const second = await start();
  console.table([
    { start: 'fresh clone, empty npm cache', seconds: first },
    { start: 'again', seconds: second },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds from `npm start` to the first answer; the launcher's own progress lines are shown. */
async function start(): Promise<number> {
  const port = String(await freePort());
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: clone,
    env: { ...process.env, PORT: port, npm_config_cache: path.join(folder, 'npm-cache') },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let answered = false;
  while (!answered && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answered = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.ok,
      () => false,
    );
  }
  const seconds = (performance.now() - began) / 1000;
  child.kill('SIGTERM');
  await ended;
  if (!answered) throw new Error('npm start ended before the app answered.');
  return Math.round(seconds * 10) / 10;
}
