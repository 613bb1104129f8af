/** PROPPATCH, RFC 4918 §9.2, and the reading of DAV:set that MKCALENDAR shares with it. */
import { parseCalendarData } from '../icalendar/calendarData.ts';
import {
  type DavContext,
  type DavRequest,
  type DavResponse,
  type ResourceOf,
  requireCalendar,
  requireCollection,
  xmlBody,
} from './dav.ts';
import { DavError } from './errors.ts';
import { FAILED_DEPENDENCY, FORBIDDEN, multistatus, OK, type PropertyName, propertyElement } from './multistatus.ts';
import { applied, prefers } from './prefer.ts';
import { hrefOf, parseResource } from './resources.ts';
import type { CollectionProperties } from './store/store.ts';
import { APPLE_ICAL, CALDAV, childOf, childrenOf, DAV, type Markup, type XmlElement, xml } from './xml.ts';

/** One property to set (or, with `value` undefined, to remove), in the order of the request. */
interface PropertyUpdate extends PropertyName {
  readonly value: XmlElement | undefined;
}

/** Why a property cannot be set so; its element goes into DAV:error. */
interface Refusal {
  readonly precondition: Markup;
}

const PROTECTED: Refusal = { precondition: xml`<D:cannot-modify-protected-property/>` };
const MAX_TEXT = 10_000;

export async function proppatchCalendar(
  context: DavContext,
  resource: ResourceOf<'calendar'>,
  request: DavRequest,
): Promise<DavResponse> {
  const collection = await requireCalendar(context, resource.calendar);
  const updates = updatesOf(request);
  const { properties, refusals } = applyUpdates(collection.properties, updates);
  if (refusals.size === 0) await context.store.updateCalendar(collection.id, properties);
  return answer(request, hrefOf(resource), updates, refusals);
}

/** On the inbox only schedule-default-calendar-URL can be set, RFC 6638 §9.2. */
export async function proppatchInbox(
  context: DavContext,
  resource: ResourceOf<'inbox'>,
  request: DavRequest,
): Promise<DavResponse> {
  await requireCollection(context, 'inbox');
  const updates = updatesOf(request);
  const refusals = new Map<PropertyUpdate, Refusal>();
  let chosen: number | undefined;
  for (const update of updates) {
    if (update.namespace !== CALDAV || update.name !== 'schedule-default-calendar-URL') refusals.set(update, PROTECTED);
    else if (update.value === undefined) refusals.set(update, { precondition: xml`<C:default-calendar-needed/>` });
    else {
      chosen = await ownCalendarId(context, childOf(update.value, DAV, 'href')?.text ?? '');
      if (chosen === undefined) refusals.set(update, { precondition: xml`<C:valid-schedule-default-calendar-URL/>` });
    }
  }
  if (refusals.size === 0 && chosen !== undefined) await context.store.setDefaultCalendar(context.owner.id, chosen);
  return answer(request, hrefOf(resource), updates, refusals);
}

/** Of a calendar that invitations can go to. */
async function ownCalendarId(context: DavContext, href: string): Promise<number | undefined> {
  const target = parseResource(href.trim());
  if (target?.kind !== 'calendar' || target.user !== context.owner.name) return undefined;
  const collection = await context.store.collection(context.owner.id, target.calendar);
  return collection?.kind === 'calendar' && collection.components.includes('VEVENT') ? collection.id : undefined;
}

function updatesOf(request: DavRequest): readonly PropertyUpdate[] {
  const root = xmlBody(request);
  if (root === undefined || root.namespace !== DAV || root.name !== 'propertyupdate') {
    throw new DavError(400, 'The body of a PROPPATCH must be a DAV:propertyupdate element.');
  }
  return root.children.flatMap((instruction) => {
    if (instruction.namespace !== DAV || (instruction.name !== 'set' && instruction.name !== 'remove')) return [];
    const properties = childrenOf(instruction, DAV, 'prop').flatMap((prop) => prop.children);
    return properties.map(({ namespace, name }, index) => ({
      namespace,
      name,
      value: instruction.name === 'set' ? properties[index] : undefined,
    }));
  });
}

/** What MKCALENDAR sets, RFC 4791 §5.3.1; all or nothing. */
export function initialProperties(root: XmlElement | undefined): {
  readonly properties: CollectionProperties;
  readonly components: readonly string[] | undefined;
} {
  const set = (root ? childrenOf(root, DAV, 'set') : []).flatMap((one) => childrenOf(one, DAV, 'prop'));
  const elements = set.flatMap((prop) => prop.children);
  const isComponentSet = (one: XmlElement): boolean =>
    one.namespace === CALDAV && one.name === 'supported-calendar-component-set';
  const updates = elements
    .filter((one) => !isComponentSet(one) && !(one.namespace === DAV && one.name === 'resourcetype'))
    .map((value) => ({ namespace: value.namespace, name: value.name, value }));
  const { properties, refusals } = applyUpdates(NOTHING_SET, updates);
  const [refused] = refusals.keys();
  if (refused)
    throw new DavError(403, `The property ${refused.name} cannot be set so.`, 'D:cannot-modify-protected-property');
  return { properties, components: componentsOf(elements.find(isComponentSet)) };
}

const NOTHING_SET: CollectionProperties = {
  displayName: undefined,
  description: undefined,
  color: undefined,
  order: undefined,
  timezone: undefined,
  transparent: false,
};
const KNOWN_COMPONENTS = new Set(['VEVENT', 'VTODO', 'VJOURNAL']);

function componentsOf(element: XmlElement | undefined): readonly string[] | undefined {
  if (element === undefined) return undefined;
  const names = childrenOf(element, CALDAV, 'comp').map((comp) => (comp.attributes['name'] ?? '').toUpperCase());
  if (names.length === 0 || names.some((name) => !KNOWN_COMPONENTS.has(name))) {
    throw new DavError(403, 'A calendar holds VEVENT, VTODO or VJOURNAL components.', 'C:supported-calendar-component');
  }
  return [...new Set(names)];
}

function applyUpdates(before: CollectionProperties, updates: readonly PropertyUpdate[]) {
  let properties = before;
  const refusals = new Map<PropertyUpdate, Refusal>();
  for (const update of updates) {
    const next = applyUpdate(properties, update);
    if ('precondition' in next) refusals.set(update, next);
    else properties = next;
  }
  return { properties, refusals };
}

function applyUpdate(properties: CollectionProperties, update: PropertyUpdate): CollectionProperties | Refusal {
  const text = update.value?.text;
  if (text !== undefined && text.length > MAX_TEXT) return PROTECTED;
  switch (`${update.namespace} ${update.name}`) {
    case `${DAV} displayname`:
      return { ...properties, displayName: text };
    case `${CALDAV} calendar-description`:
      return { ...properties, description: text };
    case `${APPLE_ICAL} calendar-color`:
      return text === undefined || /^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(text.trim())
        ? { ...properties, color: text?.trim() }
        : PROTECTED;
    case `${APPLE_ICAL} calendar-order`:
      return { ...properties, order: text };
    case `${CALDAV} calendar-timezone`:
      return text === undefined || isTimeZone(text)
        ? { ...properties, timezone: text }
        : { precondition: xml`<C:valid-calendar-data/>` };
    case `${CALDAV} schedule-calendar-transp`: {
      const transparent = update.value !== undefined && childOf(update.value, CALDAV, 'transparent') !== undefined;
      return { ...properties, transparent };
    }
    default:
      return PROTECTED;
  }
}

/** An iCalendar object with exactly one VTIMEZONE, RFC 4791 §5.2.2. */
function isTimeZone(text: string): boolean {
  try {
    return parseCalendarData(text).components.filter((component) => component.name === 'VTIMEZONE').length === 1;
  } catch {
    return false;
  }
}

/** All or nothing, RFC 4918 §9.2: when one is refused, the others did not happen because of it. Minimal (RFC 8144): all went well. */
function answer(
  request: DavRequest,
  href: string,
  updates: readonly PropertyUpdate[],
  refusals: ReadonlyMap<PropertyUpdate, Refusal>,
): DavResponse {
  if (refusals.size === 0 && prefers(request, 'return=minimal')) {
    return applied({ status: 200, headers: { 'content-length': '0' } }, request, 'return=minimal');
  }
  const propstats = updates.map((update) => {
    const refusal = refusals.get(update);
    const status = refusal ? FORBIDDEN : refusals.size > 0 ? FAILED_DEPENDENCY : OK;
    const error = refusal && xml`<D:error>${refusal.precondition}</D:error>`;
    return xml`<D:propstat><D:prop>${propertyElement(update)}</D:prop><D:status>${status}</D:status>${error}</D:propstat>`;
  });
  return multistatus([xml`<D:response><D:href>${href}</D:href>${propstats}</D:response>`]);
}
