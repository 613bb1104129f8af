/** What a SchedulingPlan means for people: equal decisions gathered, and counted. Pure; words are made in sentences.ts. */
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { ComponentKey } from '../../icalendar/recurrence.ts';
import type { AttendeeDecision, SchedulingMessage, SchedulingPlan } from '../../scheduling/types.ts';
import type { OrganizerMethod, SendReason, SilentReason } from '../../scheduling/vocabulary.ts';

/** What a decision is to the person it concerns. A REQUEST is an invitation or an update, RFC 5546 §3.2.2. */
export type Act = 'invite' | 'update' | 'extra-date' | 'cancel' | 'nothing';

/** Equal decisions of several Attendees. */
export interface PlanGroup {
  readonly id: string;
  readonly act: Act;
  readonly reason: SendReason | SilentReason;
  readonly people: readonly CalendarUserAddress[];
  /** Ascending; only `master` when the whole object is concerned. */
  readonly keys: readonly ComponentKey[];
  /** Names of the properties that differ, sorted. */
  readonly properties: readonly string[];
  /** Those of `people` whose PARTSTAT goes back to NEEDS-ACTION, RFC 6638 §3.2.8. */
  readonly askedAgain: readonly CalendarUserAddress[];
}

/** People by what they receive. One person may count twice: a CANCEL and a REQUEST in one save. */
export interface PlanCounts {
  readonly invitations: number;
  readonly updates: number;
  readonly extraDates: number;
  readonly cancellations: number;
  readonly replies: number;
  readonly silent: number;
}

const ACT_ORDER: readonly Act[] = ['invite', 'update', 'extra-date', 'cancel', 'nothing'];

export function actOf(decision: AttendeeDecision): Act {
  return 'silent' in decision.outcome ? 'nothing' : actOfSending(decision.outcome.send, decision.outcome.reason);
}

/** Equal decisions gathered: invitations first, then updates, extra dates, cancellations and those who are told nothing. */
export function groupDecisions(plan: SchedulingPlan): readonly PlanGroup[] {
  const groups = new Map<string, PlanGroup>();
  for (const [attendee, decisions] of decisionsByAttendee(plan)) {
    for (const bucket of bucketsOf(decisions)) {
      const id = [bucket.act, bucket.reason, bucket.keys.join(' '), bucket.properties.join(' ')].join('|');
      const present = groups.get(id);
      const asked = present?.askedAgain ?? [];
      groups.set(id, {
        ...bucket,
        id,
        people: [...(present?.people ?? []), attendee],
        askedAgain: bucket.askedAgain ? [...asked, attendee] : asked,
      });
    }
  }
  return [...groups.values()].sort((a, b) => ACT_ORDER.indexOf(a.act) - ACT_ORDER.indexOf(b.act));
}

/** How many people receive what, counted from the messages themselves. */
export function countPlan(plan: SchedulingPlan): PlanCounts {
  const byAttendee = decisionsByAttendee(plan);
  const told = new Set(plan.messages.flatMap((message) => message.recipients));
  const counts = { invitations: 0, updates: 0, extraDates: 0, cancellations: 0, replies: 0, silent: 0 };
  for (const message of plan.messages) {
    for (const recipient of message.recipients) counts[counted(plan, message, recipient)] += 1;
  }
  for (const attendee of byAttendee.keys()) if (!told.has(attendee)) counts.silent += 1;
  return counts;
}

/** What a message is to one who receives it: a REQUEST may be an invitation to one and an update to another. */
export function messageAct(plan: SchedulingPlan, message: SchedulingMessage, recipient: CalendarUserAddress): Act {
  if (message.method === 'CANCEL') return 'cancel';
  if (message.method === 'ADD') return 'extra-date';
  const requests = plan.decisions.filter(
    ({ attendee, outcome }) => attendee === recipient && 'send' in outcome && outcome.send === 'REQUEST',
  );
  return requests.length > 0 && requests.every((decision) => actOf(decision) === 'invite') ? 'invite' : 'update';
}

/** How many messages of each method leave, one for each recipient. */
export function countMethods(plan: SchedulingPlan): Readonly<Record<'REQUEST' | 'ADD' | 'CANCEL' | 'REPLY', number>> {
  const counts = { REQUEST: 0, ADD: 0, CANCEL: 0, REPLY: 0 };
  for (const { method, recipients } of plan.messages) {
    if (method in counts) counts[method as keyof typeof counts] += recipients.length;
  }
  return counts;
}

/** Attendees whose invitation this save cancels by taking SCHEDULE-AGENT from SERVER to CLIENT or NONE, RFC 6638 §7.1. */
export function cancelledByAgent(plan: SchedulingPlan): ReadonlyMap<CalendarUserAddress, 'CLIENT' | 'NONE'> {
  const people = new Map<CalendarUserAddress, 'CLIENT' | 'NONE'>();
  for (const { attendee, outcome, column } of plan.decisions) {
    const changed = 'send' in outcome && outcome.reason === 'agent-changed';
    if (changed && (column === 'CLIENT' || column === 'NONE')) people.set(attendee, column);
  }
  return people;
}

/** The decisions about people, by Attendee: the Organizer's own are no news to anyone. */
export function decisionsByAttendee(
  plan: SchedulingPlan,
): ReadonlyMap<CalendarUserAddress, readonly AttendeeDecision[]> {
  const byAttendee = new Map<CalendarUserAddress, AttendeeDecision[]>();
  for (const decision of plan.decisions) {
    if ('silent' in decision.outcome && decision.outcome.silent === 'is-organizer') continue;
    const present = byAttendee.get(decision.attendee);
    if (present) present.push(decision);
    else byAttendee.set(decision.attendee, [decision]);
  }
  return byAttendee;
}

/** `master` first, then instances in the order of their dates. */
export function compareKeys(a: ComponentKey, b: ComponentKey): number {
  if (a === b) return 0;
  if (a === 'master') return -1;
  if (b === 'master') return 1;
  return a < b ? -1 : 1;
}

type Bucket = Omit<PlanGroup, 'id' | 'people' | 'askedAgain'> & { readonly askedAgain: boolean };

function bucketsOf(decisions: readonly AttendeeDecision[]): readonly Bucket[] {
  const sent = withoutVehicle(decisions.filter((decision) => 'send' in decision.outcome));
  if (sent.length === 0) return [silence(decisions)];
  const master = sent.find((decision) => decision.key === 'master');
  const byReason = new Map<string, AttendeeDecision[]>();
  for (const decision of sent) {
    const bucket = master && isCoveredBy(master, decision) ? master : decision;
    if (!('send' in bucket.outcome)) continue;
    const id = `${bucket.outcome.send} ${bucket.outcome.reason}`;
    byReason.set(id, [...(byReason.get(id) ?? []), decision]);
  }
  return [...byReason.values()].map((members) =>
    gather(members, master && members.includes(master) ? master : undefined),
  );
}

/**
 * Some servers take a date from somebody with an update of the whole instead of a CANCEL: the date is the news, and the whole only
 * how it gets there, unless something else of it changed.
 */
function withoutVehicle(sent: readonly AttendeeDecision[]): readonly AttendeeDecision[] {
  const takesDateOut = sent.some(({ key, outcome }) => key !== 'master' && isTakenOut(outcome));
  const isVehicle = ({ key, outcome, differences }: AttendeeDecision): boolean =>
    key === 'master' &&
    'send' in outcome &&
    outcome.send === 'REQUEST' &&
    outcome.reason === 'changed' &&
    differences.every(({ property }) => property === 'EXDATE');
  return takesDateOut ? sent.filter((decision) => !isVehicle(decision)) : sent;
}

/** Told by an update that something is no longer there. */
function isTakenOut(outcome: AttendeeDecision['outcome']): boolean {
  if (!('send' in outcome) || outcome.send !== 'REQUEST') return false;
  return outcome.reason === 'removed' || outcome.reason === 'instance-cancelled';
}

/** Whether what the master's message says includes what happens at this key, so that people need not hear of it apart. */
function isCoveredBy(master: AttendeeDecision, decision: AttendeeDecision): boolean {
  if (!('send' in master.outcome) || !('send' in decision.outcome)) return false;
  if (master.outcome.send !== decision.outcome.send) return false;
  if (master.outcome.send === 'CANCEL') return true;
  if (master.outcome.reason === 'invited') return true;
  if (master.outcome.reason !== 'changed') return false;
  // Where the whole moves, each of its dates is another one than before.
  const isMoved = master.differences.some(({ property }) => property === 'DTSTART' || property === 'RRULE');
  return ['changed', 'attendee-list', ...(isMoved ? ['instance-added'] : [])].includes(decision.outcome.reason);
}

function gather(members: readonly AttendeeDecision[], master: AttendeeDecision | undefined): Bucket {
  const lead = master ?? members[0];
  if (lead === undefined || !('send' in lead.outcome))
    throw new RangeError('A group needs at least one decision that sends.');
  const keys: readonly ComponentKey[] = master ? ['master'] : members.map((member) => member.key).sort(compareKeys);
  return {
    act: actOfSending(lead.outcome.send, lead.outcome.reason),
    reason: lead.outcome.reason,
    keys,
    properties: propertiesOf(members),
    askedAgain: members.some((member) => member.askedAgain),
  };
}

/** The most telling reason why somebody hears nothing at all. */
function silence(decisions: readonly AttendeeDecision[]): Bucket {
  const order: readonly SilentReason[] = ['not-told', 'schedule-agent', 'private-change', 'unchanged', 'not-invited'];
  const reasons = new Set(decisions.map(({ outcome }) => ('silent' in outcome ? outcome.silent : 'unchanged')));
  const reason = order.find((candidate) => reasons.has(candidate)) ?? 'unchanged';
  const telling = decisions.filter(({ outcome }) => 'silent' in outcome && outcome.silent === reason);
  return {
    act: 'nothing',
    reason,
    keys: [],
    properties: reason === 'private-change' ? propertiesOf(telling) : [],
    askedAgain: decisions.some((decision) => decision.askedAgain),
  };
}

function propertiesOf(decisions: readonly AttendeeDecision[]): readonly string[] {
  return [
    ...new Set(decisions.flatMap((decision) => decision.differences.map((difference) => difference.property))),
  ].sort();
}

function actOfSending(send: OrganizerMethod, reason: SendReason): Act {
  if (send === 'CANCEL') return 'cancel';
  if (send === 'ADD') return 'extra-date';
  return reason === 'invited' || reason === 'restored' ? 'invite' : 'update';
}

const COUNTED: Readonly<Record<Exclude<Act, 'nothing'>, Exclude<keyof PlanCounts, 'silent' | 'replies'>>> = {
  invite: 'invitations',
  update: 'updates',
  'extra-date': 'extraDates',
  cancel: 'cancellations',
};

function counted(plan: SchedulingPlan, message: SchedulingMessage, recipient: CalendarUserAddress): keyof PlanCounts {
  if (message.method === 'REPLY') return 'replies';
  const act = messageAct(plan, message, recipient);
  return act === 'nothing' ? 'silent' : COUNTED[act];
}
