import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { inProjectRoot, secondsSince, sentenceOf } from './project.mjs';
import { run, runScript } from './run.mjs';

/** Counts of one part, and of the whole. */
const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/** Runs every part, also after a failure, prints the closing line and sets the exit code. */
export async function testEverything() {
  process.chdir(inProjectRoot());
  const reports = await mkdtemp(path.join(os.tmpdir(), 'convoke-test-'));
  let total = NOTHING;
  try {
    for await (const counts of parts(reports)) total = sum(total, counts);
  } catch (error) {
    console.error(sentenceOf(error));
    total = sum(total, { ...NOTHING, failed: 1 });
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function* parts(reports) {
  await ensureInstalled();
  yield* checks();
  yield await unitTests(path.join(reports, 'unit.json'));
  const build = await step('build', ensureBuilt);
  yield build;
  if (build.failed > 0) {
    console.log('The end-to-end tests cannot run without a build.');
    yield { ...NOTHING, failed: 1 };
    return;
  }
  yield await step('size', () => runCheck('size'));
  await ensureChromium();
  yield await endToEndTests(path.join(reports, 'e2e.json'));
}

/** Each check:… script that package.json's `check` chains counts as one. */
async function* checks() {
  const { scripts } = JSON.parse(await readFile(inProjectRoot('package.json'), 'utf8'));
  for (const [, script] of scripts.check.matchAll(/npm run (\S+)/g)) yield await step(script, () => runCheck(script));
}

async function runCheck(script) {
  const { code, output } = await runScript(script);
  if (code !== 0) throw new Error(output.trim() || `exit code ${code}`);
}

async function step(title, work) {
  const start = performance.now();
  try {
    await work();
    console.log(`✓ ${title} (${secondsSince(start)})`);
    return { ...NOTHING, passed: 1 };
  } catch (error) {
    console.log(`${error.message}\n✗ ${title} (${secondsSince(start)})`);
    return { ...NOTHING, failed: 1 };
  }
}

async function unitTests(report) {
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return runner('vitest', args, {}, report, (results) => ({
    passed: results.numPassedTests,
    // A file that could not even be loaded has no tests to count.
    failed:
      results.numFailedTests +
      results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: results.numPendingTests + results.numTodoTests,
  }));
}

async function endToEndTests(report) {
  const args = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'];
  return runner('playwright', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report }, report, (results) => ({
    passed: results.stats.expected,
    // A test that passes only at the second try is not one to rely on.
    failed: results.stats.unexpected + results.stats.flaky,
    skipped: results.stats.skipped,
  }));
}

/** Counts by the runner's own JSON report. No report, no test, or a bad exit code without a failed test: one failure. */
async function runner(tool, args, env, report, countsOf) {
  console.log(`\n${tool}`);
  const { code } = await run(process.execPath, args, { show: true, env });
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) {
    console.log(`✗ ${tool} ended with exit code ${code} before it reported its tests.`);
    return { ...NOTHING, failed: 1 };
  }
  const counts = countsOf(JSON.parse(text));
  if (counts.passed + counts.failed === 0 || (code !== 0 && counts.failed === 0)) {
    console.log(`✗ ${tool} ran ${counts.passed + counts.failed} tests and ended with exit code ${code}.`);
    return { ...counts, failed: counts.failed + 1 };
  }
  return counts;
}

function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
