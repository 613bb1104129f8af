/** Processes of the servers under measurement: each server with all its children in a process group of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

export interface ServerProcess {
  /** Of the process group: the id of its first process. */
  readonly group: number;
  /** The process has ended by itself. */
  readonly hasEnded: () => boolean;
  /** Asks the group to end, makes it after five seconds, and resolves when nothing is left of it. */
  readonly stop: () => Promise<void>;
}

const PATIENCE = 5_000;
const groups = new Set<number>();

process.on('exit', () => {
  for (const group of groups) signal(group, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(1));

/** Starts a server; what it prints goes to the end of a file. @throws Error when there is no such program */
export async function startProcess(
  [command = '', ...args]: readonly string[],
  log: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ServerProcess> {
  const output = openSync(log, 'a');
  const child = spawn(command, args, { env: environment, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const group = await pidOf(child);
  groups.add(group);
  return {
    group,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: async () => {
      for (const name of ['SIGTERM', 'SIGKILL'] as const) {
        signal(group, name);
        const deadline = Date.now() + PATIENCE;
        while (pidsOf(group).length > 0 && Date.now() < deadline) await sleep(10);
      }
      groups.delete(group);
    },
  };
}

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    if (child.pid !== undefined) resolve(child.pid);
  });
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // Nothing is left of it.
  }
}

/** The processes of a group that run. */
export function pidsOf(group: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      // After the name in parentheses, which may contain anything: state, parent, group.
      const [state, , its] = (fileText(`/proc/${pid}/stat`).split(') ').at(-1) ?? '').split(' ');
      return Number(its) === group && state !== 'Z';
    });
}

export interface Memory {
  /** Octets that each process has in memory, added up; what they share counts for each. */
  readonly resident: number;
  /** Octets, with what several processes share divided among them. */
  readonly proportional: number;
}

export function memoryOf(group: number): Memory {
  const texts = pidsOf(group).map((pid) => fileText(`/proc/${pid}/smaps_rollup`));
  const sum = (name: string) =>
    texts.reduce((total, text) => total + Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0), 0);
  return { resident: sum('Rss') * 1024, proportional: sum('Pss') * 1024 };
}

/** Empty when the process has gone meanwhile. */
function fileText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** A port of the loopback interface that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
