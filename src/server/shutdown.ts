/** How the process ends: at a signal with every running request answered, and at once where nobody can say what holds any more. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { describeError } from './errors.ts';
import type { Store } from './store/store.ts';

interface Running {
  readonly app: FastifyInstance;
  readonly store: Store | undefined;
  readonly log: Logger;
  /** How long running requests may take; then their connections are closed. */
  readonly shutdownMs: number;
}

/** Ends at SIGTERM or SIGINT, at the second of them at once; requests that come meanwhile are refused with 503. */
export function stopAtSignals(running: Running): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      void stop(running);
    });
  }
}

async function stop({ app, store, log, shutdownMs }: Running): Promise<void> {
  const deadline = setTimeout(() => {
    log.warn({ shutdownMs }, 'requests still ran at the end of the shutdown');
    app.server.closeAllConnections();
    // What was not answered is not promised: SQLite drops an unfinished transaction at the next start.
    setTimeout(() => process.exit(1), FAREWELL_MS);
  }, shutdownMs);
  try {
    await app.close();
    await store?.close();
    clearTimeout(deadline);
    process.exit(0);
  } catch (error) {
    log.error(describeError(error), 'the shutdown failed');
    process.exit(1);
  }
}

const FAREWELL_MS = 1_000;

/** An error that nobody caught may have left anything half done in memory: it is logged, and a supervisor starts anew. */
export function stopAtUncaughtErrors(log: Logger): void {
  const fail = (error: unknown): never => {
    log.fatal(describeError(error), 'uncaught error');
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}
