/** `convoke backup` as commander knows it. */
import type { Command } from 'commander';

export function defineBackupCommand(program: Command): void {
  program
    .command('backup')
    .description('Copy the database of the server in CONVOKE_DATA into a new file, whole, also while it runs.')
    .argument('<file>', 'is not there yet')
    .action(async (file: string) => {
      const [{ contextHere }, { backUpTo }] = await Promise.all([
        import('./withStore.ts'),
        import('./backupAction.ts'),
      ]);
      await backUpTo(contextHere(), file);
    });
}
