/** What is an Attendee's own in his copy, and stays his whatever the Organizer sends, RFC 6638 §3.2.2.1 (scheduling.md S11.3). */
import {
  type Component,
  getParameter,
  getProperty,
  mapProperties,
  withoutProperties,
  withParameter,
} from '../icalendar/component.ts';
import { isViewedProperty, privateDifferences, viewDifferences } from './attendeeView.ts';
import { componentAt, derivedAt } from './schedulingObject.ts';
import type { SchedulingComponent, SchedulingObject } from './types.ts';

/** In the view, yet the Attendee's to change: RFC 6638 §3.2.2.1, and a COMMENT that goes with his reply. */
export const ATTENDEE_MAY: ReadonlySet<string> = new Set(['PERCENT-COMPLETE', 'COMPLETED', 'COMMENT']);

/** Never the Organizer's business. */
const PERSONAL: ReadonlySet<string> = new Set(['TRANSP', 'CATEGORIES', 'COLOR']);
/** How far the Attendee is with his part of a VTODO, RFC 5545 §3.8.1.8: the Organizer's counts until there is his own. */
const PROGRESS: ReadonlySet<string> = new Set(['PERCENT-COMPLETE', 'COMPLETED']);

/**
 * A component of the Organizer's with what the copy has of the Attendee's own at that key: alarms, TRANSP, CATEGORIES, COLOR,
 * PERCENT-COMPLETE, COMPLETED, a COMMENT when the Organizer has none, X- properties that no one else sees, and who answers for
 * him: SCHEDULE-AGENT on ORGANIZER (RFC 6638 §3.2.2.2).
 */
export function withPersonalData(incoming: Component, copy: SchedulingObject, key: string): Component {
  const own = componentAt(copy, key)?.component;
  if (!own) return incoming;
  const organizer = getProperty(own, 'ORGANIZER');
  const agent = organizer && getParameter(organizer, 'SCHEDULE-AGENT');
  const progress = own.properties.map(({ name }) => name).filter((name) => PROGRESS.has(name));
  const bare = mapProperties(withoutProperties(incoming, ...PERSONAL, ...progress), (property) =>
    property.name === 'ORGANIZER' ? withParameter(property, 'SCHEDULE-AGENT', agent) : property,
  );
  const names = new Set(bare.properties.map(({ name }) => name));
  const kept = own.properties.filter(({ name }) => isOwn(name) && !names.has(name));
  const alarms = own.components.filter(({ name }) => name === 'VALARM');
  return {
    ...bare,
    properties: [...bare.properties, ...kept],
    components: [...bare.components.filter(({ name }) => name !== 'VALARM'), ...alarms],
  };
}

/**
 * The Attendee's own override after a REQUEST of the whole that does not have it: the instance as the Organizer's new master has
 * it, with his own matters. Undefined when the Organizer had sent the override, which he now takes back, when nothing in it is
 * the Attendee's own, or when its instance is gone.
 */
export function ownOverride(
  override: SchedulingComponent,
  copy: SchedulingObject,
  message: SchedulingObject,
): Component | undefined {
  const { key } = override;
  const instance = instanceUnder(override, copy);
  if (!instance || !message.master || !message.recurrenceSet?.has(key)) return undefined;
  const own = privateDifferences(instance, override.component);
  if (!own.some(({ property }) => property === 'VALARM' || isOwn(property))) return undefined;
  return withPersonalData(derivedAt(message, message.master, key), copy, key);
}

/**
 * The instance of the series under an override that says nothing else than it but what is the Attendee's: whether he made it or
 * the Organizer did can't be told. Undefined for what only the Organizer can have made.
 */
export function instanceUnder(override: SchedulingComponent, copy: SchedulingObject): Component | undefined {
  const { key } = override;
  if (!copy.master || copy.ranges.has(key) || !copy.recurrenceSet?.has(key)) return undefined;
  const component = derivedAt(copy, copy.master, key);
  const differences = viewDifferences({ ...copy.master, key, component }, copy.zones, override, copy.zones);
  return differences.every(({ property }) => ATTENDEE_MAY.has(property)) ? component : undefined;
}

function isOwn(name: string): boolean {
  return PERSONAL.has(name) || ATTENDEE_MAY.has(name) || (name.startsWith('X-') && !isViewedProperty(name));
}
