/** Whose PARTSTAT goes back to NEEDS-ACTION, RFC 6638 §3.2.8 (scheduling.md S7). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import { type ComponentKey, RecurrenceLimitError, type RecurrenceSet } from '../icalendar/recurrence.ts';
import type { InstanceDelta, ObjectChange } from './instanceDiff.ts';
import type { Attendee } from './types.ts';

/** By component key: the Attendees whose reply no longer stands there. Keys without an own component need an override (S7.2). */
export type AskedAgain = ReadonlyMap<ComponentKey, ReadonlySet<CalendarUserAddress>>;

/** How many instances of endless recurrence sets are compared (S7.2). */
const COMPARED_INSTANCES = 1_000;
/** Finite sets larger than this count as undecided, and undecided means reset. */
const MAX_FINITE_SET = 20_000;

/**
 * The Attendees to be asked again, the Organizer and those not served by the server excepted.
 * Times changed or an RRULE that adds or moves instances: all of that component. An instance that came back or is new:
 * all of that instance. An Attendee put back on an instance: only that one.
 */
export function askedAgain(
  change: ObjectChange,
  deltas: readonly InstanceDelta[],
  owner: ReadonlySet<CalendarUserAddress>,
): AskedAgain {
  const asked = new Map<ComponentKey, ReadonlySet<CalendarUserAddress>>();
  const master = deltas.find(({ key }) => key === 'master');
  const masterRescheduled = master !== undefined && isMasterRescheduled(change, master);
  for (const delta of deltas) {
    const hasOwnComponent = delta.key === 'master' || change.modified?.overrides.has(delta.key);
    if (!delta.modified || !change.original || (!hasOwnComponent && masterRescheduled)) continue;
    const everybody =
      delta.key === 'master' ? masterRescheduled : isInstanceRescheduled(delta, hasOwnComponent === true);
    const addresses = new Set<CalendarUserAddress>();
    for (const attendee of delta.modified.attendees.values()) {
      if (owner.has(attendee.address) || attendee.agent !== 'SERVER') continue;
      if (everybody || isPutBack(attendee, delta, master)) addresses.add(attendee.address);
    }
    const replied = [...addresses].some(
      (address) => delta.modified?.attendees.get(address)?.partstat !== 'NEEDS-ACTION',
    );
    if (addresses.size > 0 && (hasOwnComponent || replied)) asked.set(delta.key, addresses);
  }
  return asked;
}

function isMasterRescheduled({ original, modified }: ObjectChange, delta: InstanceDelta): boolean {
  if (!delta.modified || !original || !modified) return false;
  // Back from STATUS:CANCELLED is a new invitation (S2.4).
  if (!delta.original) return original.master !== undefined;
  if (delta.timesDiffer) return true;
  if (!delta.differences.some(({ property }) => property === 'RRULE')) return false;
  const before = original.recurrenceSet;
  const after = modified.recurrenceSet;
  if (!before || !after) return true;
  return addsInstances(before, after, delta, new Set([...original.excluded, ...modified.added]));
}

/** Came back, is new, or was moved in its own component. A moved instance that goes back to the series keeps its replies. */
function isInstanceRescheduled(delta: InstanceDelta, hasOwnComponent: boolean): boolean {
  return delta.arrival !== undefined || (hasOwnComponent && delta.timesDiffer);
}

/** On the series before, not on this instance, and now on it again (S5.8). */
function isPutBack({ address }: Attendee, delta: InstanceDelta, master: InstanceDelta | undefined): boolean {
  return (
    delta.key !== 'master' &&
    delta.original?.attendees.has(address) === false &&
    master?.original?.attendees.has(address) === true
  );
}

/**
 * Whether the new recurrence set has an instance that the old had not; what RDATE or EXDATE account for is not the
 * rule's doing. Undecided counts as yes (S7.2).
 */
function addsInstances(
  before: RecurrenceSet,
  after: RecurrenceSet,
  delta: InstanceDelta,
  accounted: ReadonlySet<string>,
): boolean {
  if (before.finite && !after.finite) return true;
  if (!before.finite && onlyLimitDiffers(delta)) return false;
  try {
    const limit = after.finite ? MAX_FINITE_SET : COMPARED_INSTANCES;
    const instances = after.first(limit);
    if (after.finite && instances.length >= limit) return true;
    return instances.some((key) => !accounted.has(key) && !before.has(key));
  } catch (error) {
    if (error instanceof RecurrenceLimitError) return true;
    throw error;
  }
}

/** Endless before and equal but for UNTIL or COUNT: at most the same set. */
function onlyLimitDiffers(delta: InstanceDelta): boolean {
  const rule = delta.differences.find(({ property }) => property === 'RRULE');
  const withoutLimit = (lines: readonly { readonly value: string }[]) =>
    lines
      .map(({ value }) =>
        value
          .toUpperCase()
          .split(';')
          .filter((part) => !/^(UNTIL|COUNT)=/.test(part))
          .sort()
          .join(';'),
      )
      .join('\n');
  return rule !== undefined && withoutLimit(rule.before) === withoutLimit(rule.after);
}
