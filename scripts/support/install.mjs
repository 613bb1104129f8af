import { readFile } from 'node:fs/promises';
import { inProjectRoot, StepFailedError, secondsSince } from './project.mjs';
import { run } from './run.mjs';

/** Runs `npm ci` when node_modules is missing or is not what package-lock.json asks for. */
export async function ensureInstalled() {
  if (await isInstalled()) return;
  const start = performance.now();
  console.log('Installing the packages of package-lock.json (npm ci). The first time this may take a minute …');
  // Without --include=dev an inherited NODE_ENV=production would leave out what the build needs.
  const { code, output } = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0)
    throw new StepFailedError(`${output.trim()}\nInstalling failed: npm ci ended with exit code ${code}.`);
  console.log(`Installed in ${secondsSince(start)}.`);
}

/** npm keeps what it installed in node_modules/.package-lock.json and writes it last, so that an interrupted install counts as none. */
async function isInstalled() {
  const wanted = packagesOf(await readFile(inProjectRoot('package-lock.json'), 'utf8'));
  let installed;
  try {
    installed = packagesOf(await readFile(inProjectRoot('node_modules/.package-lock.json'), 'utf8'));
  } catch {
    return false;
  }
  for (const [folder, entry] of wanted) {
    const found = installed.get(folder);
    if (!found && (entry.optional || entry.devOptional)) continue; // made for another platform
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return false;
  }
  return [...installed.keys()].every((folder) => wanted.has(folder));
}

function packagesOf(lockFile) {
  return new Map(Object.entries(JSON.parse(lockFile).packages).filter(([folder]) => folder !== ''));
}
