/**
 * From scheduling messages to recipients, RFC 6638 §4: what each local recipient's calendar and inbox become, and a status for
 * each. Nothing is written here: the writes go into one commit with the object that caused them (scheduling.md S11.4).
 */
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperties } from '../icalendar/component.ts';
import { applyItipMessage, messageFor } from '../scheduling/inbound.ts';
import { refreshAttendeeCopy } from '../scheduling/inboundReply.ts';
import type { InboundResult, ReplyRevisions } from '../scheduling/incoming.ts';
import { messageText } from '../scheduling/itipMessage.ts';
import { deliveryStatus } from '../scheduling/scheduleStatus.ts';
import type { SchedulingMessage } from '../scheduling/types.ts';
import type { ScheduleStatusCode } from '../scheduling/vocabulary.ts';
import { privilegesOnInboxes } from './acl.ts';
import { type DavContext, isOwnDomain, ownerOf } from './dav.ts';
import { newMemberName, usualMemberName } from './memberName.ts';
import { newScheduleTag, stateOf } from './objectState.ts';
import type { Privilege } from './privileges.ts';
import type { ObjectState, ObjectWrite, Store, StoredObject, User } from './store/store.ts';

export interface Deliveries {
  readonly writes: readonly ObjectWrite[];
  /** By recipient: of several messages the one that failed, else the last. */
  readonly statuses: ReadonlyMap<CalendarUserAddress, ScheduleStatusCode>;
}

/** A local recipient while the messages of one save are worked into his calendar. */
interface Recipient {
  readonly user: User;
  readonly inboxId: number;
  /** What the sender may do with the inbox, RFC 6638 §6.1. */
  readonly privileges: ReadonlySet<Privilege>;
  /** The stored object with the UID; undefined when there is none. */
  readonly stored: StoredObject | undefined;
  /** The name of the copy, there already or to be made. */
  readonly name: string;
  /** As it will be. */
  copy: Component | undefined;
  revisions: ReplyRevisions | undefined;
  /** What happened to the copy: 'tagged' changes its Schedule-Tag, 'quiet' does not (RFC 6638 §3.2.10). */
  change: 'none' | 'tagged' | 'quiet';
  readonly received: SchedulingMessage[];
}

/** Works out what the messages of one save of `context.owner` do to everybody here. */
export async function deliver(context: DavContext, messages: readonly SchedulingMessage[]): Promise<Deliveries> {
  const [first] = messages;
  if (first === undefined) return { writes: [], statuses: new Map() };
  const recipients = await readRecipients(
    context.store,
    context.owner,
    first.uid,
    messages.flatMap((message) => message.recipients),
  );
  const statuses = new Map<CalendarUserAddress, ScheduleStatusCode>();
  const apply = applierFor();
  for (const message of messages) {
    for (const address of message.recipients) {
      const recipient = recipients.get(address);
      const status = recipient
        ? deliverOne(apply, messageFor(message, address, recipient.copy), recipient)
        : unknownStatus(context, message, address);
      if (!isFailure(statuses.get(address))) statuses.set(address, status);
    }
  }
  const reached = [...new Set(recipients.values())];
  const organizers = reached.filter((recipient) => recipient.received.some((message) => message.method === 'REPLY'));
  for (const organizer of organizers) reached.push(...(await refreshOthers(context, first.uid, organizer)));
  const written: Written = {
    copy: onceEach((calendar) => stateOf(calendar, serializeCalendarData(calendar))),
    message: onceEach((message) => stateOf(message.calendar(), messageText(message))),
  };
  return { writes: reached.flatMap((recipient) => writesFor(recipient, written)), statuses };
}

async function readRecipients(
  store: Store,
  sender: User,
  uid: string,
  addresses: readonly CalendarUserAddress[],
): Promise<ReadonlyMap<CalendarUserAddress, Recipient>> {
  const users = await store.usersByAddress([...new Set(addresses)]);
  const ids = [...new Set([...users.values()].map((user) => user.id))];
  const inboxes = await store.inboxIds(ids);
  const privileges = await privilegesOnInboxes(store, sender, inboxes);
  const objects = new Map<number, StoredObject>();
  for (const object of await store.calendarObjectsByUid(uid, ids)) {
    // A scheduling object resource is unique per user; a plain object with the UID counts only without one.
    if (!objects.has(object.userId) || object.scheduleTag !== undefined) objects.set(object.userId, object);
  }
  const newcomers = [...users.values()].filter((user) => !objects.has(user.id));
  const usual = usualMemberName(uid);
  const taken =
    usual &&
    (await store.collectionsWithMember(
      usual,
      newcomers.map((user) => user.defaultCollectionId),
    ));
  const nameFor = (user: User): string =>
    usual && taken && !taken.has(user.defaultCollectionId) ? usual : newMemberName(uid);
  const parse = onceEach(parseCalendarData);
  const byId = new Map<number, Recipient>();
  for (const user of users.values()) {
    const stored = objects.get(user.id);
    const inboxId = inboxes.get(user.id);
    if (inboxId === undefined) throw new Error('An account has no inbox.');
    byId.set(user.id, {
      user,
      inboxId,
      privileges: privileges.get(user.id) ?? new Set(),
      stored,
      name: stored?.name ?? nameFor(user),
      copy: stored && parse(stored.data),
      revisions:
        stored?.replyRevisions === undefined ? undefined : (JSON.parse(stored.replyRevisions) as ReplyRevisions),
      change: 'none',
      received: [],
    });
  }
  const byAddress = new Map<CalendarUserAddress, Recipient>();
  for (const [address, user] of users) {
    const recipient = byId.get(user.id);
    if (recipient) byAddress.set(address, recipient);
  }
  return byAddress;
}

type Applier = (message: SchedulingMessage, recipient: Recipient) => InboundResult;

/**
 * Applies messages to copies. Most Attendees have the same copy, and what an Organizer's message makes of it does not depend on
 * who they are: equal copies are worked on once, which is most of the time of a PUT with many Attendees. A reply's result is
 * its own, since it depends on the replies before.
 */
function applierFor(): Applier {
  const known = new Map<SchedulingMessage, Map<Component | undefined, InboundResult>>();
  return (message, { user, copy, revisions }) => {
    const byCopy = known.get(message) ?? new Map<Component | undefined, InboundResult>();
    known.set(message, byCopy);
    const before = message.method === 'REPLY' ? undefined : byCopy.get(copy);
    if (before) return before;
    const result = applyItipMessage({
      copy,
      message: message.calendar(),
      recipient: ownerOf(user),
      sender: message.sender,
      lastReply: revisions,
    });
    byCopy.set(copy, result);
    return result;
  };
}

/** The privileges on an inbox that an Organizer's messages need, and an Attendee's: RFC 6638 Appendix A.1. */
const INVITING: Privilege = 'C:schedule-deliver-invite';
const REPLYING: Privilege = 'C:schedule-deliver-reply';

function deliverOne(apply: Applier, message: SchedulingMessage, recipient: Recipient): ScheduleStatusCode {
  if (!recipient.privileges.has(message.method === 'REPLY' ? REPLYING : INVITING)) return '3.8';
  const result = apply(message, recipient);
  const status = deliveryStatus(message.method, result);
  if (result.kind !== 'stored') return status;
  recipient.copy = result.calendar;
  recipient.received.push(message);
  if (result.change !== 'replied') recipient.change = 'tagged';
  else {
    if (recipient.change === 'none') recipient.change = 'quiet';
    recipient.revisions = result.replyRevisions ?? recipient.revisions;
  }
  return status;
}

function unknownStatus(
  context: DavContext,
  message: SchedulingMessage,
  address: CalendarUserAddress,
): ScheduleStatusCode {
  return isOwnDomain(address, context.domain) ? '3.7' : context.mailer(message, address);
}

function isFailure(status: ScheduleStatusCode | undefined): boolean {
  return status !== undefined && !status.startsWith('1.') && !status.startsWith('2.');
}

/** After a REPLY the other Attendees' copies show it too, quietly (RFC 6638 §4.2, scheduling.md S10.2). */
async function refreshOthers(context: DavContext, uid: string, organizer: Recipient): Promise<readonly Recipient[]> {
  const object = organizer.copy;
  if (object === undefined) return [];
  const attendees = object.components.flatMap((component) => getProperties(component, 'ATTENDEE'));
  const addresses = attendees.map((attendee) => normalizeAddress(attendee.value));
  const others = new Set((await readRecipients(context.store, organizer.user, uid, addresses)).values());
  return [...others].flatMap((other) => {
    const isHimself = other.user.id === organizer.user.id || other.user.id === context.owner.id;
    if (isHimself || other.copy === undefined || !other.privileges.has(INVITING)) return [];
    const refreshed = refreshAttendeeCopy(other.copy, object, ownerOf(other.user));
    return refreshed === other.copy ? [] : [{ ...other, copy: refreshed, change: 'quiet' as const }];
  });
}

/** Text, hash and bounds of what is written, made once for equal copies and for each message. */
interface Written {
  readonly copy: (calendar: Component) => ObjectState;
  readonly message: (message: SchedulingMessage) => ObjectState;
}

function writesFor(recipient: Recipient, written: Written): readonly ObjectWrite[] {
  const { user, inboxId, copy, change, received } = recipient;
  const inbox = { id: inboxId, userId: user.id, kind: 'inbox' as const };
  const items = received.map(
    (message): ObjectWrite => ({
      kind: 'put',
      collection: inbox,
      name: newMemberName(message.uid),
      expected: undefined,
      state: written.message(message),
    }),
  );
  return copy === undefined || change === 'none' ? items : [copyWrite(recipient, written.copy(copy)), ...items];
}

function copyWrite({ user, stored, name, change, revisions }: Recipient, plain: ObjectState): ObjectWrite {
  const state: ObjectState = {
    ...plain,
    scheduleTag: change === 'tagged' ? newScheduleTag() : stored?.scheduleTag,
    base: change === 'tagged' ? plain.data : stored?.base,
    replyRevisions: revisions && JSON.stringify(revisions),
  };
  return {
    kind: 'put',
    collection: { id: stored?.collectionId ?? user.defaultCollectionId, userId: user.id, kind: 'calendar' },
    name,
    expected: stored,
    state,
  };
}

/** The function, called once for each argument. */
function onceEach<Argument, Result>(compute: (argument: Argument) => Result): (argument: Argument) => Result {
  const known = new Map<Argument, Result>();
  return (argument) => {
    const before = known.get(argument);
    if (before !== undefined) return before;
    const result = compute(argument);
    known.set(argument, result);
    return result;
  };
}
