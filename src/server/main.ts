/** Starts the server: environment → config → listen. One clear sentence and exit code 1 when that fails. */
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDemoAccounts, openDemoAccounts } from './accounts.ts';
import { type Config, readConfig, requireNode } from './config.ts';
import { createServer } from './createServer.ts';
import { databaseIn, latestWrite, makeFolder } from './dataFolder.ts';
import { greeting } from './greeting.ts';
import { makeLog } from './log.ts';
import { stopAtSignals, stopAtUncaughtErrors } from './shutdown.ts';
import { StartError } from './startError.ts';
import { steadyClock } from './steadyClock.ts';
import { openStore } from './store/libsqlStore.ts';
import type { Store } from './store/store.ts';

try {
  requireNode(process.version);
  // Calendars and password hashes are for this user alone.
  process.umask(0o077);
  await start(readConfig(process.env, process.argv.slice(2)));
} catch (error) {
  process.stderr.write(
    `${error instanceof StartError ? error.message : `The server cannot start: ${String(error)}`}\n`,
  );
  process.exit(1);
}

async function start(config: Config): Promise<void> {
  const log = makeLog(config.logLevel);
  stopAtUncaughtErrors(log);
  const now = steadyClock(() => new Date(), await latestWrite(config.dataDirectory));
  const store = config.embedded ? await openData(config, now) : undefined;
  if (store && config.demo) await createDemoAccounts(store, config.domain, now);
  const app = await createServer({
    store,
    domain: config.domain,
    now,
    upstreams: config.upstreams,
    limits: config.limits,
    serverLimits: config.serverLimits,
    loopbackNamesOnly: config.demo,
    trustedProxies: config.trustedProxies,
    appDirectory: builtApp(),
    logger: log,
  });
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (cause) {
    await store?.close();
    throw listenError(config, cause);
  }
  stopAtSignals({ app, store, log, shutdownMs: config.serverLimits.shutdownMs });
  const accounts = store && { count: await store.userCount(), demo: await openDemoAccounts(store) };
  process.stdout.write(greeting(config, app.server.address(), accounts));
}

/** @throws StartError */
async function openData(config: Config, now: () => Date): Promise<Store> {
  try {
    await makeFolder(config.dataDirectory);
    await access(config.dataDirectory, constants.W_OK);
  } catch (cause) {
    throw new StartError(
      `The data folder ${config.dataDirectory} cannot be written (${codeOf(cause)}): set CONVOKE_DATA.`,
      { cause },
    );
  }
  try {
    return await openStore(databaseIn(config.dataDirectory), now);
  } catch (cause) {
    throw new StartError(`The database in ${config.dataDirectory} cannot be opened: ${messageOf(cause)}.`, { cause });
  }
}

/** dist/app beside dist/server, where the built server runs; undefined before the app is built. */
function builtApp(): string | undefined {
  const directory = fileURLToPath(new URL('../app', import.meta.url));
  return existsSync(join(directory, 'index.html')) ? directory : undefined;
}

function listenError({ host, port }: Config, cause: unknown): StartError {
  const code = codeOf(cause);
  if (code === 'EADDRINUSE')
    return new StartError(`Port ${port} on ${host} is in use: set PORT to another.`, { cause });
  if (code === 'EACCES')
    return new StartError(`Port ${port} on ${host} may not be opened by this user: set PORT to another.`, { cause });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`HOST=${host} is no address of this machine.`, { cause });
  return new StartError(`The server cannot listen on ${host}:${port}: ${messageOf(cause)}.`, { cause });
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unknown error';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
