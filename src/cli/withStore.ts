/** What the commands on the server's data share: its settings, its store, and where they write. */
import type { Writable } from 'node:stream';
import { type DataSettings, readDataSettings } from '../server/config.ts';
import { requireDatabase } from '../server/dataFolder.ts';
import { openStore } from '../server/store/libsqlStore.ts';
import type { Store, User } from '../server/store/store.ts';

/** What a command works on and writes to. */
export interface CommandContext {
  readonly settings: DataSettings;
  readonly out: Writable;
  readonly err: Writable;
}

/** As the environment says. What the command writes is for this user alone, like everything in the data folder. */
export function contextHere(): CommandContext {
  process.umask(0o077);
  return { settings: readDataSettings(process.env), out: process.stdout, err: process.stderr };
}

/**
 * Opens the store of the data folder, which a running server may have open too, for one command.
 * @throws StartError when there is none
 */
export async function withStore<Result>(
  context: CommandContext,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(requireDatabase(context.settings.dataDirectory));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** @throws RangeError when there is no such account */
export async function requireUser(store: Store, name: string): Promise<User> {
  const user = await store.userByName(name);
  if (user === undefined) throw new RangeError(`There is no account ${name}.`);
  return user;
}

/** A line for each row, the cells below each other. */
export function writeTable({ out }: CommandContext, rows: readonly (readonly string[])[]): void {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    out.write(`${cells.join('  ').trimEnd()}\n`);
  }
}
