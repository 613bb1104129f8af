import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** The built server, running on a port of its own with a new data folder and the demo accounts. */
export interface RunningServer {
  /** Origin without a final slash, `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Sends SIGTERM, resolves with the exit code and removes the data folder. */
  readonly stop: () => Promise<number>;
}

/** Variables for the server beside those that every test needs. */
export type Environment = Readonly<Record<string, string>>;

/** Starts `dist/server/main.js`; throws with what it printed when it does not listen within 20 seconds. */
export async function startServer(environment: Environment = {}): Promise<RunningServer> {
  if (!existsSync(ENTRY)) throw new Error('There is no dist/server/main.js to test: run "npm run build" first.');
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'convoke-e2e-'));
  const removed = async () => rm(dataFolder, { recursive: true, force: true });
  try {
    const { origin, stop } = await startProcess(path.join(dataFolder, 'data'), environment);
    return { origin, stop: () => stop().finally(removed) };
  } catch (error) {
    await removed();
    throw error;
  }
}

/** The server on a data folder that outlives it. */
export interface ServerProcess extends RunningServer {
  readonly pid: number;
  /** Sends SIGTERM and resolves with the exit code. */
  readonly stop: () => Promise<number>;
  /** Sends SIGKILL, which no process can answer. */
  readonly kill: () => Promise<void>;
  /** What it printed on both outputs. */
  readonly printed: () => string;
}

/** Starts `dist/server/main.js` on a data folder; throws with what it printed when it does not listen within 20 seconds. */
export async function startProcess(data: string, environment: Environment = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [ENTRY], {
    env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', CONVOKE_DATA: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = collectOutput(child);
  try {
    const origin = await listening(child, printed);
    const kill = async () => {
      await stopped(child, 'SIGKILL');
    };
    return { origin, pid: child.pid ?? 0, stop: () => stopped(child), kill, printed };
  } catch (error) {
    await stopped(child);
    throw error;
  }
}

/** The origin that the server prints when it listens. */
async function listening(child: ChildProcess, printed: () => string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed()) ?? [];
    if (origin !== undefined) return origin;
    if (child.exitCode !== null) throw new Error(`The server ended with exit code ${child.exitCode}:\n${printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server did not start:\n${printed()}`);
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? -1;
  const code = new Promise<number>((resolve) => child.once('exit', (exitCode) => resolve(exitCode ?? -1)));
  child.kill(signal);
  return code;
}
