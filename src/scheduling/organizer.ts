/** The Organizer's side of RFC 6638 §3.2.1, as one pipeline: deltas → decisions → deliveries → stored object → messages. */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type AskedAgain, askedAgain } from './askAgain.ts';
import { attendeeDecisions, type DecisionContext } from './attendeeChange.ts';
import { oncePerList } from './attendees.ts';
import { diffInstances } from './instanceDiff.ts';
import { buildMessages } from './messages.ts';
import { organizerAgent, schedulingComponents } from './schedulingObject.ts';
import { nextSequences, type ResourceVersions } from './sequence.ts';
import { type ObjectToStore, objectToStore, storedAsItIs } from './storedObject.ts';
import type { AttendeeDecision, ObjectChange, Policy, SchedulingObject, SchedulingPlan } from './types.ts';

export interface OrganizerPlan extends Pick<SchedulingPlan, 'decisions' | 'messages' | 'unknownForceSend'> {
  /** Undefined on removal. */
  readonly toStore: ObjectToStore | undefined;
}

/** Everything but the two versions. */
export interface PlanContext {
  readonly owner: ReadonlySet<CalendarUserAddress>;
  readonly policy: Policy;
  /** UTC basic form. */
  readonly now: string;
  /** What was sent for this UID before the object was removed; undefined: nothing, or not known. */
  readonly sentSequence?: number | undefined;
}

/**
 * Plans an Organizer's create, modify or remove, RFC 6638 §3.2.1. `change` holds what counts for scheduling: on Create no
 * original, on Remove no modified; `versions` the resource itself, which may be a plain object on either side.
 */
export function planOrganizerChange(
  change: ObjectChange,
  versions: ResourceVersions,
  context: PlanContext,
): OrganizerPlan {
  const { owner, policy, now } = context;
  const sentSequence = change.original ? undefined : context.sentSequence;
  const deltas = diffInstances(change, policy);
  // The modified object's agent decides, on removal the original's (S3.3); a client that schedules keeps its own replies.
  const serverStaysOut = policy.heedsOrganizerAgent && organizerAgent(change.modified ?? change.original) !== 'SERVER';
  const asked: AskedAgain = serverStaysOut || !policy.keepsBooks ? new Map() : askedAgain(change, deltas, owner);
  const master = deltas.find(({ key }) => key === 'master');
  const deciding: DecisionContext = { owner, asked, master, serverStaysOut };
  const decided = attendeeDecisions(deltas, deciding);
  const decisions: AttendeeDecision[] = [];
  const deliveries = [...new Set([...decided.keys(), ...onCancelled(change, policy)])].map((attendee) => {
    const outcome = policy.deliver(attendee, decided.get(attendee) ?? [], change, policy);
    for (const decision of outcome.decisions) decisions.push(decision);
    return outcome.delivery;
  });
  const { previous, next } = versions;
  const sequences = () => nextSequences(versions, asked, deliveries, sentSequence);
  const toStore =
    next &&
    (policy.keepsBooks
      ? objectToStore(previous, next, asked, sequences, { now, prodid: policy.prodid })
      : storedAsItIs(next));
  return {
    decisions,
    messages: buildMessages(change, toStore, deliveries, context),
    unknownForceSend: unknownForceSend(change.modified, owner),
    toStore,
  };
}

/** Everybody on either side of any override, where STATUS:CANCELLED takes nobody off. */
function onCancelled(
  { original, modified }: ObjectChange,
  { heedsCancelledInstances }: Policy,
): readonly CalendarUserAddress[] {
  if (heedsCancelledInstances) return [];
  const overrides = [original, modified].flatMap((object) => [...(object?.overrides.values() ?? [])]);
  const lists = new Set(overrides.map(({ attendees }) => attendees));
  return [...lists].flatMap((attendees) => [...attendees.keys()]);
}

/** SCHEDULE-FORCE-SEND values other than REQUEST on Attendees that the server serves, RFC 6638 §7.2. */
function unknownForceSend(
  modified: SchedulingObject | undefined,
  owner: ReadonlySet<CalendarUserAddress>,
): SchedulingPlan['unknownForceSend'] {
  if (!modified) return [];
  const unknownIn = oncePerList((attendees) =>
    [...attendees.values()].filter(
      ({ address, agent, forceSend }) =>
        agent === 'SERVER' && forceSend !== undefined && forceSend !== 'REQUEST' && !owner.has(address),
    ),
  );
  return schedulingComponents(modified).flatMap(({ key, attendees }) =>
    unknownIn(attendees).map(({ address }) => ({ attendee: address, key })),
  );
}

/** Owner addresses in the form in which they are compared. */
export function ownerAddresses(addresses: readonly string[]): ReadonlySet<CalendarUserAddress> {
  return new Set(addresses.map(normalizeAddress));
}
