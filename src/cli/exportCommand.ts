/** `convoke export` as commander knows it. */
import type { Command } from 'commander';

export function defineExportCommand(program: Command): void {
  program
    .command('export')
    .description("Write an account's calendars as .ics files, one for each object, byte for byte as stored.")
    .argument('<user>', "the account's name")
    .argument('<dir>', 'an empty folder, or one that is not there yet; each calendar becomes a folder in it')
    .action(async (user: string, dir: string) => {
      const [{ contextHere }, { exportUser }] = await Promise.all([
        import('./withStore.ts'),
        import('./exportAction.ts'),
      ]);
      await exportUser(contextHere(), user, dir);
    });
}
