/**
 * The embedded server beside other CalDAV servers of Debian: the same client asks them the same, in turns. `--quick` for a first look,
 * `--rows put,get` and `--servers convoke,cyrus` for a part, `--rounds N`, `--json FILE` for the figures, `--data DIR` to keep the filled
 * servers for the next run, `--fill` to do nothing else.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { benchmark } from './servers/benchmark.ts';
import type { Contender } from './servers/contender.ts';
import { convoke } from './servers/convoke.ts';
import { cyrus } from './servers/cyrus.ts';
import { temporaryFolder } from './servers/folders.ts';
import { readOptions } from './servers/options.ts';
import { radicale } from './servers/radicale.ts';
import { markdownOf } from './servers/report.ts';
import { xandikos } from './servers/xandikos.ts';

const CONTENDERS: readonly Contender[] = [convoke, cyrus, radicale, xandikos];

const options = readOptions(process.argv.slice(2));
const contenders = CONTENDERS.filter(({ name }) => options.wantsServer(name));
const missing = contenders.filter((contender) => contender.missing().length > 0);
for (const contender of missing)
  console.log(`${contender.name} is left out; it needs ${contender.missing().join(', ')}.`);

const figures = await benchmark(
  contenders.filter((contender) => !missing.includes(contender)),
  options,
  temporaryFolder('disk'),
);
if (figures) {
  console.log(markdownOf(figures));
  console.log(
    `\n${cpus().length} processors, ${cpus()[0]?.model}. Load average of this machine in the last minute: ${loadavg()[0]?.toFixed(1)}.`,
  );
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(figures, undefined, 2)}\n`);
}
process.exit();
