/** One Attendee's decisions → at most one CANCEL and one of REQUEST or ADD (scheduling.md S5.1–8). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import { getProperty } from '../icalendar/component.ts';
import { type ComponentKey, recurrenceKey } from '../icalendar/recurrence.ts';
import { readTime } from '../icalendar/timeZone.ts';
import { effectiveComponent } from './schedulingObject.ts';
import type { AttendeeDecision, AttendeeOutcome, ObjectChange, Policy, SchedulingObject } from './types.ts';

/** Chooses the messages for one Attendee. */
export function attendeeDelivery(
  attendee: CalendarUserAddress,
  decisions: readonly AttendeeDecision[],
  { modified }: ObjectChange,
  policy: Policy,
): AttendeeOutcome {
  const master = decisions.find(({ key }) => key === 'master');
  const cancel = keysSent(decisions, 'CANCEL');
  const requested = keysSent(decisions, 'REQUEST');
  if (cancel.includes('master')) return cancelledFromSeries(attendee, decisions);
  if (requested.includes('master')) {
    return { delivery: { attendee, cancel, request: { method: 'REQUEST', whole: true } }, decisions };
  }
  if (requested.length === 0) return { delivery: { attendee, cancel, request: undefined }, decisions };

  const added = decisions.filter(({ outcome }) => 'send' in outcome && outcome.reason === 'instance-added');
  if (added.length === 0 || master?.column !== 'SERVER') {
    return { delivery: { attendee, cancel, request: { method: 'REQUEST', whole: false, keys: requested } }, decisions };
  }
  const onlyAdded = cancel.length === 0 && added.length === requested.length;
  if (policy.add && onlyAdded && added.every(({ key }) => startsAtKey(modified, key))) {
    return {
      delivery: { attendee, cancel, request: { method: 'ADD', whole: false, keys: requested } },
      decisions: decisions.map((decision) =>
        'send' in decision.outcome ? { ...decision, outcome: { ...decision.outcome, send: 'ADD' } } : decision,
      ),
    };
  }
  return { delivery: { attendee, cancel, request: { method: 'REQUEST', whole: true } }, decisions };
}

/** Off the master: one CANCEL takes all (S5.2); the overrides he is still on are sent again after it (S5.4). */
function cancelledFromSeries(attendee: CalendarUserAddress, decisions: readonly AttendeeDecision[]): AttendeeOutcome {
  const keys = decisions.filter(({ key, column }) => key !== 'master' && column === 'SERVER').map(({ key }) => key);
  return {
    delivery: {
      attendee,
      cancel: ['master'],
      request: keys.length > 0 ? { method: 'REQUEST', whole: false, keys } : undefined,
    },
    decisions: decisions.map((decision) =>
      keys.includes(decision.key) && 'silent' in decision.outcome
        ? { ...decision, outcome: { send: 'REQUEST', reason: 'sent-again' } }
        : decision,
    ),
  };
}

/** Keys with that method whose component the message can hold; what only left with the rule is said by the master (S2.6). */
function keysSent(decisions: readonly AttendeeDecision[], method: 'REQUEST' | 'CANCEL'): readonly ComponentKey[] {
  return decisions
    .filter(
      ({ outcome, column }) =>
        'send' in outcome && outcome.send === method && (method === 'CANCEL' || column === 'SERVER'),
    )
    .map(({ key }) => key);
}

/** ADD names an instance by its DTSTART alone, so a moved one can't be added (S5.7). */
function startsAtKey(modified: SchedulingObject | undefined, key: ComponentKey): boolean {
  const component = effectiveComponent(modified, key)?.component;
  const start = component && getProperty(component, 'DTSTART');
  if (!modified || !start) return false;
  const time = readTime(start);
  return recurrenceKey(time, time, modified.zones) === key;
}
