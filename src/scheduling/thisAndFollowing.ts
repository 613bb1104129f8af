/**
 * "This and following": a recurring object ends before one of its instances, and a second object with a UID of its own goes on
 * from there. RANGE=THISANDFUTURE (RFC 5545 §3.2.13) would say it in one object, but hardly any calendar reads it.
 */
import {
  type Component,
  mapProperties,
  type Property,
  withoutProperties,
  withParameter,
  withProperties,
  withValue,
} from '../icalendar/component.ts';
import { deriveInstance, type RecurrenceKey } from '../icalendar/recurrence.ts';
import { type DividedRule, divideRule, type IndivisibleReason, recurringBy } from '../icalendar/recurrenceDivision.ts';
import { readAttendee } from './attendees.ts';
import { ownerAddresses } from './organizer.ts';
import { basicUtc, planScheduling } from './plan.ts';
import type { Owner, Policy, SchedulingMessage, SchedulingObject, SchedulingPlan } from './types.ts';
import type { PreconditionViolation } from './vocabulary.ts';

/** The two objects that stand for one. */
export interface DividedSeries {
  /** The object itself, with nothing at or after the key. */
  readonly truncated: Component;
  /** The key and what follows, under another UID; every reply is asked for anew. */
  readonly following: Component;
}

/** One plan over the two objects. */
export interface ThisAndFollowingPlan {
  /** Modify of the object. */
  readonly truncated: SchedulingPlan;
  /** Create of the new one. */
  readonly following: SchedulingPlan;
  /** Of both, in the order of sending: what ends before what begins. Each names its object by `uid`. */
  readonly messages: readonly SchedulingMessage[];
  /** With any of these neither object is to be saved. */
  readonly violations: readonly PreconditionViolation[];
}

/**
 * Divides an object before the instance at `key`. The rule of the first ends by UNTIL, that of the second has what is left of
 * COUNT; EXDATE, RDATE and overrides go where their instances go. In the second, as on every Create, each Attendee whom the server
 * serves is NEEDS-ACTION (RFC 6638 §3.2.1), SEQUENCE starts anew and SCHEDULE-STATUS is gone.
 */
export function divideSeries(
  object: SchedulingObject,
  key: RecurrenceKey,
  { uid, owner, now }: { readonly uid: string; readonly owner: Owner; readonly now: Date },
): DividedSeries | { readonly indivisible: IndivisibleReason } {
  const { calendar, master, zones } = object;
  if (!master) return { indivisible: 'not-of-the-rule' };
  const divided = divideRule(master.component, key, zones);
  if ('indivisible' in divided) return divided;
  const [before, after] = partition([...object.overrides.values()], ({ key: at }) => at < key);
  const rest = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const stamped = basicUtc(now);
  const addresses = ownerAddresses(owner.addresses);
  const begun = (component: Component) => newComponent(component, uid, stamped, addresses);
  return {
    truncated: {
      ...calendar,
      components: [...rest, recurringBy(master.component, divided.before), ...before.map(({ component }) => component)],
    },
    following: {
      ...calendar,
      components: [
        ...rest,
        begun(followingMaster(master.component, key, divided, object)),
        ...after.map(({ component }) => begun(component)),
      ],
    },
  };
}

/**
 * Plans both saves: `truncated` against the original, and `following`, perhaps edited since, as a new object.
 * @throws as planScheduling
 */
export function planThisAndFollowing(change: {
  readonly original: SchedulingObject | Component | string;
  readonly truncated: SchedulingObject | Component | string;
  readonly following: SchedulingObject | Component | string;
  readonly owner: Owner;
  readonly now: Date;
  readonly policy?: Policy;
}): ThisAndFollowingPlan {
  const { original, truncated: ended, following: begun, ...context } = change;
  const truncated = planScheduling({ ...context, original, modified: ended });
  const following = planScheduling({ ...context, original: undefined, modified: begun });
  const violations = [...truncated.violations, ...following.violations];
  return {
    truncated,
    following,
    violations,
    messages: violations.length > 0 ? [] : [...truncated.messages, ...following.messages],
  };
}

function followingMaster(
  master: Component,
  key: RecurrenceKey,
  { start, after }: DividedRule,
  { zones }: SchedulingObject,
): Component {
  const moved = withoutProperties(deriveInstance(master, key, zones), 'RECURRENCE-ID');
  return recurringBy(withProperties(moved, start.name, [start]), after);
}

/** A component as on Create: S7.4 allows no reply in it. */
function newComponent(component: Component, uid: string, now: string, owner: ReadonlySet<string>): Component {
  const anew = withoutProperties(component, 'SEQUENCE', 'CREATED', 'LAST-MODIFIED', 'REQUEST-STATUS');
  const unanswered = mapProperties(anew, (property) =>
    property.name === 'ATTENDEE' || property.name === 'ORGANIZER' ? withoutReply(property, owner) : property,
  );
  return withValue(withValue(unanswered, 'UID', uid), 'DTSTAMP', now);
}

function withoutReply(property: Property, owner: ReadonlySet<string>): Property {
  const untold = withParameter(property, 'SCHEDULE-STATUS', undefined);
  const { address, agent, partstat } = readAttendee(untold);
  const asks = property.name === 'ATTENDEE' && agent === 'SERVER' && !owner.has(address) && partstat !== 'NEEDS-ACTION';
  return asks ? withParameter(untold, 'PARTSTAT', 'NEEDS-ACTION') : untold;
}

function partition<T>(list: readonly T[], isFirst: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [list.filter(isFirst), list.filter((each) => !isFirst(each))];
}
