import { existsSync } from 'node:fs';
import { run } from './run.mjs';

export function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** Installs packages without what they recommend. Resolves with what apt-get printed when it failed, else with undefined. */
export async function installDebianPackages(names) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  const { code, output } = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env });
  return code === 0 ? undefined : output.trim();
}

/** Those of the packages that are not installed. */
export async function missingDebianPackages(names) {
  const installed = await Promise.all(names.map(isInstalled));
  return names.filter((_, index) => !installed[index]);
}

async function isInstalled(name) {
  const { output } = await run('dpkg', ['-s', name]);
  return /^Status: install ok installed$/m.test(output);
}
