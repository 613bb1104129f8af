/** Delta → send or silent with a reason, per Attendee: the table of RFC 6638 §3.2.1 put to work (scheduling.md S3 and S4). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { AskedAgain } from './askAgain.ts';
import { NOBODY } from './attendees.ts';
import { privateDifferences } from './attendeeView.ts';
import type { InstanceDelta } from './instanceDiff.ts';
import { type MethodCell, type ModifiedAgent, ORGANIZER_METHOD, type OriginalAgent } from './methodTable.ts';
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
 * The decisions by Attendee, one for each delta that has him on either side; the Organizer's own are always silent. What is the same
 * for all Attendees of a delta is worked out once.
 */
export function attendeeDecisions(
  deltas: readonly InstanceDelta[],
  context: DecisionContext,
): ReadonlyMap<CalendarUserAddress, readonly AttendeeDecision[]> {
  const decisions = new Map<CalendarUserAddress, AttendeeDecision[]>();
  for (const delta of deltas) {
    const prepared = prepare(delta, context);
    const add = (attendee: CalendarUserAddress, before: Attendee | undefined, after: Attendee | undefined) => {
      const decision = decide(attendee, before, after, prepared, context);
      const others = decisions.get(attendee);
      if (others) others.push(decision);
      else decisions.set(attendee, [decision]);
    };
    const original = delta.original?.attendees ?? NOBODY;
    const modified = delta.modified?.attendees ?? NOBODY;
    for (const [address, before] of original)
      add(address, before, original === modified ? before : modified.get(address));
    if (original === modified) continue;
    for (const [address, after] of modified) if (!original.has(address)) add(address, undefined, after);
  }
  return decisions;
}

type Outcome = AttendeeDecision['outcome'];

/** A delta, and what holds for all its Attendees. */
interface PreparedDelta {
  readonly delta: InstanceDelta;
  readonly asked: ReadonlySet<CalendarUserAddress> | undefined;
  readonly privately: readonly PropertyDifference[];
  /** What the REQUEST cell comes to because of what differs; undefined when the view is the same. */
  readonly changed: Outcome | undefined;
}

function prepare(delta: InstanceDelta, { asked }: DecisionContext): PreparedDelta {
  const { key, original, modified, differences } = delta;
  const differs = differences.length > 0;
  return {
    delta,
    asked: asked.get(key),
    privately: original && modified && !differs ? privateDifferences(original.component, modified.component) : [],
    changed: differs ? { send: 'REQUEST', reason: changeReason(delta) } : undefined,
  };
}

function decide(
  attendee: CalendarUserAddress,
  before: Attendee | undefined,
  after: Attendee | undefined,
  prepared: PreparedDelta,
  context: DecisionContext,
): AttendeeDecision {
  const { delta, asked, privately } = prepared;
  const row: OriginalAgent = before?.agent ?? '<Absent>';
  const column: ModifiedAgent = after?.agent ?? '<Removed>';
  const cell = ORGANIZER_METHOD[row][column];
  const outcome = outcomeOf({ attendee, row, column, cell, after }, prepared, context);
  return {
    attendee,
    key: delta.key,
    row,
    column,
    cell,
    outcome,
    differences: outcome === PRIVATE_CHANGE ? privately : delta.differences,
    askedAgain: asked?.has(attendee) === true && hadReplied(before, after),
  };
}

interface TableLookup {
  readonly attendee: CalendarUserAddress;
  readonly row: OriginalAgent;
  readonly column: ModifiedAgent;
  readonly cell: MethodCell;
  readonly after: Attendee | undefined;
}

const IS_ORGANIZER: Outcome = { silent: 'is-organizer' };
const OTHER_AGENT: Outcome = { silent: 'schedule-agent' };
const NOT_INVITED: Outcome = { silent: 'not-invited' };
const PRIVATE_CHANGE: Outcome = { silent: 'private-change' };
const UNCHANGED: Outcome = { silent: 'unchanged' };

function outcomeOf(
  { attendee, row, column, cell, after }: TableLookup,
  { delta, privately, changed }: PreparedDelta,
  context: DecisionContext,
): Outcome {
  if (context.owner.has(attendee)) return IS_ORGANIZER;
  if (context.serverStaysOut) return OTHER_AGENT;
  switch (cell) {
    case '--':
      return row === '<Absent>' && column === '<Removed>' ? NOT_INVITED : OTHER_AGENT;
    case 'REQUEST/ADD':
      return { send: 'REQUEST', reason: arrivalReason(delta, row, context, attendee) };
    case 'CANCEL':
      return isReplacedByRequest(delta, context, attendee)
        ? { send: 'REQUEST', reason: 'changed' }
        : { send: 'CANCEL', reason: departureReason(delta, column, context) };
    case 'REQUEST':
      if (changed) return changed;
      if (after?.forceSend === 'REQUEST') return { send: 'REQUEST', reason: 'force-send' };
      return privately.length > 0 ? PRIVATE_CHANGE : UNCHANGED;
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
