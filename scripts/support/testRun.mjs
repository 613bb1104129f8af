import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { countParts, NOTHING, playwright, vitest } from './counts.mjs';
import { ensureInstalled } from './install.mjs';
import { inProjectRoot, secondsSince } from './project.mjs';
import { runScript } from './run.mjs';

/** `npm test`. */
export function testEverything() {
  return countParts(parts);
}

async function* parts(reports) {
  await ensureInstalled();
  yield* checks();
  yield await vitest([], path.join(reports, 'unit.json'));
  const build = await step('build', ensureBuilt);
  yield build;
  if (build.failed > 0) {
    console.log('The end-to-end tests cannot run without a build.');
    yield { ...NOTHING, failed: 1 };
    return;
  }
  yield await step('size', () => runCheck('size'));
  await ensureChromium();
  yield await playwright([], path.join(reports, 'e2e.json'));
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
