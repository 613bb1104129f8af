import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inProjectRoot, StepFailedError, secondsSince } from './project.mjs';
import { runScript } from './run.mjs';

export const SERVER_ENTRY = 'dist/server/main.js';
const APP_ENTRY = 'dist/app/index.html';
/** Holds the hash of the sources that dist was built from. */
const STAMP = 'dist/built-from.txt';

const SOURCES = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'lingui.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
/** Not built, or themselves made by the build (compiled messages). */
const NO_SOURCE = /\.test\.tsx?$|^src\/app\/locales\/[^/]+\.ts$/;

/** Builds app and server into dist/ unless dist/ was built from these very sources. */
export async function ensureBuilt() {
  const sources = await hashOfSources();
  if (await isBuiltFrom(sources)) return;
  const start = performance.now();
  console.log('Building the app and the server …');
  const steps = await Promise.allSettled([buildStep('build:app'), buildStep('build:server')]);
  for (const step of steps) if (step.status === 'rejected') throw step.reason;
  await mkdir(inProjectRoot('dist'), { recursive: true });
  await writeFile(inProjectRoot(STAMP), sources);
  console.log(`Built in ${secondsSince(start)}.`);
}

async function buildStep(script) {
  const { code, output } = await runScript(script);
  if (code !== 0)
    throw new StepFailedError(`${output.trim()}\nBuilding failed: npm run ${script} ended with exit code ${code}.`);
}

async function isBuiltFrom(sources) {
  if (!existsSync(inProjectRoot(SERVER_ENTRY)) || !existsSync(inProjectRoot(APP_ENTRY))) return false;
  return (await readFile(inProjectRoot(STAMP), 'utf8').catch(() => '')) === sources;
}

async function hashOfSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesUnder(source)) {
      hash.update(`${file}\0`).update(await readFile(inProjectRoot(file)));
    }
  }
  return hash.digest('hex');
}

/** Paths from the root, with `/`, in an order that does not depend on the file system; empty when there is no such file. */
async function filesUnder(source) {
  const entries = await readdir(inProjectRoot(source), { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return existsSync(inProjectRoot(source)) ? [source] : [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(inProjectRoot(), path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !NO_SOURCE.test(file))
    .sort();
}
