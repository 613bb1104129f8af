/** Deliveries → messages, equal content once for all its recipients (scheduling.md S5). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { ComponentKey, RecurrenceKey } from '../icalendar/recurrence.ts';
import type { Attendees } from './attendees.ts';
import { buildAdd, buildCancel, buildRequest, type MessageContext } from './itipMessage.ts';
import { effectiveComponent } from './schedulingObject.ts';
import { cancelSequence } from './sequence.ts';
import type { ObjectToStore } from './storedObject.ts';
import type {
  AttendeeDelivery,
  ObjectChange,
  Policy,
  SchedulingComponent,
  SchedulingMessage,
  SchedulingObject,
} from './types.ts';

/** What goes to one Attendee; equal signatures are one message. */
interface Addressed {
  readonly signature: string;
  readonly attendee: CalendarUserAddress;
  readonly build: (recipients: readonly CalendarUserAddress[]) => SchedulingMessage;
}

/** Equal content is one message with several recipients; all CANCELs go before all REQUESTs and ADDs (S5.1). */
export function buildMessages(
  change: ObjectChange,
  toStore: ObjectToStore | undefined,
  deliveries: readonly AttendeeDelivery[],
  { now, policy }: { readonly now: string; readonly policy: Policy },
): readonly SchedulingMessage[] {
  const sender = change.modified?.organizer ?? change.original?.organizer;
  if (sender === undefined) return [];
  const context: MessageContext = { now, prodid: policy.prodid, sender };
  const groups = new Map<string, Pick<Addressed, 'build'> & { readonly recipients: CalendarUserAddress[] }>();
  const all = [
    ...cancellations(change, deliveries, policy, context),
    ...requests(toStore, deliveries, policy, context),
  ];
  for (const { signature, attendee, build } of all) {
    const group = groups.get(signature);
    if (group) group.recipients.push(attendee);
    else groups.set(signature, { recipients: [attendee], build });
  }
  return [...groups.values()].map(({ recipients, build }) => build(recipients));
}

function cancellations(
  change: ObjectChange,
  deliveries: readonly AttendeeDelivery[],
  policy: Policy,
  context: MessageContext,
): readonly Addressed[] {
  const { original, modified } = change;
  if (!original) return [];
  const wasRestricted = restrictionsOf(original, policy);
  return deliveries.flatMap(({ attendee, cancel }) => {
    if (cancel.length === 0) return [];
    const components = cancel.map((key) => ({
      key,
      sequence: cancelSequence(original, key),
      uninvited: effectiveComponent(modified, key) ? attendee : undefined,
      withLater: losesLater(attendee, key, change),
    }));
    const exdates = cancel.includes('master') ? wasRestricted(attendee).exdates : [];
    const signature = JSON.stringify(['CANCEL', components, exdates]);
    return [
      {
        signature,
        attendee,
        build: (recipients) => buildCancel(original, { recipients, components, exdates }, context),
      },
    ];
  });
}

function requests(
  toStore: ObjectToStore | undefined,
  deliveries: readonly AttendeeDelivery[],
  policy: Policy,
  context: MessageContext,
): readonly Addressed[] {
  if (!toStore) return [];
  const isRestricted = restrictionsOf(toStore, policy);
  const wholeFor = (one: CalendarUserAddress) => wholeRequest(toStore, one, isRestricted(one), context);
  return deliveries.flatMap(({ attendee, request }) => {
    if (!request) return [];
    const { keys, exdates, signature } = request.whole ? isRestricted(attendee) : restrictedTo(request.keys, []);
    return [
      {
        signature: `${request.method} ${signature}`,
        attendee,
        build: (recipients) =>
          request.method === 'ADD'
            ? buildAdd(toStore, { recipients, keys, wholeFor }, context)
            : buildRequest(toStore, { recipients, keys, exdates }, context),
      },
    ];
  });
}

function wholeRequest(
  toStore: ObjectToStore,
  recipient: CalendarUserAddress,
  { keys, exdates }: Restriction,
  context: MessageContext,
): SchedulingMessage {
  return buildRequest(toStore, { recipients: [recipient], keys, exdates }, context);
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
  object: Pick<SchedulingObject, 'overrides' | 'excluded'>,
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
