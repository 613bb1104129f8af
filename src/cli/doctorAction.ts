/** `convoke doctor`. */
import { requireDatabase } from '../server/dataFolder.ts';
import { examine } from '../server/doctor.ts';
import { inspect } from '../server/store/inspection.ts';
import type { CommandContext } from './withStore.ts';

/** Prints what is wrong. Returns the exit code: 1 if anything is. */
export function examineData(context: CommandContext): number {
  const { out, settings } = context;
  const inspection = inspect(requireDatabase(settings.dataDirectory));
  let count = 0;
  try {
    const findings = examine(inspection);
    for (let next = findings.next(); ; next = findings.next()) {
      if (next.done) {
        const { users, objects } = next.value;
        const result = count === 0 ? 'nothing is wrong' : `${count} ${count === 1 ? 'finding' : 'findings'}`;
        out.write(`Looked at ${users} accounts and ${objects} objects: ${result}.\n`);
        return count === 0 ? 0 : 1;
      }
      count += 1;
      out.write(`${next.value.where}: ${next.value.fault}\n`);
    }
  } catch (error) {
    out.write(`database: It cannot be read to its end: ${error instanceof Error ? error.message : String(error)}.\n`);
    return 1;
  } finally {
    inspection.close();
  }
}
