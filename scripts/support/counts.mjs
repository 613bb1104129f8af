import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inProjectRoot, sentenceOf } from './project.mjs';
import { run } from './run.mjs';

/** Counts of one part, and of the whole. */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/**
 * Runs every part, also after a failure, prints the closing line "N passed, N failed" and sets the exit code, which is not 0 either
 * when nothing could run. `parts` takes a folder for reports and yields counts.
 */
export async function countParts(parts) {
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
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** Runs Vitest with these arguments; `report` is the file for its JSON report. */
export async function vitest(args, report, env = {}) {
  const all = ['node_modules/vitest/vitest.mjs', 'run', ...args, '--reporter=default', '--reporter=json'];
  return runner('vitest', [...all, `--outputFile.json=${report}`], env, report, (results) => ({
    passed: results.numPassedTests,
    // A file that could not even be loaded has no tests to count.
    failed:
      results.numFailedTests +
      results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: results.numPendingTests + results.numTodoTests,
  }));
}

/** Runs Playwright with these arguments; `report` is the file for its JSON report. */
export async function playwright(args, report) {
  const all = ['node_modules/@playwright/test/cli.js', 'test', ...args, '--reporter=list,json'];
  return runner('playwright', all, { PLAYWRIGHT_JSON_OUTPUT_FILE: report }, report, (results) => ({
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
