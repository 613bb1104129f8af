import { execFileSync } from 'node:child_process';

/** The installed version of a Debian package; empty when it is not installed that way. */
export function packageVersion(name: string): string {
  try {
    return execFileSync('/usr/bin/dpkg-query', ['--show', name], { encoding: 'utf8' }).split('\t')[1]?.trim() ?? '';
  } catch {
    return '';
  }
}
