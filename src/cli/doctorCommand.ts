/** `convoke doctor` as commander knows it. */
import type { Command } from 'commander';

export function defineDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'Look whether the data in CONVOKE_DATA are whole: every object parses, every index agrees, every tag is valid. Changes nothing; exit code 1 if something is wrong.',
    )
    .action(async () => {
      const [{ contextHere }, { examineData }] = await Promise.all([
        import('./withStore.ts'),
        import('./doctorAction.ts'),
      ]);
      process.exitCode = examineData(contextHere());
    });
}
