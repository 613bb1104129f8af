import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { installDebianPackages, isRootOnDebian } from './debian.mjs';
import { StepFailedError } from './project.mjs';
import { run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** For headless tests: no traffic of the browser's own; Chromium refuses to run as root with its sandbox. */
export const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium that CHROMIUM_PATH names, or the first of the usual names on PATH that runs; undefined: Playwright's own, if anything. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const candidate = path.join(folder, name);
      if (folder && isExecutable(candidate) && runs(candidate)) return candidate;
    }
  }
  return undefined;
}

/** Finds a Chromium or installs one: by apt when root on Debian, else by Playwright. */
export async function ensureChromium() {
  if (process.env.CHROMIUM_PATH && !isExecutable(process.env.CHROMIUM_PATH)) {
    throw new StepFailedError(
      `CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which is not a program that can be run.`,
    );
  }
  if (findChromium() || (await playwrightHasChromium())) return;
  if (isRootOnDebian()) {
    console.log('No Chromium found: installing Debian’s package chromium with apt-get …');
    const failure = await installDebianPackages(['chromium']);
    if (failure !== undefined) console.log(failure);
    if (findChromium()) return;
  }
  console.log('No Chromium found: installing Playwright’s own (npx playwright install chromium) …');
  const { output } = await run('npx', ['playwright', 'install', 'chromium']);
  if (await playwrightHasChromium()) return;
  console.log(output.trim());
  throw new StepFailedError(
    'The end-to-end tests need Chromium. Install it with "sudo apt-get install chromium" or "npx playwright install chromium", ' +
      'or name yours in CHROMIUM_PATH.',
  );
}

/** Some systems have a stub under one of the names that only says how to install the browser. */
function runs(program) {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Imported late: the launcher's support files also load when nothing is installed yet. */
async function playwrightHasChromium() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}
