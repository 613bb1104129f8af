/** `convoke …`: thin commands over the rooms above. */
import { Command } from 'commander';
import { defineBackupCommand } from './backupCommand.ts';
import { defineDoctorCommand } from './doctorCommand.ts';
import { defineExportCommand } from './exportCommand.ts';
import { defineImportCommand } from './importCommand.ts';
import { type PlanOptions, planFiles, planLines } from './planCommand.ts';
import { defineUserCommands } from './userCommands.ts';

const program = new Command('convoke')
  .description('Scheduling of RFC 6638 on the command line, and the keeping of the server.')
  .showHelpAfterError();

program
  .command('plan')
  .description('Say what a change of a calendar object resource sends to whom, and what the server stores.')
  .argument('[original]', 'the object before, an .ics file; - when it does not exist yet')
  .argument('[modified]', 'the object after, an .ics file; - when it is deleted')
  .option(
    '--owner <address>',
    "a calendar user address of the calendar's owner; may stand several times",
    (address: string, others: readonly string[] = []) => [...others, address],
  )
  .option('--profile <name>', 'the server whose behaviour is predicted')
  .option('--now <time>', 'DTSTAMP of the messages, ISO 8601')
  .option('--json', 'print JSON instead of a table')
  .option('--jsonl', 'read a case a line from standard input, write an answer a line')
  .action(
    async (
      original: string | undefined,
      modified: string | undefined,
      options: PlanOptions & { readonly jsonl?: boolean },
    ) => {
      if (options.jsonl) process.exitCode = await planLines(process.stdin, options, process.stdout);
      else if (original === undefined || modified === undefined)
        program.error('convoke plan needs two files, or --jsonl.');
      else process.exitCode = await planFiles(original, modified, options, process.stdout);
    },
  );

defineUserCommands(program);
defineBackupCommand(program);
defineExportCommand(program);
defineImportCommand(program);
defineDoctorCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`convoke: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
