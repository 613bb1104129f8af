/** How long `npm start` takes on a fresh clone with an empty npm cache until the app answers, and the second time. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Seconds from `npm start` to the line with the address; what the launcher prints is shown. */
async function start(): Promise<number> {
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: clone,
    env: { ...process.env, PORT: '0', npm_config_cache: path.join(folder, 'npm-cache') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let seconds: number | undefined;
  child.stdout.setEncoding('utf8').on('data', (printed: string) => {
    process.stdout.write(printed);
    if (!printed.includes('http://')) return;
    seconds ??= Math.round((performance.now() - began) / 100) / 10;
    child.kill('SIGTERM');
  });
  await ended;
  if (seconds === undefined) throw new Error('npm start ended before it printed an address.');
  return seconds;
}
