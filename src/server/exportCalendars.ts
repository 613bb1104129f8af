/** Calendars as plain .ics files, for `convoke export`. */
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './dataFolder.ts';
import { StartError } from './startError.ts';
import type { Store, User } from './store/store.ts';

export interface Exported {
  readonly calendars: number;
  readonly objects: number;
}

/**
 * Writes each calendar of a user into a folder of its own, each object byte for byte as it is stored, under its own name as far
 * as every file system takes it. The inbox is left out: what is in it has been worked into the calendars.
 * @throws StartError when the folder is not empty
 */
export async function exportCalendars(store: Store, user: User, folder: string): Promise<Exported> {
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new StartError(`The folder ${folder} is not empty: an export overwrites nothing.`);
  await makeFolder(folder);
  const calendars = (await store.collections(user.id)).filter(({ kind }) => kind === 'calendar');
  const nameOfCalendar = safeNames('');
  let objects = 0;
  for (const calendar of calendars) {
    const path = join(folder, nameOfCalendar(calendar.name));
    await makeFolder(path);
    const nameOfObject = safeNames('.ics');
    for (const { name, data } of await store.objects(calendar.id)) {
      await writeFile(join(path, nameOfObject(name)), data, { flag: 'wx' });
      objects += 1;
    }
  }
  return { calendars: calendars.length, objects };
}

/** Of four octets each at most, so that name, number and extension stay below 255. */
const MAX_CHARACTERS = 55;
const RESERVED_BY_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Makes file names of one folder: no two are the same, also where upper and lower case do not count. */
function safeNames(extension: string): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const stem = safeStem(
      name.toLowerCase().endsWith(extension) ? name.slice(0, name.length - extension.length) : name,
    );
    for (let count = 1; ; count += 1) {
      const candidate = `${count === 1 ? stem : `${stem}-${count}`}${extension}`;
      if (taken.has(candidate.toLowerCase())) continue;
      taken.add(candidate.toLowerCase());
      return candidate;
    }
  };
}

/** Letters and digits of any script, and what is harmless between them; nothing that hides a file or climbs out of the folder. */
function safeStem(name: string): string {
  const harmless = name.normalize('NFC').replace(/[^\p{L}\p{N}._@+-]+/gu, '-');
  const stem = [...harmless.replace(/^[.-]+/, '')]
    .slice(0, MAX_CHARACTERS)
    .join('')
    .replace(/[.-]+$/, '');
  if (stem === '') return 'unnamed';
  return RESERVED_BY_WINDOWS.test(stem.split('.', 1)[0] ?? '') ? `_${stem}` : stem;
}
