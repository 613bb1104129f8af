/** REQUEST, ADD and CANCEL applied to an Attendee's copy, RFC 5546 §3.2.2, §3.2.4, §3.2.5 (scheduling.md S11.3). */
import {
  type Component,
  getParameter,
  getProperty,
  mapProperties,
  withParameter,
  withValue,
} from '../icalendar/component.ts';
import type { RecurrenceKey } from '../icalendar/recurrence.ts';
import { startProperty } from '../icalendar/recurrenceParts.ts';
import { readTime, withNeededVtimezones, writeTime } from '../icalendar/timeZone.ts';
import { viewDifferences } from './attendeeView.ts';
import { timeAtKey, withExdates } from './exdates.ts';
import type { InboundResult, Incoming } from './incoming.ts';
import { ownOverride, withPersonalData } from './personalData.ts';
import { componentAt, derivedAt, readSchedulingObject } from './schedulingObject.ts';
import type { SchedulingComponent, SchedulingObject } from './types.ts';

/** The components of a copy while a message is worked into it. */
interface Draft {
  master: Component | undefined;
  readonly overrides: Map<RecurrenceKey, Component>;
}

/**
 * REQUEST: creates or updates in place. With a full master, overrides no longer sent are dropped, unless they are newer or the
 * Attendee's own.
 */
export function applyRequest({ copy, message }: Incoming): InboundResult {
  if (copy === undefined)
    return { kind: 'stored', change: 'created', calendar: withNeededVtimezones(message.calendar) };
  if (message.master) {
    if (isOutdated(message.master, copy.master)) return OUTDATED;
    const draft: Draft = { master: withPersonalData(message.master.component, copy, 'master'), overrides: new Map() };
    for (const [key, current] of copy.overrides) {
      if (isOutdated(message.overrides.get(key) ?? message.master, current))
        draft.overrides.set(key, current.component);
    }
    for (const [key, override] of copy.overrides) {
      const own =
        message.overrides.has(key) || draft.overrides.has(key) ? undefined : ownOverride(override, copy, message);
      if (own) draft.overrides.set(key, own);
    }
    for (const [key, { component }] of message.overrides) {
      if (!draft.overrides.has(key)) draft.overrides.set(key, withPersonalData(component, copy, key));
    }
    return stored(copy, message, draft, 'updated');
  }
  const current = [...message.overrides.values()].filter(
    (component) => !isOutdated(component, componentAt(copy, component.key)),
  );
  if (current.length === 0) return OUTDATED;
  const draft = draftOf(copy);
  if (copy.master?.cancelled) removeCancelled(draft, copy);
  for (const { key, component } of current) draft.overrides.set(key, withPersonalData(component, copy, key));
  draft.master = draft.master && withoutExdates(draft.master, current, copy);
  return stored(copy, message, draft, 'updated');
}

/** ADD: each component as if RDATE named it in the master, and an override where it differs from the derived instance. */
export function applyAdd({ copy, message }: Incoming): InboundResult {
  if (!copy?.master) return { kind: 'ignored', reason: 'no-copy' };
  const added = [...message.overrides.values()].filter(
    (component) => !isOutdated(component, componentAt(copy, component.key) ?? copy.master),
  );
  if (added.length === 0) return OUTDATED;
  const startsAt = startProperty(copy.master.component);
  if (!startsAt) return { kind: 'ignored', reason: 'nothing-to-do' };
  const draft = draftOf(copy);
  const dates = added
    .filter(({ key }) => !copy.recurrenceSet?.has(key))
    .map(({ key }) => writeTime('RDATE', timeAtKey(key, readTime(startsAt), copy)));
  const back = withoutExdates(copy.master.component, added, copy);
  const master = dates.length > 0 ? { ...back, properties: [...back.properties, ...dates] } : back;
  const sequence = Math.max(copy.master.sequence, ...added.map((component) => component.sequence));
  draft.master = sequence > copy.master.sequence ? withValue(master, 'SEQUENCE', String(sequence)) : master;
  for (const component of added) {
    const derived = {
      ...copy.master,
      key: component.key,
      component: derivedAt(copy, { ...copy.master, component: draft.master }, component.key),
    };
    const differs =
      viewDifferences(derived, copy.zones, component, message.zones).length > 0 || !sameReplies(derived, component);
    if (differs) draft.overrides.set(component.key, withPersonalData(component.component, copy, 'master'));
    // What was cancelled there before is back.
    else draft.overrides.delete(component.key);
  }
  return stored(copy, message, draft, 'updated');
}

/** CANCEL: of all: STATUS:CANCELLED; of an instance: an override that is; of the master: overrides with a greater SEQUENCE stay. */
export function applyCancel({ copy, message }: Incoming): InboundResult {
  if (copy === undefined) return { kind: 'ignored', reason: 'no-copy' };
  const draft = draftOf(copy);
  if (message.master) {
    const target = copy.master ?? [...copy.overrides.values()][0];
    const { sequence } = message.master;
    const later = [...copy.overrides.values()].filter((override) => override.sequence > sequence);
    if (target && isOutdated(message.master, target)) return OUTDATED;
    if (later.length > 0) {
      draft.master = undefined;
      for (const key of [...draft.overrides.keys()])
        if (!later.some((override) => override.key === key)) draft.overrides.delete(key);
      return stored(copy, message, draft, 'cancelled');
    }
    draft.master = draft.master && asCancelled(draft.master, message.master);
    for (const [key, component] of draft.overrides) draft.overrides.set(key, asCancelled(component, message.master));
    return stored(copy, message, draft, 'cancelled');
  }
  let cancelled = 0;
  let outdated = 0;
  for (const component of message.overrides.values()) {
    const current = componentAt(copy, component.key);
    if (!current) continue;
    if (isOutdated(component, current)) outdated += 1;
    else {
      draft.overrides.set(component.key, withRangeOf(component, asCancelled(current.component, component)));
      cancelled += 1;
    }
  }
  if (cancelled > 0) return stored(copy, message, draft, 'cancelled');
  return outdated > 0 ? OUTDATED : { kind: 'ignored', reason: 'nothing-to-do' };
}

const OUTDATED: InboundResult = { kind: 'ignored', reason: 'outdated' };

/** RFC 5546 §2.1.5: lower SEQUENCE, or the same and an older DTSTAMP. */
function isOutdated(incoming: SchedulingComponent, current: SchedulingComponent | undefined): boolean {
  if (!current) return false;
  if (incoming.sequence !== current.sequence) return incoming.sequence < current.sequence;
  return dtstamp(incoming.component) < dtstamp(current.component);
}

function dtstamp(component: Component): string {
  return getProperty(component, 'DTSTAMP')?.value.trim() ?? '';
}

function draftOf(copy: SchedulingObject): Draft {
  return {
    master: copy.master?.component,
    overrides: new Map([...copy.overrides].map(([key, { component }]) => [key, component])),
  };
}

/** After the CANCEL of a master only what is sent again stays. */
function removeCancelled(draft: Draft, copy: SchedulingObject): void {
  draft.master = undefined;
  for (const { key, cancelled } of copy.overrides.values()) if (cancelled) draft.overrides.delete(key);
}

function asCancelled(component: Component, { component: cancel, sequence }: SchedulingComponent): Component {
  const stamped = withValue(withValue(component, 'STATUS', 'CANCELLED'), 'SEQUENCE', String(sequence));
  return withValue(stamped, 'DTSTAMP', dtstamp(cancel) || dtstamp(component));
}

/** The CANCEL says whether later instances go with this one (RFC 5546 §3.2.5), not the override that it cancels. */
function withRangeOf({ component: cancel }: SchedulingComponent, component: Component): Component {
  const recurrenceId = getProperty(cancel, 'RECURRENCE-ID');
  const range = recurrenceId && getParameter(recurrenceId, 'RANGE');
  return mapProperties(component, (property) =>
    property.name === 'RECURRENCE-ID' ? withParameter(property, 'RANGE', range) : property,
  );
}

/** The master with these instances back in its recurrence set, as far as EXDATE kept them out. */
function withoutExdates(master: Component, back: readonly SchedulingComponent[], copy: SchedulingObject): Component {
  const restored = new Set(back.map(({ key }) => key));
  if (![...restored].some((key) => copy.excluded.has(key))) return master;
  return withExdates(
    master,
    [...copy.excluded].filter((key) => !restored.has(key)),
    copy,
  );
}

function sameReplies(one: SchedulingComponent, other: SchedulingComponent): boolean {
  return [...other.attendees.values()].every(
    ({ address, partstat }) => one.attendees.get(address)?.partstat === partstat,
  );
}

function stored(
  copy: SchedulingObject,
  message: SchedulingObject,
  draft: Draft,
  change: 'updated' | 'cancelled',
): InboundResult {
  const others = copy.calendar.components.filter(({ name }) => name !== copy.kind);
  const zones = message.calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const components = [...zones, ...others, ...(draft.master ? [draft.master] : []), ...draft.overrides.values()];
  const calendar = withNeededVtimezones({ ...copy.calendar, components });
  readSchedulingObject(calendar);
  return { kind: 'stored', change, calendar };
}
