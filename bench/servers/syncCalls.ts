/** What a server does to have a write on disk before it answers: counted by strace, where there is one. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pidsOf, sleep } from './processes.ts';

const STRACE = '/usr/bin/strace';
const CALLS = ['fsync', 'fdatasync', 'msync', 'sync_file_range', 'syncfs', 'sync'];

/** Calls of fsync and its like, by all processes of a group, for one of `times` operations; undefined without strace. */
export async function syncCallsOf(
  group: number,
  times: number,
  operate: () => Promise<void>,
): Promise<number | undefined> {
  if (!existsSync(STRACE)) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'convoke-strace-'));
  const output = path.join(folder, 'calls');
  const attached = pidsOf(group).flatMap((pid) => ['-p', String(pid)]);
  const strace = spawn(STRACE, ['-f', '-e', `trace=${CALLS.join(',')}`, '-o', output, ...attached], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => strace.once('exit', () => resolve()).once('error', () => resolve()));
  try {
    await sleep(1_000);
    if (strace.exitCode !== null) return undefined;
    for (let time = 0; time < times; time++) await operate();
    strace.kill('SIGINT');
    await ended;
    const calls = readFileSync(output, 'latin1').match(new RegExp(`^\\d+ +(?:${CALLS.join('|')})\\(`, 'gm')) ?? [];
    return calls.length / times;
  } finally {
    strace.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
