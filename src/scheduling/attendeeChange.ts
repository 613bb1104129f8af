/** Delta → send or silent with a reason, per Attendee: the table of RFC 6638 §3.2.1 put to work (scheduling.md S3 and S4). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { AskedAgain } from './askAgain.ts';
import { privateDifferences } from './attendeeView.ts';
import type { InstanceDelta } from './instanceDiff.ts';
import { type ModifiedAgent, ORGANIZER_METHOD, type OriginalAgent } from './methodTable.ts';
import type { Attendee, AttendeeDecision, PropertyDifference } from './types.ts';
import type { SendReason } from './vocabulary.ts';

/** What holds for the whole save. */
export interface DecisionContext {
  readonly owner: ReadonlySet<CalendarUserAddress>;
  /** SCHEDULE-AGENT of the Organizer's own ORGANIZER is CLIENT or NONE: the server sends nothing (S3.3). */
  readonly serverStaysOut: boolean;
  readonly asked: AskedAgain;
  readonly master: InstanceDelta | undefined;
}

/**
 * The decisions for one Attendee at a time, one for each delta that has him on either side; the Organizer's own are always silent.
 * What is the same for all Attendees of a delta is worked out once.
 */
export function attendeeDecisions(
  deltas: readonly InstanceDelta[],
  context: DecisionContext,
): (attendee: CalendarUserAddress) => readonly AttendeeDecision[] {
  const prepared = deltas.map((delta) => ({
    delta,
    asked: context.asked.get(delta.key),
    privately: privatelyAt(delta),
  }));
  return (attendee) => {
    const decisions: AttendeeDecision[] = [];
    for (const { delta, asked, privately } of prepared) {
      const before = delta.original?.attendees.get(attendee);
      const after = delta.modified?.attendees.get(attendee);
      if (before || after) decisions.push(decide(attendee, delta, { before, after, asked, privately }, context));
    }
    return decisions;
  };
}

function privatelyAt({ original, modified, differences }: InstanceDelta): readonly PropertyDifference[] {
  if (!original || !modified || differences.length > 0) return [];
  return privateDifferences(original.component, modified.component);
}

interface AttendeeAtDelta {
  readonly before: Attendee | undefined;
  readonly after: Attendee | undefined;
  readonly asked: ReadonlySet<CalendarUserAddress> | undefined;
  readonly privately: readonly PropertyDifference[];
}

function decide(
  attendee: CalendarUserAddress,
  delta: InstanceDelta,
  { before, after, asked, privately }: AttendeeAtDelta,
  context: DecisionContext,
): AttendeeDecision {
  const row: OriginalAgent = before?.agent ?? '<Absent>';
  const column: ModifiedAgent = after?.agent ?? '<Removed>';
  const cell = ORGANIZER_METHOD[row][column];
  const outcome = outcomeOf(delta, { row, column, after }, privately, context, attendee);
  const sends = 'send' in outcome;
  return {
    attendee,
    key: delta.key,
    row,
    column,
    cell,
    outcome,
    differences: sends || outcome.silent !== 'private-change' ? delta.differences : privately,
    askedAgain: asked?.has(attendee) === true && hadReplied(before, after),
  };
}

interface TableLookup {
  readonly row: OriginalAgent;
  readonly column: ModifiedAgent;
  readonly after: Attendee | undefined;
}

function outcomeOf(
  delta: InstanceDelta,
  { row, column, after }: TableLookup,
  privately: readonly PropertyDifference[],
  context: DecisionContext,
  attendee: CalendarUserAddress,
): AttendeeDecision['outcome'] {
  if (context.owner.has(attendee)) return { silent: 'is-organizer' };
  if (context.serverStaysOut) return { silent: 'schedule-agent' };
  switch (ORGANIZER_METHOD[row][column]) {
    case '--':
      return { silent: row === '<Absent>' && column === '<Removed>' ? 'not-invited' : 'schedule-agent' };
    case 'REQUEST/ADD':
      return { send: 'REQUEST', reason: arrivalReason(delta, row, context, attendee) };
    case 'CANCEL':
      return isReplacedByRequest(delta, context, attendee)
        ? { send: 'REQUEST', reason: 'changed' }
        : { send: 'CANCEL', reason: departureReason(delta, column, context) };
    case 'REQUEST':
      if (delta.differences.length > 0) return { send: 'REQUEST', reason: changeReason(delta) };
      if (after?.forceSend === 'REQUEST') return { send: 'REQUEST', reason: 'force-send' };
      return { silent: privately.length > 0 ? 'private-change' : 'unchanged' };
  }
}

function arrivalReason(
  delta: InstanceDelta,
  row: OriginalAgent,
  { master }: DecisionContext,
  attendee: CalendarUserAddress,
): SendReason {
  const onSeries = master?.original?.attendees.has(attendee) === true;
  if (row !== '<Absent>' || delta.key === 'master' || !onSeries) return 'invited';
  return delta.arrival ?? 'restored';
}

function departureReason(delta: InstanceDelta, column: ModifiedAgent, { master }: DecisionContext): SendReason {
  if (column !== '<Removed>') return 'agent-changed';
  if (delta.modified) return 'removed';
  return delta.key === 'master' || (master?.original && !master.modified) ? 'object-cancelled' : 'instance-cancelled';
}

function changeReason(delta: InstanceDelta): SendReason {
  return delta.differences.every(({ property }) => property === 'ATTENDEE') ? 'attendee-list' : 'changed';
}

/** The instance went with DTSTART or RRULE, and the Attendee is on the old and the new series: the REQUEST of it says all (S2.6). */
function isReplacedByRequest(
  delta: InstanceDelta,
  { master }: DecisionContext,
  attendee: CalendarUserAddress,
): boolean {
  return (
    delta.leftWithRule &&
    master?.original?.attendees.get(attendee)?.agent === 'SERVER' &&
    master.modified?.attendees.get(attendee)?.agent === 'SERVER'
  );
}

/** An answer is lost by asking again: the one that stood there, or would stand there. */
function hadReplied(before: Attendee | undefined, after: Attendee | undefined): boolean {
  const reply = before ?? after;
  return reply !== undefined && reply.partstat !== 'NEEDS-ACTION';
}
