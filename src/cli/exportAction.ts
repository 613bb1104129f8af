/** `convoke export USER DIR`. */
import { resolve } from 'node:path';
import { exportCalendars } from '../server/exportCalendars.ts';
import { type CommandContext, requireUser, withStore } from './withStore.ts';

/** @throws StartError or RangeError with a sentence for the person */
export async function exportUser(context: CommandContext, name: string, folder: string): Promise<void> {
  const path = resolve(folder);
  const { calendars, objects } = await withStore(context, async (store) =>
    exportCalendars(store, await requireUser(store, name), path),
  );
  context.out.write(`${path} holds ${objects} objects of ${calendars} calendars.\n`);
}
