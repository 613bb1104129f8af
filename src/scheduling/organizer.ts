/** The Organizer's side of RFC 6638 §3.2.1, as one pipeline: deltas → decisions → deliveries → stored object → messages. */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import type { ComponentKey, RecurrenceKey } from '../icalendar/recurrence.ts';
import { type AskedAgain, askedAgain } from './askAgain.ts';
import { attendeeDecisions, type DecisionContext } from './attendeeChange.ts';
import { type Attendees, oncePerList } from './attendees.ts';
import { diffInstances, type InstanceDelta } from './instanceDiff.ts';
import { buildAdd, buildCancel, buildRequest, type MessageContext } from './itipMessage.ts';
import { effectiveComponent, organizerAgent, schedulingComponents } from './schedulingObject.ts';
import { cancelSequence, nextSequences, type ResourceVersions } from './sequence.ts';
import { storedObject } from './storedObject.ts';
import type {
  AttendeeDelivery,
  ObjectChange,
  Policy,
  SchedulingComponent,
  SchedulingMessage,
  SchedulingObject,
  SchedulingPlan,
} from './types.ts';

export interface OrganizerPlan extends Pick<SchedulingPlan, 'decisions' | 'messages' | 'unknownForceSend'> {
  readonly stored: SchedulingObject | undefined;
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
  const decide = attendeeDecisions(deltas, deciding);
  const outcomes = addressesIn(deltas, change, policy).map((attendee) =>
    policy.deliver(attendee, decide(attendee), change, policy),
  );
  const deliveries = outcomes.map(({ delivery }) => delivery);
  const stored = policy.keepsBooks
    ? storedObject(versions, nextSequences(versions, asked, deliveries, sentSequence), asked, now, policy.prodid)
    : versions.next;
  return {
    decisions: outcomes.flatMap(({ decisions }) => decisions),
    messages: buildMessages(change, stored, deliveries, context),
    unknownForceSend: unknownForceSend(change.modified, owner),
    stored,
  };
}

/** Equal content is one message with several recipients; all CANCELs go before all REQUESTs and ADDs (S5.1). */
function buildMessages(
  change: ObjectChange,
  stored: SchedulingObject | undefined,
  deliveries: readonly AttendeeDelivery[],
  { now, policy }: PlanContext,
): readonly SchedulingMessage[] {
  const organizer = change.modified?.organizer ?? change.original?.organizer;
  if (organizer === undefined) return [];
  const message: MessageContext = { now, prodid: policy.prodid, sender: organizer };
  const groups = new Map<
    string,
    { recipients: CalendarUserAddress[]; build: (recipients: readonly CalendarUserAddress[]) => SchedulingMessage }
  >();
  const addressed = (
    signature: string,
    attendee: CalendarUserAddress,
    build: (recipients: readonly CalendarUserAddress[]) => SchedulingMessage,
  ) => {
    const group = groups.get(signature) ?? { recipients: [], build };
    group.recipients.push(attendee);
    groups.set(signature, group);
  };
  const { original } = change;
  const wasRestricted = original && restrictionsOf(original, policy);
  for (const { attendee, cancel } of deliveries) {
    if (cancel.length === 0 || !original || !wasRestricted) continue;
    const components = cancel.map((key) => ({
      key,
      sequence: cancelSequence(original, key),
      uninvited: effectiveComponent(change.modified, key) ? attendee : undefined,
      withLater: losesLater(attendee, key, change),
    }));
    const exdates = cancel.includes('master') ? wasRestricted(attendee).exdates : [];
    addressed(JSON.stringify(['CANCEL', components, exdates]), attendee, (recipients) =>
      buildCancel(original, { recipients, components, exdates }, message),
    );
  }
  const isRestricted = stored && restrictionsOf(stored, policy);
  for (const { attendee, request } of deliveries) {
    if (!request || !stored || !isRestricted) continue;
    const wholeFor = (one: CalendarUserAddress) => wholeRequest(stored, one, isRestricted(one), message);
    const { keys, exdates, signature } = request.whole ? isRestricted(attendee) : restrictedTo(request.keys, []);
    addressed(`${request.method} ${signature}`, attendee, (recipients) =>
      request.method === 'ADD'
        ? buildAdd(stored, { recipients, keys, wholeFor }, message)
        : buildRequest(stored, { recipients, keys, exdates }, message),
    );
  }
  return [...groups.values()].map(({ recipients, build }) => build(recipients));
}

function wholeRequest(
  stored: SchedulingObject,
  recipient: CalendarUserAddress,
  { keys, exdates }: Restriction,
  context: MessageContext,
): SchedulingMessage {
  return buildRequest(stored, { recipients: [recipient], keys, exdates }, context);
}

/** Everybody on either side of any delta, and of any component where STATUS:CANCELLED takes nobody off. */
function addressesIn(
  deltas: readonly InstanceDelta[],
  { original, modified }: ObjectChange,
  { heedsCancelledInstances }: Policy,
): readonly CalendarUserAddress[] {
  const cancelled = heedsCancelledInstances
    ? []
    : [original, modified].flatMap((object) => [...(object?.overrides.values() ?? [])]);
  const lists = new Set([
    ...deltas.flatMap(({ original, modified }) => [original?.attendees, modified?.attendees]),
    ...cancelled.map(({ attendees }) => attendees),
  ]);
  const addresses = new Set<CalendarUserAddress>();
  for (const attendees of lists) for (const address of attendees?.keys() ?? []) addresses.add(address);
  return [...addresses];
}

/** The later instances go too: the cancelled override has RANGE=THISANDFUTURE, or had it and the Attendee is on nothing else (S2.1). */
function losesLater(attendee: CalendarUserAddress, key: ComponentKey, { original, modified }: ObjectChange): boolean {
  if (modified?.ranges.has(key)) return true;
  const isOnSeries = effectiveComponent(modified, 'master')?.attendees.get(attendee)?.agent === 'SERVER';
  return original?.ranges.has(key) === true && !isOnSeries;
}

interface Restriction {
  readonly keys: readonly ComponentKey[];
  readonly exdates: readonly RecurrenceKey[];
  /** Equal for equal ones. */
  readonly signature: string;
}

/**
 * The object restricted to one Attendee, RFC 6638 §3.2.6: the master with the overrides that list him, and as its EXDATE the
 * instances taken out and the overrides that do not. Most Attendees are on every override, and share one restriction.
 */
function restrictionsOf(
  object: SchedulingObject,
  { heedsCancelledInstances }: Policy,
): (attendee: CalendarUserAddress) => Restriction {
  const overrides = [...object.overrides.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  const restriction = (attends: (override: SchedulingComponent) => boolean): Restriction => {
    const attended = new Set(overrides.filter(attends).map(({ key }) => key));
    const unattended = [...object.overrides.keys()].filter((key) => !attended.has(key));
    const excluded = [...object.excluded].filter((key) => !heedsCancelledInstances || !attended.has(key));
    return restrictedTo(['master', ...attended], [...new Set([...excluded, ...unattended])].sort());
  };
  const isOut = ({ cancelled }: SchedulingComponent) => cancelled && heedsCancelledInstances;
  // Most overrides have the same Attendees.
  const lists = new Set(overrides.filter((override) => !isOut(override)).map(({ attendees }) => attendees));
  const onAll = restriction((override) => !isOut(override));
  return (attendee) => {
    const isServed = (attendees: Attendees) => attendees.get(attendee)?.agent === 'SERVER';
    if ([...lists].every(isServed)) return onAll;
    return restriction((override) => !isOut(override) && isServed(override.attendees));
  };
}

function restrictedTo(keys: readonly ComponentKey[], exdates: readonly RecurrenceKey[]): Restriction {
  return { keys, exdates, signature: `${keys.join()} ${exdates.join()}` };
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
