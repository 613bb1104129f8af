/** DAV:set and DAV:remove, RFC 4918 §9.2, as PROPPATCH, MKCALENDAR and extended MKCOL share them: all of them or none. */
import { parseCalendarData } from '../icalendar/calendarData.ts';
import {
  CONFLICT,
  FAILED_DEPENDENCY,
  FORBIDDEN,
  INSUFFICIENT_STORAGE,
  OK,
  type PropertyName,
  propertyElement,
} from './multistatus.ts';
import { isLive } from './properties.ts';
import type { CollectionProperties, DeadProperty } from './store/store.ts';
import {
  APPLE_ICAL,
  CALDAV,
  childOf,
  childrenOf,
  DAV,
  elementMarkup,
  type Markup,
  type XmlElement,
  xml,
} from './xml.ts';

/** One property to set (or, with `value` undefined, to remove), in the order of the request. */
export interface PropertyUpdate extends PropertyName {
  readonly value: XmlElement | undefined;
}

/** Why a property cannot be set so; `precondition` goes into DAV:error. */
export interface Refusal {
  readonly status: string;
  readonly precondition?: Markup;
}

export type Refusals = ReadonlyMap<PropertyUpdate, Refusal>;

const PROTECTED: Refusal = {
  status: FORBIDDEN,
  precondition: xml`<D:cannot-modify-protected-property/>`,
};
const TOO_LONG: Refusal = { status: INSUFFICIENT_STORAGE };

/** In characters. A VTIMEZONE that lists every change since 1900 is within. */
const MAX_TEXT = 100_000;
/** Of all dead properties of one resource, in characters of their markup. */
const MAX_DEAD = 200_000;

/** What DAV:set and DAV:remove in a body ask for, in their order. */
export function updatesIn(root: XmlElement | undefined): readonly PropertyUpdate[] {
  return (root?.children ?? []).flatMap((instruction) => {
    if (instruction.namespace !== DAV || (instruction.name !== 'set' && instruction.name !== 'remove')) return [];
    const properties = childrenOf(instruction, DAV, 'prop').flatMap((prop) => prop.children);
    return properties.map((property) => ({
      namespace: property.namespace,
      name: property.name,
      value: instruction.name === 'set' ? property : undefined,
    }));
  });
}

/** Applies one after the other with `apply`, which answers with the next state or a refusal. */
export function applyAll<State extends object>(
  before: State,
  updates: readonly PropertyUpdate[],
  apply: (state: State, update: PropertyUpdate) => State | Refusal,
): { readonly state: State; readonly refusals: Refusals } {
  let state = before;
  const refusals = new Map<PropertyUpdate, Refusal>();
  for (const update of updates) {
    const next = apply(state, update);
    if ('status' in next) refusals.set(update, next);
    else state = next;
  }
  return { state, refusals };
}

/** On a calendar. */
export function updatedCalendar(
  properties: CollectionProperties,
  update: PropertyUpdate,
): CollectionProperties | Refusal {
  const text = update.value?.text;
  if (text !== undefined && text.length > MAX_TEXT) return TOO_LONG;
  switch (`${update.namespace} ${update.name}`) {
    case `${DAV} displayname`:
      return { ...properties, displayName: text };
    case `${CALDAV} calendar-description`:
      return { ...properties, description: text };
    case `${APPLE_ICAL} calendar-color`:
      return text === undefined || /^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(text.trim())
        ? { ...properties, color: text?.trim() }
        : { status: FORBIDDEN };
    case `${APPLE_ICAL} calendar-order`:
      return { ...properties, order: text };
    case `${CALDAV} calendar-timezone`:
      return text === undefined || isTimeZone(text)
        ? { ...properties, timezone: text }
        : { status: FORBIDDEN, precondition: xml`<C:valid-calendar-data/>` };
    case `${CALDAV} schedule-calendar-transp`: {
      const transparent = transparencyOf(update.value);
      return transparent === undefined ? { status: CONFLICT } : { ...properties, transparent };
    }
    default: {
      const dead = updatedDead(properties.dead, update);
      return 'status' in dead ? dead : { ...properties, dead };
    }
  }
}

/** RFC 6638 §9.1: opaque where nothing is set; undefined for a value that is neither. */
function transparencyOf(value: XmlElement | undefined): boolean | undefined {
  if (value === undefined || childOf(value, CALDAV, 'opaque')) return false;
  return childOf(value, CALDAV, 'transparent') && true;
}

/** Where no property can be set: each update's refusal. */
export function refusedUpdates(updates: readonly PropertyUpdate[]): Refusals {
  const refusalOf = (update: PropertyUpdate): Refusal =>
    update.namespace === DAV || isLive(update) ? PROTECTED : { status: FORBIDDEN };
  return new Map(updates.map((update) => [update, refusalOf(update)]));
}

/** Where only dead properties can be set. Those of DAV: are the server's, known or not. */
export function updatedDead(
  properties: readonly DeadProperty[],
  update: PropertyUpdate,
): readonly DeadProperty[] | Refusal {
  const { namespace, name, value } = update;
  if (namespace === DAV || isLive(update)) return PROTECTED;
  const isIt = (one: DeadProperty): boolean => one.namespace === namespace && one.name === name;
  if (value === undefined) return properties.filter((one) => !isIt(one));
  const { markup } = elementMarkup(value);
  const property: DeadProperty = { namespace, name, markup };
  const next = properties.some(isIt)
    ? properties.map((one) => (isIt(one) ? property : one))
    : [...properties, property];
  return next.reduce((size, one) => size + one.markup.length, 0) > MAX_DEAD ? TOO_LONG : next;
}

/** One DAV:propstat for each update: what was refused, and what did not happen because of it. */
export function propstatsOfUpdates(updates: readonly PropertyUpdate[], refusals: Refusals): readonly Markup[] {
  return updates.map((update) => {
    const refusal = refusals.get(update);
    const status = refusal?.status ?? (refusals.size > 0 ? FAILED_DEPENDENCY : OK);
    const error = refusal?.precondition && xml`<D:error>${refusal.precondition}</D:error>`;
    return xml`<D:propstat><D:prop>${propertyElement(update)}</D:prop><D:status>${status}</D:status>${error}</D:propstat>`;
  });
}

/** An iCalendar object with exactly one VTIMEZONE, RFC 4791 §5.2.2. */
function isTimeZone(text: string): boolean {
  try {
    return parseCalendarData(text).components.filter((component) => component.name === 'VTIMEZONE').length === 1;
  } catch {
    return false;
  }
}
