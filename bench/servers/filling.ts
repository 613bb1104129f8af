/** Fills the servers before anything is measured: in memory, where nobody waits for a disk, then copied to it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Contender, type ObjectSet, OWNER, type Place } from './contender.ts';
import { placeIn, startFirst } from './entrants.ts';
import { copyFolder, removeFolder, temporaryFolder } from './folders.ts';
import { type CalendarName, objectsOf } from './rows.ts';

/** Seconds that filling each calendar took. */
export type Filled = Readonly<Partial<Record<CalendarName, number>>>;

/** Makes `folder/<name>` with accounts and full calendars; `kept` is where other runs keep the same. */
export async function filledFolder(
  contender: Contender,
  calendars: readonly CalendarName[],
  folder: string,
  kept: string | undefined,
): Promise<Filled> {
  const target = path.join(folder, contender.name);
  const keptFolder = kept && path.join(kept, contender.name);
  const list = keptFolder && path.join(keptFolder, 'filled.json');
  const known: Filled = list && existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
  if (keptFolder && calendars.every((calendar) => calendar in known)) {
    await copyFolder(path.join(keptFolder, contender.name), target);
    return known;
  }
  const memory = temporaryFolder('memory');
  const place = await placeIn(memory, contender);
  if (keptFolder && Object.keys(known).length > 0)
    await copyFolder(path.join(keptFolder, contender.name), place.folder);
  else await contender.install(place);
  const missing = calendars.filter((calendar) => !(calendar in known));
  const filled = { ...known, ...(await fillIn(memory, contender, place, missing)) };
  await copyFolder(path.join(memory, contender.name), target);
  if (keptFolder && list) {
    removeFolder(keptFolder);
    mkdirSync(keptFolder, { recursive: true, mode: 0o711 });
    await copyFolder(path.join(memory, contender.name), path.join(keptFolder, contender.name));
    writeFileSync(list, JSON.stringify(filled));
  }
  removeFolder(memory);
  return filled;
}

async function fillIn(
  folder: string,
  contender: Contender,
  place: Place,
  calendars: readonly CalendarName[],
): Promise<Filled> {
  const { access, process } = await startFirst(contender, place);
  const filled: Partial<Record<CalendarName, number>> = {};
  for (const calendar of calendars) {
    const set = writeObjects(calendar, folder);
    const began = performance.now();
    await access.expect(201, 'MKCALENDAR', contender.calendar(OWNER, calendar));
    await contender.load(place, set);
    filled[calendar] = (performance.now() - began) / 1_000;
    removeFolder(set.folder);
  }
  access.close();
  await process.stop();
  return filled;
}

/** Writes the objects of a calendar into files, for the servers that take them from there. */
function writeObjects(calendar: CalendarName, folder: string): ObjectSet {
  const set: ObjectSet = { calendar, objects: objectsOf(calendar), folder: path.join(folder, 'objects', calendar) };
  const files = path.join(set.folder, calendar);
  mkdirSync(files, { recursive: true });
  for (const object of set.objects) writeFileSync(path.join(files, object.name), object.text(0));
  return set;
}
