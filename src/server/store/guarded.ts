/** The door of the store: waits for other processes without holding up this one, and says what is wrong with the disk. */
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { type StorageFault, StorageFaultError } from './store.ts';

/** How long the requests that came first wait while another process writes; those after them are not kept waiting anew. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 50;
/** Without a refusal for so long, the next one begins a new wait. */
const CALM_MS = 1_000;

type Method = (...parameters: never[]) => Promise<unknown>;

/**
 * The same methods. SQLite itself would wait for a lock inside of a call, and with it every other request of this process: here
 * the wait is between two attempts. A method that was refused has written nothing.
 * @throws StorageFaultError where SQLite has a fault that is not the caller's
 */
export function guarded<Methods extends { readonly [Name in keyof Methods]: Method }>(methods: Methods): Methods {
  const mayWait = patience();
  const entries = Object.entries<Method>(methods).map(([name, method]) => [
    name,
    async (...parameters: never[]) => {
      for (;;) {
        try {
          return await method(...parameters);
        } catch (error) {
          const fault = faultOf(error);
          if (fault === undefined) throw error;
          if (fault !== 'busy' || !mayWait()) throw new StorageFaultError(fault, { cause: error });
          await sleep(PAUSE_MS);
        }
      }
    },
  ]);
  return Object.fromEntries(entries) as Methods;
}

/** Whether there is time left in a wait that all callers share. On the clock that never goes back. */
function patience(): () => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  return () => {
    const at = performance.now();
    if (at - latest > CALM_MS) since = at;
    latest = at;
    return at - since < PATIENCE_MS;
  };
}

const FAULTS: readonly (readonly [RegExp, StorageFault])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_(IOERR|READONLY|CANTOPEN|PERM|AUTH|CORRUPT|NOTADB|NOMEM|PROTOCOL|NOLFS)/, 'unusable'],
];

/** What the disk or another process is to blame for; undefined for everything else. */
function faultOf(error: unknown): StorageFault | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  return FAULTS.find(([code]) => code.test(error.code))?.[1];
}
