/** The three-way merge of a PUT with the replies that arrived since its base, RFC 6638 §3.2.10 (scheduling.md S7.3). */
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, makeProperty, mapProperties, type Parameters, type Property } from '../icalendar/component.ts';
import type { ComponentKey, RecurrenceKey } from '../icalendar/recurrence.ts';
import { componentAt, derivedAt, readSchedulingObject, schedulingComponents } from './schedulingObject.ts';
import type { Attendee, SchedulingObject } from './types.ts';

/** What a reply changes on an ATTENDEE, RFC 6638 §4.2. */
const REPLIED = ['PARTSTAT', 'SCHEDULE-STATUS', 'DELEGATED-TO'] as const;

/**
 * Carries into the client's text what replies changed in `stored` since `base`, the object as it was when its Schedule-Tag
 * last changed: PARTSTAT, SCHEDULE-STATUS and DELEGATED-TO where the client still has the base's value, and overrides that
 * replies made. Attendees and instances that the client removed stay removed. Without a base nothing is carried over.
 * @throws as readSchedulingObject
 */
export function mergeReplies(versions: {
  readonly base: Component | undefined;
  readonly stored: Component;
  readonly client: Component;
}): Component {
  if (versions.base === undefined || versions.base === versions.stored) return versions.client;
  const base = readSchedulingObject(versions.base);
  const stored = readSchedulingObject(versions.stored);
  const client = readSchedulingObject(versions.client);
  const merged = new Map<Component, Component>();
  for (const { key, component } of schedulingComponents(client)) {
    merged.set(component, withReplies(component, key, base, stored));
  }
  const made = [...stored.overrides.keys()].flatMap((key) => overrideMadeByReply(key, base, stored, client));
  const unchanged = made.length === 0 && [...merged].every(([from, to]) => from === to);
  if (unchanged) return versions.client;
  return {
    ...versions.client,
    components: [...versions.client.components.map((component) => merged.get(component) ?? component), ...made],
  };
}

function withReplies(
  component: Component,
  key: ComponentKey,
  base: SchedulingObject,
  stored: SchedulingObject,
): Component {
  const before = componentAt(base, key)?.attendees;
  const now = componentAt(stored, key)?.attendees;
  if (!now) return component;
  return mapProperties(component, (property) => {
    if (property.name !== 'ATTENDEE') return property;
    const address = normalizeAddress(property.value);
    return withReply(property, before?.get(address), now.get(address));
  });
}

/** The client's ATTENDEE with those values of the stored one that changed since the base and that the client left as they were. */
function withReply(client: Property, before: Attendee | undefined, now: Attendee | undefined): Property {
  if (!now) return client;
  const changed = REPLIED.filter((name) => {
    const stored = parameterOf(now.property, name);
    const based = before && parameterOf(before.property, name);
    const given = parameterOf(client, name);
    return stored !== based && given !== stored && (given === based || given === '');
  });
  if (changed.length === 0) return client;
  const parameters: Record<string, readonly string[]> = { ...client.parameters };
  for (const name of changed) {
    const values = now.property.parameters[name];
    if (values === undefined) delete parameters[name];
    else parameters[name] = values;
  }
  return makeProperty(client.name, client.value, parameters satisfies Parameters);
}

/** A one-instance reply made an override; the client, who did not know, has the derived instance there. */
function overrideMadeByReply(
  key: RecurrenceKey,
  base: SchedulingObject,
  stored: SchedulingObject,
  client: SchedulingObject,
): readonly Component[] {
  if (base.overrides.has(key) || client.overrides.has(key) || !client.master || !client.recurrenceSet?.has(key))
    return [];
  const derived = derivedAt(client, client.master, key);
  const replied = withReplies(derived, key, base, stored);
  return replied === derived ? [] : [replied];
}

function parameterOf(property: Property, name: (typeof REPLIED)[number]): string {
  const value = property.parameters[name]?.join(',') ?? '';
  return name === 'PARTSTAT' ? value.toUpperCase() || 'NEEDS-ACTION' : value;
}
