/** A little world of users with one calendar object each, in which saves and messages go as in the embedded server. */
import { parseCalendarData } from '../../icalendar/calendarData.ts';
import { type CalendarUserAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getProperties, getProperty, withValue } from '../../icalendar/component.ts';
import { preconditionOf } from '../calendarObjectError.ts';
import { applyItipMessage, messageFor } from '../inbound.ts';
import { refreshAttendeeCopy } from '../inboundReply.ts';
import type { InboundResult, ReplyRevisions } from '../incoming.ts';
import { mergeReplies } from '../mergeReplies.ts';
import { planScheduling } from '../plan.ts';
import { RFC6638_POLICY } from '../profiles/rfc6638.ts';
import { deliveryStatus, recordScheduleStatus } from '../scheduleStatus.ts';
import { readSchedulingObject } from '../schedulingObject.ts';
import { highestSequence } from '../sequence.ts';
import { requireValidMessage } from '../testItipTables.ts';
import type { Owner, Policy, SchedulingMessage, SchedulingPlan } from '../types.ts';
import type { ScheduleStatusCode } from '../vocabulary.ts';

/** One user's only calendar object. */
interface Stored {
  readonly object: Component | undefined;
  /** As it was when its Schedule-Tag last changed, RFC 6638 §3.2.10. */
  readonly base: Component | undefined;
  readonly revisions: ReplyRevisions | undefined;
}

const NOTHING: Stored = { object: undefined, base: undefined, revisions: undefined };
/** When a case begins; each step of it is a minute later. */
const BEGIN = Date.UTC(2027, 0, 1, 12);

export interface World {
  policy: Policy;
  readonly aliases: Map<string, readonly string[]>;
  readonly stored: Map<string, Stored>;
  /** By user and UID, the highest SEQUENCE that he sent before his object was removed (scheduling.md S6.2). */
  readonly sent: Map<string, number>;
  steps: number;
  /** What the last save planned. */
  plan: SchedulingPlan | undefined;
}

export function newWorld(): World {
  return { policy: RFC6638_POLICY, aliases: new Map(), stored: new Map(), sent: new Map(), steps: 0, plan: undefined };
}

/** The address of a user by first name. */
export function addressOf(name: string): CalendarUserAddress {
  return normalizeAddress(name.includes('@') ? name : `${name}@example.com`);
}

/** A short name: `alice` for mailto:alice@example.com. */
export function nameOf(address: CalendarUserAddress): string {
  return address.replace(/^mailto:/, '').replace(/@example\.com$/, '');
}

export function objectOf(world: World, user: string): Component | undefined {
  return world.stored.get(user)?.object;
}

/** A VCALENDAR of these lines; a component without UID or DTSTAMP gets the usual ones. */
export function calendarOf(lines: readonly string[], stamp = '20270101T000000Z'): Component {
  const calendar = parseCalendarData(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//Client//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n'),
  );
  const components = calendar.components.map((component) => {
    if (!/^V(EVENT|TODO|JOURNAL)$/.test(component.name)) return component;
    const identified = getProperty(component, 'UID') ? component : withValue(component, 'UID', 'planning@example.com');
    return getProperty(identified, 'DTSTAMP') ? identified : withValue(identified, 'DTSTAMP', stamp);
  });
  return { ...calendar, components };
}

/** A PUT, or with `client` undefined a DELETE, with all that follows from it (scheduling.md S7.3). */
export function save(world: World, user: string, client: Component | undefined, scheduleReply = true): SchedulingPlan {
  const now = tick(world);
  const before = world.stored.get(user) ?? NOTHING;
  const plan = planScheduling({
    original: before.object,
    modified: client && merged(before, client),
    owner: ownerOf(world, user),
    now,
    policy: world.policy,
    base: before.base,
    scheduleReply,
    sentSequence: client && world.sent.get(`${user} ${uidOf(client)}`),
  });
  world.plan = plan;
  if (plan.violations.length > 0) return plan;
  const statuses = deliver(world, user, plan.messages);
  if (before.object && plan.role === 'organizer' && plan.operation === 'remove')
    world.sent.set(
      `${user} ${uidOf(before.object)}`,
      highestSequence(readSchedulingObject(before.object), plan.messages),
    );
  if (!plan.stored) world.stored.set(user, NOTHING);
  else {
    const object = recordScheduleStatus(plan, statuses);
    const scheduled = plan.role !== 'none' && plan.operation !== 'remove';
    world.stored.set(user, {
      object,
      base: scheduled ? object : undefined,
      revisions: scheduled ? before.revisions : undefined,
    });
  }
  return plan;
}

/** A message that comes from outside, METHOD and all. */
export function receive(world: World, sender: string, user: string, message: Component): InboundResult {
  tick(world);
  const result = apply(world, user, addressOf(sender), message);
  if (result.kind === 'stored' && result.change === 'replied') refreshOthers(world, user, sender);
  return result;
}

/** UTC in basic form. */
export function clock(world: World): string {
  return `${new Date(BEGIN + world.steps * 60_000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function tick(world: World): Date {
  world.steps += 1;
  return new Date(BEGIN + world.steps * 60_000);
}

function ownerOf(world: World, user: string): Owner {
  return { addresses: [addressOf(user), ...(world.aliases.get(user) ?? [])] };
}

function uidOf(calendar: Component): string {
  const component = calendar.components.find(({ name }) => name !== 'VTIMEZONE');
  return (component && getProperty(component, 'UID')?.value) ?? '';
}

function merged({ base, object }: Stored, client: Component): Component {
  if (!base || !object) return client;
  try {
    return mergeReplies({ base, stored: object, client });
  } catch (error) {
    if (preconditionOf(error) === undefined) throw error;
    return client;
  }
}

function deliver(
  world: World,
  sender: string,
  messages: readonly SchedulingMessage[],
): ReadonlyMap<CalendarUserAddress, ScheduleStatusCode> {
  const statuses = new Map<CalendarUserAddress, ScheduleStatusCode>();
  for (const message of messages) {
    requireValidMessage(message);
    for (const recipient of message.recipients) {
      // Only example.com is here, and there is no mail.
      if (!recipient.endsWith('@example.com')) {
        statuses.set(recipient, '5.2');
        continue;
      }
      const user = userAt(world, recipient);
      const received = messageFor(message, recipient, objectOf(world, user));
      requireValidMessage(received);
      const result = apply(world, user, received.sender, received.calendar());
      statuses.set(recipient, deliveryStatus(received.method, result));
      if (result.kind === 'stored' && result.change === 'replied') refreshOthers(world, user, sender);
    }
  }
  return statuses;
}

function userAt(world: World, address: CalendarUserAddress): string {
  const known = [...world.aliases].find(([, aliases]) => aliases.some((alias) => normalizeAddress(alias) === address));
  return known?.[0] ?? nameOf(address);
}

function apply(world: World, user: string, sender: CalendarUserAddress, message: Component): InboundResult {
  const before = world.stored.get(user) ?? NOTHING;
  const copy = before.object;
  const recipient = ownerOf(world, user);
  const result = applyItipMessage({ copy, message, recipient, sender, lastReply: before.revisions });
  if (result.kind === 'stored') {
    world.stored.set(user, {
      object: result.calendar,
      base: result.change === 'replied' ? before.base : result.calendar,
      revisions: result.replyRevisions ?? before.revisions,
    });
  }
  return result;
}

/** The other Attendees' copies show a reply too (scheduling.md S10.2). */
function refreshOthers(world: World, organizer: string, replying: string): void {
  const object = objectOf(world, organizer);
  if (!object) return;
  const attendees = object.components.flatMap((component) => getProperties(component, 'ATTENDEE'));
  for (const user of new Set(attendees.map(({ value }) => userAt(world, normalizeAddress(value))))) {
    const before = world.stored.get(user);
    if (user === organizer || user === replying || !before?.object) continue;
    world.stored.set(user, { ...before, object: refreshAttendeeCopy(before.object, object, ownerOf(world, user)) });
  }
}
