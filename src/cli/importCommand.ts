/** `convoke import` as commander knows it. */
import type { Command } from 'commander';

export function defineImportCommand(program: Command): void {
  program
    .command('import')
    .description(
      'Store .ics files in calendars of an account, as they are; nothing is sent to anybody. Exit code 2 if any was refused.',
    )
    .argument('<user>', "the account's name")
    .argument(
      '<dir>',
      'its .ics files go into the default calendar, those of a folder in it into the calendar of that name',
    )
    .action(async (user: string, dir: string) => {
      const [{ contextHere }, { importUser }] = await Promise.all([
        import('./withStore.ts'),
        import('./importAction.ts'),
      ]);
      process.exitCode = await importUser(contextHere(), user, dir);
    });
}
