/** Two versions of an object → what happened at each component key (scheduling.md S2). */
import type { ComponentKey } from '../icalendar/recurrence.ts';
import { effectiveComponent } from './schedulingObject.ts';
import type { ObjectChange, Policy, PropertyDifference, SchedulingComponent, SchedulingObject } from './types.ts';

/** What happened to one component or instance, the same for every Attendee. */
export interface InstanceDelta {
  readonly key: ComponentKey;
  /** What Attendees had at the key, and what they are to have; undefined: nothing (S2.3, S2.4). */
  readonly original: SchedulingComponent | undefined;
  readonly modified: SchedulingComponent | undefined;
  /** In what the server tells Attendees of: what they see (S4.2); empty also when one side is missing. */
  readonly differences: readonly PropertyDifference[];
  /** How the instance came to be there, where it was not: EXDATE or STATUS:CANCELLED taken back, or new to the recurrence set. */
  readonly arrival: 'restored' | 'instance-added' | undefined;
  /** The instance left only because DTSTART or RRULE of the master changed (S2.6). */
  readonly leftWithRule: boolean;
}

/** One delta for each of master ∪ overrides ∪ EXDATE ∪ RDATE of both versions (S2.2), the master's first. */
export function diffInstances(
  change: ObjectChange,
  { differences }: Pick<Policy, 'differences'>,
): readonly InstanceDelta[] {
  const { original, modified } = change;
  const keys = comparedKeys(change);
  const master = original?.master || modified?.master ? [diffAt(change, 'master', [], differences)] : [];
  const masterDifferences = master[0]?.differences ?? [];
  return [...master, ...keys.map((key) => diffAt(change, key, masterDifferences, differences))];
}

function comparedKeys({ original, modified }: ObjectChange): readonly ComponentKey[] {
  const keys = new Set<ComponentKey>();
  for (const object of [original, modified]) {
    for (const key of object?.overrides.keys() ?? []) keys.add(key);
    for (const key of object?.excluded ?? []) keys.add(key);
    for (const key of object?.added ?? []) keys.add(key);
  }
  return [...keys].sort();
}

function diffAt(
  change: ObjectChange,
  key: ComponentKey,
  masterDifferences: readonly PropertyDifference[],
  differencesOf: Policy['differences'],
): InstanceDelta {
  const original = effectiveComponent(change.original, key);
  const modified = effectiveComponent(change.modified, key);
  const none = {
    key,
    original,
    modified,
    differences: [],
    arrival: undefined,
    leftWithRule: false,
  };
  if (original && modified && change.original && change.modified) {
    const { zones: before } = change.original;
    const { zones: after } = change.modified;
    return { ...none, differences: differencesOf(original, before, modified, after) };
  }
  if (modified && key !== 'master') return { ...none, arrival: arrivalOf(change.original, key) };
  if (original && key !== 'master') return { ...none, leftWithRule: leftWithRule(change, key, masterDifferences) };
  return none;
}

function arrivalOf(original: SchedulingObject | undefined, key: ComponentKey): 'restored' | 'instance-added' {
  return original?.overrides.has(key) || original?.excluded.has(key) ? 'restored' : 'instance-added';
}

function leftWithRule(
  { original, modified }: ObjectChange,
  key: ComponentKey,
  masterDifferences: readonly PropertyDifference[],
): boolean {
  if (!original || !modified?.master || modified.overrides.has(key) || modified.excluded.has(key)) return false;
  if (masterDifferences.some(({ property }) => property === 'DTSTART')) return true;
  const dateTakenOut = original.added.has(key) && !modified.added.has(key);
  return !dateTakenOut && masterDifferences.some(({ property }) => property === 'RRULE');
}
