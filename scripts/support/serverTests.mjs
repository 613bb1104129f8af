import { rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { countParts, NOTHING, playwright, vitest } from './counts.mjs';
import { installDebianPackages, isRootOnDebian, missingDebianPackages } from './debian.mjs';
import { ensureInstalled } from './install.mjs';
import { inProjectRoot } from './project.mjs';

/** What e2e/servers/cyrus starts, perl for its stand-in for sendmail, and the client of e2e/servers/clients. */
const PACKAGES = ['cyrus-imapd', 'cyrus-caldav', 'sasl2-bin', 'libsasl2-modules', 'perl', 'python3-caldav'];
const POLICY = '/usr/sbin/policy-rc.d';

/** `npm run test:servers`; `full` makes many more generated edits, `seed` repeats those of a run. */
export function testServers({ full, seed }) {
  return countParts((reports) => parts(reports, { full, seed }));
}

async function* parts(reports, { full, seed }) {
  await ensureInstalled();
  const files = await filesBelow('e2e/servers');
  const obstacle = await cyrusObstacle();
  if (obstacle !== undefined) {
    const count = files.length;
    console.log(`The tests against Cyrus IMAP and on a small disk, ${count} files, cannot run: ${obstacle}`);
    // Where nobody reads along, a test that did not run must not pass for one that did.
    yield process.env.CI ? { ...NOTHING, failed: count } : { ...NOTHING, skipped: count };
    return;
  }
  const env = { ...(full ? { CONVOKE_SERVER_EDITS: '400' } : {}), ...(seed ? { CONVOKE_SERVER_SEED: seed } : {}) };
  // e2e/servers/disk starts the built server.
  await ensureBuilt();
  yield await vitest(['--config=e2e/servers/vitest.config.ts'], path.join(reports, 'servers.json'), env);
  if (!files.some((file) => file.endsWith('.browser.ts'))) return;
  await ensureChromium();
  yield await playwright(['--config=e2e/servers/playwright.config.ts'], path.join(reports, 'browser.json'));
}

/** Test files: `.servers.ts` runs in Vitest, `.browser.ts` in Playwright. */
async function filesBelow(folder) {
  const names = await readdir(inProjectRoot(folder), { recursive: true });
  return names.filter((name) => /\.(?:servers|browser)\.ts$/.test(name));
}

/** Why Cyrus cannot be started here, in a sentence; undefined: it can. Installs what is missing when it may. */
async function cyrusObstacle() {
  if (process.getuid?.() !== 0) return 'Cyrus is started as root, since it then becomes the user "cyrus".';
  if (!isRootOnDebian()) return 'Cyrus is run from the packages of Debian, and this system is not Debian.';
  const missing = await missingDebianPackages(PACKAGES);
  if (missing.length === 0) return undefined;
  console.log(`Installing Debian’s packages ${missing.join(', ')} with apt-get …`);
  const failure = await withoutStartingServices(() => installDebianPackages(missing));
  return failure === undefined ? undefined : `installing ${missing.join(', ')} failed:\n${failure}`;
}

/** Debian starts the services of a package that it installs, unless this file says no. */
async function withoutStartingServices(install) {
  try {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
  } catch {
    return install(); // The system has a policy of its own.
  }
  try {
    return await install();
  } finally {
    rmSync(POLICY);
  }
}
