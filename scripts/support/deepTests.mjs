import { startVitest } from 'vitest/node';
import { inProjectRoot, StepFailedError, secondsSince, sentenceOf } from './project.mjs';
import { run } from './run.mjs';

const PROPERTY_RUNS = 10_000;
const RULES = 5_000;
/** Debian's Python first, since another one in the PATH does not see Debian's packages. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** Runs the property tests with many runs, then our recurrence sets against dateutil's; `seed` is a number to repeat a run. */
export async function testDeeply(seed = Math.floor(Math.random() * 1e9)) {
  process.chdir(inProjectRoot());
  try {
    const python = await pythonWithDateutil();
    const properties = await testFiles(['src/**/*.prop.test.ts'], {
      env: { CONVOKE_PROPERTY_RUNS: String(PROPERTY_RUNS) },
    });
    const recurrence = await testFiles(['src/**/*.deep.ts'], { provide: { dateutil: await rulesOf(python, seed) } });
    process.exitCode = properties && recurrence ? 0 : 1;
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
}

async function pythonWithDateutil() {
  for (const python of PYTHONS) {
    const found = await run(python, ['-c', 'import dateutil.rrule']).catch(() => ({ code: 1 }));
    if (found.code === 0) return python;
  }
  throw new StepFailedError(
    'The deep tests compare recurrence rules with dateutil for Python 3, which is missing: install it with ' +
      '`sudo apt-get install python3-dateutil` or `python3 -m pip install python-dateutil`.',
  );
}

async function rulesOf(python, seed) {
  const start = performance.now();
  console.log(`Making ${RULES} rules from seed ${seed} (repeat them with \`npm run test:deep -- ${seed}\`) …`);
  const script = inProjectRoot('scripts', 'deep', 'dateutil_rules.py');
  const { code, output } = await run(python, [script, String(seed), String(RULES)]);
  if (code !== 0) throw new StepFailedError(`${script} failed:\n${output}`);
  const { cases, skipped } = JSON.parse(output);
  console.log(`${cases.length} rules in ${secondsSince(start)}; ${skipped} on which dateutil took too long left out.`);
  return { seed, cases };
}

/** Whether all tests of these files pass. */
async function testFiles(include, options) {
  const vitest = await startVitest('test', [], { watch: false, include, ...options });
  const passed = vitest.state.getCountOfFailedTests() === 0 && vitest.state.getFiles().length > 0;
  const failed = vitest.state.getFiles().some((file) => file.result?.state !== 'pass');
  await vitest.close();
  return passed && !failed && vitest.state.getUnhandledErrors().length === 0;
}
