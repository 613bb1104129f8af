/**
 * A PUT or DELETE as the engine sees it: merge → preconditions → plan → deliveries (scheduling.md S7.3), up to the writes that
 * one transaction is to do. The only place where the server calls `planScheduling`.
 */
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { type Component, getProperties, mapProperties } from '../icalendar/component.ts';
import { preconditionOf } from '../scheduling/calendarObjectError.ts';
import { mergeReplies } from '../scheduling/mergeReplies.ts';
import { planScheduling } from '../scheduling/plan.ts';
import { schedulingRole } from '../scheduling/role.ts';
import { recordScheduleStatus, storedProperty } from '../scheduling/scheduleStatus.ts';
import { readSchedulingObject } from '../scheduling/schedulingObject.ts';
import { highestSequence } from '../scheduling/sequence.ts';
import type { SchedulingMessage, SchedulingPlan } from '../scheduling/types.ts';
import type { SchedulingRole } from '../scheduling/vocabulary.ts';
import { requirePrivileges } from './accessTable.ts';
import { privilegesIn } from './acl.ts';
import type { CalendarBody } from './calendarBody.ts';
import { type DavContext, objectResource, ownerOf } from './dav.ts';
import { deliver } from './delivery.ts';
import { DavError } from './errors.ts';
import { requireInstanceLimit } from './instanceLimit.ts';
import type { ServerLimits } from './limits.ts';
import { newScheduleTag, stateOf } from './objectState.ts';
import { hrefOf } from './resources.ts';
import type { Collection, ObjectState, ObjectWrite, StoredObject, User } from './store/store.ts';
import { type Markup, xml } from './xml.ts';

export interface Save {
  readonly collection: Collection;
  readonly name: string;
  /** As it stands; undefined: the PUT creates it. */
  readonly object: StoredObject | undefined;
  readonly body: CalendarBody;
  /** False when the client has shown that it saw the object exactly as it stands. */
  readonly merge: boolean;
  readonly sending: Sending;
}

/** What a change sends, as far as the client has a say in it. */
export interface Sending {
  /** Whether an Attendee's removal is a reply. */
  readonly reply: boolean;
  /** False: no message at all, and what the client sent is stored as it is, but for SCHEDULE-FORCE-SEND. */
  readonly anything: boolean;
}

export interface PreparedSave {
  readonly state: ObjectState;
  readonly writes: readonly ObjectWrite[];
}

/** @throws DavError 403 with the precondition that the data or the change violates */
export async function prepareSave(context: DavContext, save: Save): Promise<PreparedSave> {
  const { collection, name, object, body } = save;
  requireInstanceLimit(body.calendar, context.limits);
  const original = object && parseCalendarData(object.data);
  const base = object?.base === undefined ? undefined : parseCalendarData(object.base);
  const client = save.merge && original && base ? merged(base, original, body.calendar) : body.calendar;
  const sentSequence =
    object?.scheduleTag === undefined
      ? await context.store.sentSequence(context.owner.id, stateOf(client, '').uid)
      : undefined;
  const plan = planScheduling({
    original,
    modified: client,
    owner: ownerOf(context.owner),
    now: context.now(),
    base,
    sentSequence,
  });
  const [violation] = plan.violations;
  if (violation) {
    const holder = violation.precondition === 'no-uid-conflict' && object && hrefIn(context, collection, object.name);
    throw new DavError(403, violation.detail, `C:${violation.precondition}`, holder || undefined);
  }
  if (plan.stored === undefined) throw new Error('A plan without violations stores nothing.');
  const isScheduled = plan.role !== 'none' && plan.operation !== 'remove';
  const uid = stateOf(plan.stored, '').uid;
  requireLimits(plan.stored, collection, context.limits);
  await requireUniqueUid(context, { collection, going: object ? [object] : [] }, uid, isScheduled);

  await requireSending(context, plan.messages);
  const messages = save.sending.anything ? plan.messages : [];
  const { writes, statuses } = await deliver(context, messages);
  const asSent = isScheduled ? withoutForceSend(client) : client;
  const stored = save.sending.anything ? recordScheduleStatus(plan, statuses) : asSent;
  const data = textToStore(stored, body);
  const state: ObjectState = {
    ...stateOf(stored, data),
    scheduleTag: isScheduled ? newScheduleTag() : undefined,
    base: isScheduled ? data : undefined,
    replyRevisions: isScheduled ? object?.replyRevisions : undefined,
  };
  const put: ObjectWrite = {
    kind: 'put',
    collection,
    name,
    expected: object,
    state,
    sentSequence: sequenceToKeep(plan, original),
  };
  return { state, writes: [put, ...writes] };
}

/** A DELETE. */
export async function prepareRemoval(
  context: DavContext,
  object: StoredObject,
  { reply, anything }: Sending,
): Promise<readonly ObjectWrite[]> {
  if (object.scheduleTag === undefined) return [{ kind: 'delete', object }];
  const original = parseCalendarData(object.data);
  const plan = planScheduling({
    original,
    modified: undefined,
    owner: ownerOf(context.owner),
    now: context.now(),
    scheduleReply: reply,
  });
  await requireSending(context, plan.messages);
  const messages = anything ? plan.messages : [];
  const { writes } = await deliver(context, messages);
  return [{ kind: 'delete', object, sentSequence: sequenceToKeep(plan, original) }, ...writes];
}

/**
 * Who changes a calendar of somebody else's sends in that one's name, and needs his leave for it: RFC 6638 §6.2.2 and §6.2.3. With
 * `Scheduling-Enabled: F` too: that somebody is not told of a change is decided by who could have told him.
 * @throws DavError 403 need-privileges on the owner's outbox
 */
async function requireSending(context: DavContext, messages: readonly SchedulingMessage[]): Promise<void> {
  const needed = new Set(
    messages.map(({ method }) => (method === 'REPLY' ? 'C:schedule-send-reply' : 'C:schedule-send-invite')),
  );
  await requirePrivileges(context, { kind: 'outbox', user: context.owner.name }, [...needed]);
}

/** The part that the owner of a calendar has in an object, RFC 6638 §3.1. */
export function roleOf(calendar: Component, owner: User): SchedulingRole {
  return schedulingRole(readSchedulingObject(calendar), new Set(owner.addresses));
}

/** What must not be forgotten when an Organizer's object goes, so that the UID can come back (scheduling.md S6.2). */
function sequenceToKeep(plan: SchedulingPlan, original: Component | undefined): number | undefined {
  if (plan.role !== 'organizer' || plan.operation !== 'remove' || original === undefined) return undefined;
  return highestSequence(readSchedulingObject(original), plan.messages);
}

/** What the client sent, but for SCHEDULE-FORCE-SEND, which is an order and no data, RFC 6638 §7.2. */
function withoutForceSend(calendar: Component): Component {
  const components = calendar.components.map((component) =>
    mapProperties(component, (property) => storedProperty(property, undefined)),
  );
  return { ...calendar, components };
}

/** Text that cannot be read is left to the plan, which names the precondition. */
function merged(base: Component, stored: Component, client: Component): Component {
  try {
    return mergeReplies({ base, stored, client });
  } catch (error) {
    if (preconditionOf(error) === undefined) throw error;
    return client;
  }
}

/** The client's own bytes when nothing had to be changed, so that its ETag is good (RFC 4791 §5.3.4). */
function textToStore(stored: Component, body: CalendarBody): string {
  if (stored === body.calendar) return body.text;
  const text = serializeCalendarData(stored);
  return text === serializeCalendarData(body.calendar) ? body.text : text;
}

/** The properties that hold dates, RFC 5545 §3.8. */
const DATED = new Set([
  ...['DTSTART', 'DTEND', 'DUE', 'RECURRENCE-ID', 'RDATE', 'EXDATE'],
  ...['COMPLETED', 'CREATED', 'DTSTAMP', 'LAST-MODIFIED'],
]);
const YEAR_0 = /(?:^|[,/])0000\d{4}(?:T|,|\/|$)/;

/** @throws DavError 403 supported-calendar-component, min-date-time or max-attendees-per-instance, RFC 4791 §5.3.2.1 */
export function requireLimits(calendar: Component, collection: Collection, limits: ServerLimits): void {
  const most = limits.maxAttendeesPerInstance;
  const components = calendar.components.filter((component) => component.name !== 'VTIMEZONE');
  for (const component of components) {
    if (!component.name.startsWith('X-') && !collection.components.includes(component.name)) {
      throw new DavError(403, `This calendar holds no ${component.name}.`, 'C:supported-calendar-component');
    }
    if (component.properties.some(({ name, value }) => DATED.has(name) && YEAR_0.test(value))) {
      throw new DavError(
        403,
        `There is no year 0: a ${component.name} has a date before the year 1.`,
        'C:min-date-time',
      );
    }
    if (getProperties(component, 'ATTENDEE').length > most) {
      throw new DavError(403, `More than ${most} ATTENDEEs.`, 'C:max-attendees-per-instance');
    }
  }
}

/** Where an object is to be, and what makes room for it in the same transaction. */
export interface Place {
  readonly collection: Collection;
  readonly going: readonly StoredObject[];
}

/**
 * RFC 4791 §5.3.2.1 no-uid-conflict in the collection, RFC 6638 §3.2.4.1 unique-scheduling-object-resource in all of them.
 * @throws DavError 403, with the href of the object that has the UID to those who may read it
 */
export async function requireUniqueUid(
  context: DavContext,
  { collection, going }: Place,
  uid: string,
  isScheduled: boolean,
): Promise<void> {
  const others = (await context.store.calendarObjectsByUid(uid, [context.owner.id])).filter(
    (one) => !going.some(({ id }) => id === one.id),
  );
  const here = others.find((one) => one.collectionId === collection.id);
  if (here) {
    const href = await readableHref(context, collection, here);
    throw new DavError(403, 'Another object of this calendar has the UID.', 'C:no-uid-conflict', href);
  }
  const scheduled = isScheduled ? others.find((one) => one.scheduleTag !== undefined) : undefined;
  if (scheduled) {
    const calendars = await context.store.collections(context.owner.id);
    const calendar = calendars.find((one) => one.id === scheduled.collectionId) ?? collection;
    const href = await readableHref(context, calendar, scheduled);
    const message = 'An object of another calendar has the UID.';
    throw new DavError(403, message, 'C:unique-scheduling-object-resource', href);
  }
}

/** Where an object is, to those who may read what is in its calendar. */
async function readableHref(
  context: DavContext,
  collection: Collection,
  { name }: StoredObject,
): Promise<Markup | undefined> {
  const mayRead = (await privilegesIn(context, [collection])).get(collection.id)?.has('D:read');
  return mayRead ? hrefIn(context, collection, name) : undefined;
}

/** The DAV:href that a precondition names: of an object in a calendar of the user's. */
export function hrefIn(context: DavContext, collection: Collection, name: string): Markup {
  return xml`<D:href>${hrefOf(objectResource(context.owner, collection, name))}</D:href>`;
}
