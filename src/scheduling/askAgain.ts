/** Whose PARTSTAT goes back to NEEDS-ACTION, RFC 6638 §3.2.8 (scheduling.md S7). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import { type ComponentKey, RecurrenceLimitError, type RecurrenceSet } from '../icalendar/recurrence.ts';
import { oncePerList } from './attendees.ts';
import type { InstanceDelta } from './instanceDiff.ts';
import type { Attendee, ObjectChange } from './types.ts';

/** By component key: the Attendees whose reply no longer stands there. Keys without an own component need an override (S7.2). */
export type AskedAgain = ReadonlyMap<ComponentKey, ReadonlySet<CalendarUserAddress>>;

/** How many instances of endless recurrence sets are compared (S7.2). */
const COMPARED_INSTANCES = 1_000;
/** Finite sets larger than this count as undecided, and undecided means reset. */
const MAX_FINITE_SET = 20_000;

/** Any real change of one of these reschedules the component, RFC 6638 §3.2.8. */
export const RESCHEDULES: ReadonlySet<string> = new Set(['DTSTART', 'DTEND', 'DURATION', 'DUE']);

/** Whether what happened to a component or an instance asks its Attendees again: the table of RFC 6638 §3.2.8, with S7.1 and S7.2. */
export const ASKS_AGAIN = {
  /** DTSTART, DTEND, DURATION, DUE. */
  'times-changed': true,
  /** RRULE. */
  'rule-adds-or-moves': true,
  'rule-takes-away': false,
  /** RDATE. */
  'instance-added': true,
  /** EXDATE or STATUS:CANCELLED taken back: of one instance, or of the whole object (S2.4). */
  restored: true,
  /** He is put back on one instance (S5.8): he alone. */
  'put-back': true,
  'anything-else': false,
} as const satisfies Readonly<Record<string, boolean>>;
type Happening = keyof typeof ASKS_AGAIN;

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
  const served = oncePerList((attendees) =>
    [...attendees.values()].filter(({ address, agent }) => agent === 'SERVER' && !owner.has(address)),
  );
  const allServed = oncePerList((attendees) => new Set(served(attendees).map(({ address }) => address)));
  const seriesAsked = master !== undefined && ASKS_AGAIN[happeningTo(change, master)];
  for (const delta of deltas) {
    const hasOwnComponent = delta.key === 'master' || change.modified?.overrides.has(delta.key);
    if (!delta.modified || !change.original || (!hasOwnComponent && seriesAsked)) continue;
    const everybody = delta === master ? seriesAsked : ASKS_AGAIN[happeningTo(change, delta)];
    const { attendees } = delta.modified;
    const addresses = everybody ? allServed(attendees) : putBackAt(delta, master, served(attendees));
    const replied = () => [...addresses].some((address) => attendees.get(address)?.partstat !== 'NEEDS-ACTION');
    if (addresses.size > 0 && (hasOwnComponent || replied())) asked.set(delta.key, addresses);
  }
  return asked;
}

function happeningTo({ original, modified }: ObjectChange, delta: InstanceDelta): Happening {
  if (!delta.modified || !original || !modified) return 'anything-else';
  if (delta.arrival !== undefined) return delta.arrival;
  const differing = new Set(delta.differences.map(({ property }) => property));
  if ([...differing].some((name) => RESCHEDULES.has(name))) return 'times-changed';
  if (delta.key !== 'master') return 'anything-else';
  // Back from STATUS:CANCELLED is a new invitation (S2.4).
  if (!delta.original) return original.master ? 'restored' : 'anything-else';
  if (!differing.has('RRULE')) return 'anything-else';
  const before = original.recurrenceSet;
  const after = modified.recurrenceSet;
  const accounted = new Set([...original.excluded, ...modified.added]);
  return !before || !after || addsInstances(before, after, delta, accounted) ? 'rule-adds-or-moves' : 'rule-takes-away';
}

/** Who was on the series before, not on this instance, and now is on it again (S5.8). */
function putBackAt(
  { key, original, modified }: InstanceDelta,
  master: InstanceDelta | undefined,
  served: readonly Attendee[],
): ReadonlySet<CalendarUserAddress> {
  if (!ASKS_AGAIN['put-back'] || key === 'master' || !original || original.attendees === modified?.attendees)
    return NOBODY;
  const putBack = served.filter(
    ({ address }) => !original.attendees.has(address) && master?.original?.attendees.has(address),
  );
  return new Set(putBack.map(({ address }) => address));
}

const NOBODY: ReadonlySet<CalendarUserAddress> = new Set();

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
