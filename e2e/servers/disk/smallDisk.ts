/** A file system of a few megabytes in memory, as root mounts it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  readonly folder: string;
  /** Mounts it anew with these options, `size=64m` or `ro`; what is on it stays. */
  readonly remount: (options: string) => Promise<void>;
  /** Also when files on it are open. */
  readonly unmount: () => Promise<void>;
}

/** @throws Error saying that mounting is not permitted here */
export async function mountSmallDisk(size: string): Promise<SmallDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'convoke-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'convoke-test', folder]);
  } catch (cause) {
    await rmdir(folder);
    throw new Error('This test mounts a small file system: it needs root, and the right to mount.', { cause });
  }
  return {
    folder,
    remount: async (options) => {
      await run('mount', ['-o', `remount,${options}`, folder]);
    },
    unmount: async () => {
      await run('umount', [folder]).catch(() => run('umount', ['--lazy', folder]));
      await rmdir(folder);
    },
  };
}
