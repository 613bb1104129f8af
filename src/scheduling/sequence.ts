/** SEQUENCE of stored components and of messages, RFC 5546 §2.1.4 (scheduling.md S6). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import { type ComponentKey, rangeAt } from '../icalendar/recurrence.ts';
import type { AskedAgain } from './askAgain.ts';
import { viewDifferences } from './attendeeView.ts';
import { canonicalDates } from './canonicalForm.ts';
import { componentAt, schedulingComponents, sequenceOf } from './schedulingObject.ts';
import type { AttendeeDelivery, SchedulingComponent, SchedulingMessage, SchedulingObject } from './types.ts';

/** The resource as it was and as the client wants it, whether scheduling object resources or not. */
export interface ResourceVersions {
  readonly previous: SchedulingObject | undefined;
  readonly next: SchedulingObject | undefined;
}

/** The properties whose change raises SEQUENCE, RFC 5546 §2.1.4. */
export const RAISES_SEQUENCE: ReadonlySet<string> = new Set([
  ...['DTSTART', 'DTEND', 'DURATION', 'DUE', 'RRULE', 'RDATE', 'EXDATE', 'STATUS'],
]);

/** SEQUENCE by component key, for every component that the stored object will have. */
export type Sequences = ReadonlyMap<ComponentKey, number>;

/**
 * The SEQUENCE of a CANCEL: one more than the component had, RFC 5546 §3.2.5. The master's takes all with it, so it exceeds the
 * overrides' too: what an Attendee keeps of them is sent again with a greater one (S11.3).
 */
export function cancelSequence(previous: SchedulingObject | undefined, key: ComponentKey): number {
  const taken = key === 'master' ? [...(previous?.overrides.values() ?? [])].map(({ sequence }) => sequence) : [];
  return Math.max(sequenceBefore(previous, key), ...taken) + 1;
}

/**
 * The stored SEQUENCE of every component: the client's, or raised by what changed (S6.1), by a CANCEL or ADD, and above
 * the CANCEL that the same Attendee gets in the same save (S6.2). `asked` names the overrides that S7.2 adds. On Create all are
 * above `sentSequence`, the highest that was sent before the object was removed: else its CANCEL would have the last word.
 */
export function nextSequences(
  versions: ResourceVersions,
  asked: AskedAgain,
  deliveries: readonly AttendeeDelivery[],
  sentSequence?: number,
): Sequences {
  const { previous, next } = versions;
  const sequences = new Map<ComponentKey, number>();
  if (!next) return sequences;
  if (next.master) sequences.set('master', changedSequence(versions, next.master));
  for (const component of next.overrides.values()) sequences.set(component.key, changedSequence(versions, component));
  for (const key of asked.keys()) if (!sequences.has(key)) sequences.set(key, sequences.get('master') ?? 0);

  // What has no component is said by the master, or by an earlier RANGE; without one all that is left remembers it, for what may
  // come back.
  const holders = (key: ComponentKey) => {
    if (sequences.has(key)) return [key];
    return next.master ? [rangeAt(next.ranges, key)?.key ?? 'master'] : [...sequences.keys()];
  };
  const raise = (key: ComponentKey, least: number) => {
    for (const at of holders(key)) if ((sequences.get(at) ?? least) < least) sequences.set(at, least);
  };
  for (const key of [...sequences.keys()]) {
    // An instance that was not there before speaks after all that was said of the series.
    if (componentAt(previous, key) === undefined) raise(key, saidBefore(versions, sequences));
  }
  for (const { key } of previous?.overrides.values() ?? [])
    raise(key, sequenceBefore(previous, key) + (goesBackRevised(versions, key) ? 1 : 0));
  for (const { attendee, cancel, request } of deliveries) {
    for (const key of cancel) raise(key, cancelSequence(previous, key));
    if (cancel.includes('master'))
      for (const key of takenWithMaster(versions, attendee)) raise(key, cancelSequence(previous, 'master'));
    if (request?.method === 'ADD') for (const key of request.keys) raise(key, sequenceBefore(previous, key) + 1);
  }
  for (const { attendee, cancel, request } of deliveries) {
    // An ADD has no RECURRENCE-ID: whoever gets it remembers its SEQUENCE as the series'.
    if (request?.method === 'ADD') for (const key of request.keys) raise('master', sequences.get(key) ?? 0);
    if (cancel.length === 0 || !request) continue;
    const above = Math.max(...cancel.map((key) => cancelSequence(previous, key))) + 1;
    const whole = ['master', ...next.overrides.keys()].filter((key) => componentAt(next, key)?.attendees.has(attendee));
    for (const key of request.whole ? whole : request.keys) raise(key, above);
  }
  if (sentSequence !== undefined) for (const key of sequences.keys()) raise(key, sentSequence + 1);
  return sequences;
}

/** The highest SEQUENCE of an Organizer's object and of messages about it; to be remembered when the object is removed (S6.2). */
export function highestSequence(object: SchedulingObject, messages: readonly SchedulingMessage[]): number {
  const sent = messages.flatMap(({ components }) => components.map(({ component }) => sequenceOf(component)));
  return Math.max(0, ...schedulingComponents(object).map(({ sequence }) => sequence), ...sent);
}

/** The highest SEQUENCE that stood for the series as a whole. */
function saidBefore({ previous }: ResourceVersions, sequences: Sequences): number {
  const alone = previous && !previous.master ? [...previous.overrides.values()] : [];
  return Math.max(sequences.get('master') ?? 0, ...alone.map(({ sequence }) => sequence));
}

/** An override is gone, and its instance goes back to the series at another time or with another STATUS. */
function goesBackRevised({ previous, next }: ResourceVersions, key: ComponentKey): boolean {
  const before = previous?.overrides.get(key);
  const after = next?.overrides.has(key) ? undefined : componentAt(next, key);
  return before && after && previous && next ? revises(before, previous, after, next) : false;
}

/** The CANCEL of a master takes these with it, also what gets a component of its own only now. */
function takenWithMaster(
  { previous, next }: ResourceVersions,
  attendee: CalendarUserAddress,
): ReadonlySet<ComponentKey> {
  const keys = new Set([...(previous?.overrides.keys() ?? []), ...(next?.overrides.keys() ?? [])]);
  return new Set([...keys].filter((key) => componentAt(previous, key)?.attendees.has(attendee)));
}

/** S6.1: the client's value if higher, else the value before, plus one when a property that counts really changed. */
function changedSequence({ previous, next }: ResourceVersions, component: SchedulingComponent): number {
  const before = componentAt(previous, component.key);
  const sequence = sequenceBefore(previous, component.key);
  if (component.sequence > sequence || !previous || !next) return Math.max(component.sequence, sequence);
  return before && revises(before, previous, component, next) ? sequence + 1 : sequence;
}

/** Whether a property that counts really changed: not in its spelling alone (S4.4). */
function revises(
  before: SchedulingComponent,
  previous: SchedulingObject,
  after: SchedulingComponent,
  next: SchedulingObject,
): boolean {
  if (before.component === after.component) return false;
  const changed = viewDifferences(before, previous.zones, after, next.zones).map(({ property }) => property);
  if (after.key === 'master' && !sameKeys(previous.excluded, next.excluded)) changed.push('EXDATE');
  if (canonicalDates(before.component, previous.zones) !== canonicalDates(after.component, next.zones))
    changed.push('RDATE');
  return changed.some((name) => RAISES_SEQUENCE.has(name));
}

/** What was said of an instance without its own component was said by the master. */
function sequenceBefore(previous: SchedulingObject | undefined, key: ComponentKey): number {
  return componentAt(previous, key)?.sequence ?? previous?.master?.sequence ?? 0;
}

function sameKeys(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((key) => other.has(key));
}
