/** `convoke import USER DIR`. */
import { resolve } from 'node:path';
import { importCalendars } from '../server/importCalendars.ts';
import { type CommandContext, requireUser, withStore } from './withStore.ts';

/** Returns the exit code: 2 if anything was refused. What is skipped is there already, which is no failure. */
export async function importUser(context: CommandContext, name: string, folder: string): Promise<number> {
  const counts = { stored: 0, skipped: 0, refused: 0 };
  await withStore(context, async (store) => {
    for await (const { kind, path, reason } of importCalendars(
      store,
      await requireUser(store, name),
      resolve(folder),
    )) {
      counts[kind] += 1;
      if (kind !== 'stored') (kind === 'refused' ? context.err : context.out).write(`${kind} ${path}: ${reason}\n`);
    }
  });
  const { stored, skipped, refused } = counts;
  context.out.write(`${stored} stored, ${skipped} skipped, ${refused} refused. Nothing was sent to anybody.\n`);
  return refused > 0 ? 2 : 0;
}
