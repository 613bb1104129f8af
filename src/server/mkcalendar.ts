/** MKCALENDAR, RFC 4791 §5.3.1, and extended MKCOL, RFC 5689: a calendar with all the properties that were given, or nothing. */
import { type DavContext, type DavRequest, type DavResponse, headerOf, type ResourceOf, xmlBody } from './dav.ts';
import { DavError } from './errors.ts';
import { FORBIDDEN, multistatus, propstatDocument } from './multistatus.ts';
import {
  applyAll,
  type PropertyUpdate,
  propstatsOfUpdates,
  type Refusal,
  updatedCalendar,
  updatesIn,
} from './propertyUpdates.ts';
import { hrefOf } from './resources.ts';
import { AlreadyExistsError, type CollectionProperties, DEFAULT_COMPONENTS } from './store/store.ts';
import { CALDAV, childrenOf, DAV, type Markup, type XmlElement, xml } from './xml.ts';

/** Both methods' answers carry it, RFC 4791 §5.3.1. */
const HEADERS = { 'cache-control': 'no-cache' };

/** When a property cannot be set, 207 says which and why: RFC 4791 §5.3.1.1. */
export async function mkcalendar(
  context: DavContext,
  resource: ResourceOf<'calendar'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = instructionsIn(request);
  if (root && (root.namespace !== CALDAV || root.name !== 'mkcalendar')) {
    throw new DavError(400, 'The body of a MKCALENDAR must be a CALDAV:mkcalendar element.');
  }
  const updates = updatesIn(root);
  const failed = await create(context, resource, updates, nameTaken);
  if (failed === undefined) return { status: 201, headers: HEADERS };
  const response = xml`<D:response><D:href>${hrefOf(resource)}</D:href>${failed}</D:response>`;
  return { ...multistatus([response]), headers: HEADERS };
}

/** The home holds calendars only, so that DAV:resourcetype must ask for one. */
export async function mkcol(
  context: DavContext,
  resource: ResourceOf<'calendar'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = instructionsIn(request);
  if (root && (root.namespace !== DAV || root.name !== 'mkcol')) {
    throw new DavError(415, 'The body of a MKCOL must be a DAV:mkcol element.');
  }
  if (await context.store.collection(context.owner.id, resource.calendar)) throw notUnmapped();
  const updates = updatesIn(root);
  if (!updates.some(isResourceType)) {
    throw new DavError(403, 'Only calendars can be made here: say so in DAV:resourcetype.', 'D:valid-resourcetype');
  }
  const failed = await create(context, resource, updates, notUnmapped);
  if (failed === undefined) return { status: 201, headers: HEADERS };
  return { status: 403, headers: HEADERS, body: propstatDocument('D:mkcol-response', failed) };
}

/** MKCALENDAR where something is already, RFC 4791 §5.3.1. */
export async function mkcalendarOnTaken(): Promise<never> {
  throw nameTaken();
}

/** Calendars are not nested, RFC 4791 §4.2; 409 where not even the outer one is, RFC 4918 §9.3.1. */
export async function mkcalendarInCalendar(context: DavContext, resource: ResourceOf<'object'>): Promise<never> {
  const outer = await context.store.collection(context.owner.id, resource.calendar);
  if (outer === undefined) throw new DavError(409, 'There is no such calendar to make another in.');
  throw new DavError(403, 'A calendar can only be made directly below the home.', 'C:calendar-collection-location-ok');
}

/** @throws DavError 415 for a body that is not XML, 400 for bad XML */
function instructionsIn(request: DavRequest): XmlElement | undefined {
  const type = headerOf(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (request.body.length > 0 && type !== undefined && !/^(?:text|application)\/(?:[^/]+\+)?xml$/.test(type)) {
    throw new DavError(415, 'The body must be XML.');
  }
  return xmlBody(request);
}

/** The propstats of a calendar that was not made; undefined: it was. */
async function create(
  { store, owner, queue }: DavContext,
  resource: ResourceOf<'calendar'>,
  updates: readonly PropertyUpdate[],
  taken: (cause: Error) => DavError,
): Promise<readonly Markup[] | undefined> {
  const { state, refusals } = applyAll(NOTHING_SET, updates, updatedNew);
  if (refusals.size > 0) return propstatsOfUpdates(updates, refusals);
  try {
    await queue(() => store.createCalendar({ userId: owner.id, name: resource.calendar, ...state }));
    return undefined;
  } catch (cause) {
    if (cause instanceof AlreadyExistsError) throw taken(cause);
    throw cause;
  }
}

interface NewCalendar {
  readonly properties: CollectionProperties;
  readonly components: readonly string[];
}

const NOTHING_SET: NewCalendar = {
  properties: {
    displayName: undefined,
    description: undefined,
    color: undefined,
    order: undefined,
    timezone: undefined,
    transparent: false,
    dead: [],
  },
  components: DEFAULT_COMPONENTS,
};
const KNOWN_COMPONENTS = new Set(['VEVENT', 'VTODO', 'VJOURNAL']);

function updatedNew(calendar: NewCalendar, update: PropertyUpdate): NewCalendar | Refusal {
  if (isResourceType(update)) return isCalendarType(update.value) ? calendar : WRONG_TYPE;
  if (update.namespace === CALDAV && update.name === 'supported-calendar-component-set') {
    const components = update.value && componentsOf(update.value);
    return components === undefined ? WRONG_COMPONENT : { ...calendar, components };
  }
  const properties = updatedCalendar(calendar.properties, update);
  return 'status' in properties ? properties : { ...calendar, properties };
}

const WRONG_TYPE: Refusal = { status: FORBIDDEN, precondition: xml`<D:valid-resourcetype/>` };
const WRONG_COMPONENT: Refusal = { status: FORBIDDEN, precondition: xml`<C:supported-calendar-component/>` };

function isResourceType({ namespace, name }: PropertyUpdate): boolean {
  return namespace === DAV && name === 'resourcetype';
}

/** DAV:collection and CALDAV:calendar, and nothing else. */
function isCalendarType(value: XmlElement | undefined): boolean {
  const types = (value?.children ?? []).map(({ namespace, name }) => `${namespace} ${name}`);
  return types.sort().join() === [`${DAV} collection`, `${CALDAV} calendar`].join();
}

/** Undefined when the element names none, or one that no calendar holds. */
function componentsOf(element: XmlElement): readonly string[] | undefined {
  const names = childrenOf(element, CALDAV, 'comp').map((comp) => (comp.attributes['name'] ?? '').toUpperCase());
  const isPossible = names.length > 0 && names.every((name) => KNOWN_COMPONENTS.has(name));
  return isPossible ? [...new Set(names)] : undefined;
}

function nameTaken(cause?: Error): DavError {
  return new DavError(403, 'There is something of that name already.', 'D:resource-must-be-null', undefined, { cause });
}

/** RFC 4918 §9.3.1. */
function notUnmapped(cause?: Error): DavError {
  return new DavError(405, 'There is something of that name already.', undefined, undefined, { cause });
}
