/** The server in this process, for tests and benchmarks: demo accounts, a database in memory unless a file is named. */
import type { FastifyInstance } from 'fastify';
import { createDemoAccounts } from './accounts.ts';
import { createServer, type ServerOptions } from './createServer.ts';
import { openStore } from './store/libsqlStore.ts';
import type { Store } from './store/store.ts';

export interface InProcessServer {
  readonly app: FastifyInstance;
  readonly store: Store;
  /** `http://127.0.0.1:40123`, listening. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export interface InProcessOptions extends Partial<ServerOptions> {
  /** A path; in memory if absent. */
  readonly file?: string;
  /** `false`: without the embedded CalDAV server. */
  readonly embedded?: boolean;
}

/** Starts on a free port of the loopback interface. The domain is `convoke.example` unless given. */
export async function startInProcess(options: InProcessOptions = {}): Promise<InProcessServer> {
  const { file = ':memory:', embedded = true, ...others } = options;
  const now = others.now ?? (() => new Date());
  const domain = others.domain ?? 'convoke.example';
  const store = others.store ?? (await openStore(file, now));
  await createDemoAccounts(store, domain, now);
  const app = await createServer({ ...others, store: embedded ? store : undefined, domain, now });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = async (): Promise<void> => {
    await app.close();
    await store.close();
  };
  return { app, store, origin, close };
}
