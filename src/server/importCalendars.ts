/** Plain .ics files into calendars, for `convoke import`: stored as they are, planned for nobody and sent to nobody. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { type Component, getParameter, getText, makeComponent } from '../icalendar/component.ts';
import { planScheduling } from '../scheduling/plan.ts';
import { type CalendarBody, readCalendarBody } from './calendarBody.ts';
import { ownerOf } from './dav.ts';
import { DavError } from './errors.ts';
import { requireInstanceLimit } from './instanceLimit.ts';
import { DEFAULT_SERVER_LIMITS as LIMITS } from './limits.ts';
import { newMemberName } from './memberName.ts';
import { newScheduleTag, stateOf } from './objectState.ts';
import { hrefOf, parseResource } from './resources.ts';
import { requireLimits } from './schedulingChange.ts';
import {
  type Collection,
  DEFAULT_COMPONENTS,
  type ObjectState,
  StaleWriteError,
  type Store,
  type User,
} from './store/store.ts';

/** Of a file with a whole calendar in it, in octets; each object is held to the server's own limits. */
const MAX_FILE_SIZE = 100_000_000;

/** What became of one object of a file, or of a file that cannot be read. */
export interface ImportOutcome {
  readonly kind: 'stored' | 'skipped' | 'refused';
  readonly path: string;
  /** Why it was skipped or refused, a sentence; empty when it was stored. */
  readonly reason: string;
}

/**
 * Puts the .ics files of a folder into the user's default calendar, those of a folder in it into the calendar of that name, which
 * is made when there is none. Tells of each object in turn and stops at none.
 * @throws what Node says when the folder itself cannot be read
 */
export async function* importCalendars(store: Store, user: User, folder: string): AsyncGenerator<ImportOutcome> {
  const calendars = await store.collections(user.id);
  const defaultCalendar = calendars.find(({ id }) => id === user.defaultCollectionId);
  if (defaultCalendar === undefined) throw new Error('The account has no default calendar.');
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (await isFolder(path)) yield* importFolder(store, user, name, path);
    else if (isCalendarFile(name)) yield* importFile(store, user, defaultCalendar, path, name);
  }
}

async function* importFolder(store: Store, user: User, name: string, folder: string): AsyncGenerator<ImportOutcome> {
  const files = (await namesIn(folder)).filter(isCalendarFile);
  if (files.length === 0) return;
  const calendar = await calendarNamed(store, user, name);
  for (const file of files) {
    const path = join(folder, file);
    if (calendar) yield* importFile(store, user, calendar, path, file);
    else yield { kind: 'refused', path, reason: `No calendar can be named “${name}”.` };
  }
}

async function* importFile(
  store: Store,
  user: User,
  calendar: Collection,
  path: string,
  file: string,
): AsyncGenerator<ImportOutcome> {
  try {
    const objects = objectsOf(await bodyOf(path));
    for (const object of objects) {
      const name = objects.length === 1 ? file : undefined;
      yield { path, ...(await importObject(store, user, calendar, object, name).catch(refusal)) };
    }
  } catch (error) {
    yield { path, ...refusal(error) };
  }
}

async function bodyOf(path: string): Promise<CalendarBody> {
  if ((await stat(path)).size > MAX_FILE_SIZE) throw new RangeError(`The file is larger than ${MAX_FILE_SIZE} octets.`);
  return readCalendarBody(await readFile(path));
}

/**
 * The calendar object resources of a file, each of one UID (RFC 4791 §4.1): the file itself, or its parts with the VTIMEZONEs, which
 * is how whole calendars are exported elsewhere, mostly with METHOD:PUBLISH.
 */
function objectsOf(body: CalendarBody): readonly CalendarBody[] {
  const { calendar } = body;
  const zones = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const byUid = new Map<string | undefined, Component[]>();
  for (const component of calendar.components) {
    if (component.name === 'VTIMEZONE') continue;
    const uid = getText(component, 'UID');
    const known = byUid.get(uid);
    if (known) known.push(component);
    else byUid.set(uid, [component]);
  }
  const isPublished = getText(calendar, 'METHOD')?.toUpperCase() === 'PUBLISH';
  if (byUid.size <= 1 && !isPublished) return [body];
  const properties = calendar.properties.filter(({ name }) => !(isPublished && name === 'METHOD'));
  return [...byUid.values()].map((components) => {
    const used = zones.filter((zone) => components.some((component) => usesZone(component, getText(zone, 'TZID'))));
    const text = serializeCalendarData(makeComponent(calendar.name, properties, [...used, ...components]));
    return { text, calendar: parseCalendarData(text) };
  });
}

function usesZone({ properties, components }: Component, tzid: string | undefined): boolean {
  return (
    properties.some((property) => getParameter(property, 'TZID') === tzid) ||
    components.some((component) => usesZone(component, tzid))
  );
}

type Outcome = Omit<ImportOutcome, 'path'>;

/** @throws DavError or RangeError when it cannot be stored in that calendar */
async function importObject(
  store: Store,
  user: User,
  collection: Collection,
  body: CalendarBody,
  file: string | undefined,
): Promise<Outcome> {
  if (Buffer.byteLength(body.text) > LIMITS.maxResourceSize)
    throw new RangeError(`The object is larger than ${LIMITS.maxResourceSize} octets.`);
  const state = stateToStore(user, body);
  requireInstanceLimit(body.calendar, LIMITS);
  requireLimits(body.calendar, collection, LIMITS);
  if ((await store.calendarObjectsByUid(state.uid, [user.id])).length > 0)
    return { kind: 'skipped', reason: `There is an object with the UID ${state.uid} already.` };
  const name = await freeName(store, user, collection, state.uid, file);
  await store.commit([{ kind: 'put', collection, name, expected: undefined, state }]);
  return { kind: 'stored', reason: '' };
}

/**
 * The state of an object that is stored as it came. It becomes a scheduling object resource (RFC 6638 §3.1) as it would by PUT, so
 * that later changes are sent; the replies that it shows count as given.
 * @throws DavError
 */
function stateToStore(user: User, { text, calendar }: CalendarBody): ObjectState {
  const owner = ownerOf(user);
  const plan = planScheduling({ original: undefined, modified: calendar, owner, now: new Date(), base: calendar });
  const [violation] = plan.violations;
  if (violation) throw new DavError(403, violation.detail, `C:${violation.precondition}`);
  if (forcesSending(calendar))
    throw new DavError(403, 'SCHEDULE-FORCE-SEND would send something, which an import never does.');
  const plain = stateOf(calendar, text);
  return plan.role === 'none' ? plain : { ...plain, scheduleTag: newScheduleTag(), base: text };
}

/** RFC 6638 §7.2: stored, it would send again with whatever is saved next. */
function forcesSending({ properties, components }: Component): boolean {
  return (
    properties.some((property) => getParameter(property, 'SCHEDULE-FORCE-SEND') !== undefined) ||
    components.some(forcesSending)
  );
}

/** The file's own name where it can be kept. */
async function freeName(
  store: Store,
  user: User,
  collection: Collection,
  uid: string,
  file: string | undefined,
): Promise<string> {
  if (file === undefined) return newMemberName(uid);
  const resource = { kind: 'object', user: user.name, calendar: collection.name, file } as const;
  const isPossible = parseResource(hrefOf(resource))?.kind === 'object';
  return isPossible && !(await store.object(collection.id, file)) ? file : newMemberName(uid);
}

/** Undefined when no calendar can have the name. */
async function calendarNamed(store: Store, user: User, name: string): Promise<Collection | undefined> {
  const there = await store.collection(user.id, name);
  if (there) return there.kind === 'calendar' ? there : undefined;
  if (parseResource(hrefOf({ kind: 'calendar', user: user.name, calendar: name }))?.kind !== 'calendar')
    return undefined;
  const unset = { description: undefined, color: undefined, order: undefined, timezone: undefined };
  const properties = { ...unset, displayName: name, transparent: false, dead: [] };
  return store.createCalendar({ userId: user.id, name, properties, components: DEFAULT_COMPONENTS });
}

function refusal(error: unknown): Outcome {
  if (error instanceof StaleWriteError)
    return { kind: 'refused', reason: 'Somebody else was writing to the calendar. Please try again.' };
  return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
}

/** In a fixed order; names that begin with a dot are the system's own. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
}

function isCalendarFile(name: string): boolean {
  return name.toLowerCase().endsWith('.ics');
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
