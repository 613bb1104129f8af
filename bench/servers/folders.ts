import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const MEMORY = '/dev/shm';

/** A new folder that goes when this process ends; in memory where there is such a file system and it is asked for. */
export function temporaryFolder(place: 'disk' | 'memory'): string {
  const base = place === 'memory' && existsSync(MEMORY) ? MEMORY : tmpdir();
  const folder = mkdtempSync(path.join(base, 'convoke-servers-'));
  // Cyrus runs as a user of its own.
  chmodSync(folder, 0o711);
  process.on('exit', () => removeFolder(folder));
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A copy with the same owners, which must not be there yet. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}
