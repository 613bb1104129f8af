/** Where a server does otherwise than RFC 6638: two plans of one change, message by message (scheduling.md S13). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { ComponentKey, RecurrenceKey } from '../icalendar/recurrence.ts';
import type { AttendeeDecision, PropertyDifference, SchedulingPlan } from './types.ts';
import type { ItipMethod, SendReason } from './vocabulary.ts';

/** What an Attendee is sent, as one plan has it. */
export interface Told {
  readonly method: ItipMethod;
  readonly keys: readonly ComponentKey[];
  readonly exdates: readonly RecurrenceKey[];
}

/** One way in which the server differs, and whom it concerns. */
export interface ProfileDifference {
  readonly kind: /** Nothing comes, though RFC 6638 has something sent. */
    | 'not-told'
    /** Something comes, though RFC 6638 has nothing sent. */
    | 'told-too'
    /** CANCEL of all that the Attendee has, though he stays invited to something. */
    | 'loses-all'
    /** Another method, other instances. */
    | 'told-otherwise';
  readonly attendees: readonly CalendarUserAddress[];
  /** By RFC 6638, and by the server. */
  readonly standard: readonly Told[];
  readonly predicted: readonly Told[];
  /** Why RFC 6638 has it sent, each once. */
  readonly reasons: readonly SendReason[];
  /** The keys that it is about, ascending, `master` first. */
  readonly keys: readonly ComponentKey[];
  /** What differs at these keys, each property once. */
  readonly properties: readonly PropertyDifference['property'][];
}

/**
 * How `predicted`, a plan by a server's policy, differs from `standard`, the plan of the same change by RFC6638_POLICY; Attendees
 * with the same difference together, in their order in the plan. Empty: the server does what the RFC says.
 */
export function profileDifferences(standard: SchedulingPlan, predicted: SchedulingPlan): readonly ProfileDifference[] {
  const differences = new Map<string, ProfileDifference>();
  const [expected, actual] = [newsByAttendee(standard), newsByAttendee(predicted)];
  for (const attendee of new Set([...standard.decisions, ...predicted.decisions].map((each) => each.attendee))) {
    const difference = differenceFor(attendee, expected.get(attendee) ?? NO_NEWS, actual.get(attendee) ?? NO_NEWS);
    if (!difference) continue;
    const { attendees: _attendees, ...same } = difference;
    const signature = JSON.stringify(same);
    const others = differences.get(signature)?.attendees ?? [];
    differences.set(signature, { ...difference, attendees: [...others, attendee] });
  }
  return [...differences.values()];
}

/**
 * `predicted` with its silence explained: where RFC 6638 would have somebody told who is told nothing at all, the reason is the
 * server and not the change.
 */
export function withNotTold(standard: SchedulingPlan, predicted: SchedulingPlan): SchedulingPlan {
  const told = new Set(predicted.messages.flatMap(({ recipients }) => recipients));
  const keyOf = ({ attendee, key }: AttendeeDecision) => `${key} ${attendee}`;
  const sent = new Map(
    standard.decisions.flatMap((decision) =>
      'send' in decision.outcome ? [[keyOf(decision), decision] as const] : [],
    ),
  );
  const decisions = predicted.decisions.map((decision): AttendeeDecision => {
    const expected = sent.get(keyOf(decision));
    if (expected === undefined || 'send' in decision.outcome || told.has(decision.attendee)) return decision;
    return { ...decision, outcome: { silent: 'not-told' }, differences: expected.differences };
  });
  return { ...predicted, decisions };
}

function differenceFor(attendee: CalendarUserAddress, expected: News, actual: News): ProfileDifference | undefined {
  if (JSON.stringify(expected.told) === JSON.stringify(actual.told)) return undefined;
  const telling = (expected.told.length > 0 ? expected : actual).decisions;
  return {
    kind: kindOf(expected.told, actual.told),
    attendees: [attendee],
    standard: expected.told,
    predicted: actual.told,
    reasons: [...new Set(telling.flatMap(reasonOf))],
    keys: [...new Set(telling.map(({ key }) => key))].sort((one, other) =>
      one === 'master' ? -1 : other === 'master' ? 1 : one < other ? -1 : 1,
    ),
    properties: [...new Set(telling.flatMap(({ differences }) => differences.map(({ property }) => property)))],
  };
}

function kindOf(expected: readonly Told[], actual: readonly Told[]): ProfileDifference['kind'] {
  if (actual.length === 0) return 'not-told';
  if (expected.length === 0) return 'told-too';
  const cancelsAll = actual.some(({ method, keys }) => method === 'CANCEL' && keys.includes('master'));
  const staysInvited = expected.some(({ method }) => method !== 'CANCEL');
  return cancelsAll && staysInvited && actual.length === 1 ? 'loses-all' : 'told-otherwise';
}

/** What a plan sends one Attendee, and the decisions that say so. */
interface News {
  readonly told: Told[];
  readonly decisions: AttendeeDecision[];
}

const NO_NEWS: News = { told: [], decisions: [] };

function newsByAttendee({ messages, decisions }: SchedulingPlan): ReadonlyMap<CalendarUserAddress, News> {
  const all = new Map<CalendarUserAddress, News>();
  const newsOf = (attendee: CalendarUserAddress): News => {
    const news = all.get(attendee) ?? { told: [], decisions: [] };
    all.set(attendee, news);
    return news;
  };
  for (const { recipients, method, keys, exdates } of messages)
    for (const recipient of recipients) newsOf(recipient).told.push({ method, keys, exdates });
  for (const decision of decisions) if ('send' in decision.outcome) newsOf(decision.attendee).decisions.push(decision);
  return all;
}

function reasonOf({ outcome }: AttendeeDecision): readonly SendReason[] {
  return 'send' in outcome ? [outcome.reason] : [];
}
