/** `convoke backup FILE`. */
import { resolve } from 'node:path';
import { requireDatabase } from '../server/dataFolder.ts';
import { backUp } from '../server/store/backup.ts';
import type { CommandContext } from './withStore.ts';

/** @throws StartError with a sentence for the person */
export async function backUpTo(context: CommandContext, file: string): Promise<void> {
  const path = resolve(file);
  const { users, objects } = await backUp(requireDatabase(context.settings.dataDirectory), path);
  context.out.write(`${path} holds ${users} accounts with ${objects} calendar objects; it was opened and is sound.\n`);
}
