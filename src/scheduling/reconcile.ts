/** What was predicted against what the server wrote, per Attendee (scheduling.md S8.3). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { ComponentKey } from '../icalendar/recurrence.ts';
import { readScheduleStatus, statusKeys } from './scheduleStatus.ts';
import { ownComponent, readSchedulingObject, schedulingComponents } from './schedulingObject.ts';
import type { SchedulingObject, SchedulingPlan } from './types.ts';
import type { ItipMethod } from './vocabulary.ts';

export interface DeliveryOutcome {
  readonly attendee: CalendarUserAddress;
  /** The methods that the plan sends; none when the plan was silent and the server was not. */
  readonly methods: readonly ItipMethod[];
  /**
   * `confirmed`: every status says pending, sent, delivered or success. `failed`: one does not. `contradicted`: the server
   * recorded what the plan did not foresee, or nothing for this one while it recorded others. `no-evidence`: nothing to read.
   */
  readonly outcome: 'confirmed' | 'failed' | 'contradicted' | 'no-evidence';
  readonly statuses: readonly string[];
}

/** One outcome per recipient of the plan, and one for each Attendee whose status changed without a message. */
export function reconcile(plan: SchedulingPlan, reloaded: SchedulingObject | undefined): readonly DeliveryOutcome[] {
  const sent = new Map<CalendarUserAddress, { methods: ItipMethod[]; keys: ComponentKey[] }>();
  for (const { method, recipients, keys } of plan.messages) {
    for (const recipient of recipients) {
      const known = sent.get(recipient) ?? { methods: [], keys: [] };
      sent.set(recipient, { methods: [...known.methods, method], keys: [...known.keys, ...keys] });
    }
  }
  const property = plan.role === 'attendee' ? 'ORGANIZER' : 'ATTENDEE';
  const read = [...sent].map(([attendee, { methods, keys }]) => {
    const standing = reloaded ? statusKeys(reloaded, property, attendee, keys) : [];
    return {
      attendee,
      methods,
      listed: standing.length > 0,
      statuses: reloaded ? statusesAt(reloaded, property, attendee, standing) : [],
    };
  });
  const recordsAny = read.some(({ statuses }) => statuses.length > 0);
  const outcomes = read.map(({ attendee, methods, listed, statuses }): DeliveryOutcome => {
    if (statuses.length > 0)
      return { attendee, methods, statuses, outcome: statuses.every(isGood) ? 'confirmed' : 'failed' };
    return { attendee, methods, statuses, outcome: listed && recordsAny ? 'contradicted' : 'no-evidence' };
  });
  return [...outcomes, ...unforeseen(plan, reloaded, new Set(sent.keys()))];
}

/** 1.x: under way or delivered; 2.0: success. 2.3 and above: something was not done, RFC 6638 §3.2.9, RFC 5546 §3.6. */
function isGood(code: string): boolean {
  return /^1\.[0-2]$/.test(code) || code === '2.0';
}

function statusesAt(
  object: SchedulingObject,
  property: 'ATTENDEE' | 'ORGANIZER',
  address: CalendarUserAddress,
  keys: readonly ComponentKey[],
): readonly string[] {
  const codes = keys.flatMap((key) => {
    const component = ownComponent(object, key);
    if (property === 'ATTENDEE')
      return readScheduleStatus(component?.attendees.get(address)?.property.parameters ?? {});
    const organizer = component?.component.properties.find(({ name }) => name === 'ORGANIZER');
    return readScheduleStatus(organizer?.parameters ?? {});
  });
  return [...new Set(codes)];
}

/** Attendees who were to get nothing, whose delivery status is another than the one that was stored before. */
function unforeseen(
  plan: SchedulingPlan,
  reloaded: SchedulingObject | undefined,
  sent: ReadonlySet<CalendarUserAddress>,
): readonly DeliveryOutcome[] {
  if (!reloaded || !plan.stored || plan.role !== 'organizer') return [];
  const before = statusByAttendee(readSchedulingObject(plan.stored));
  return [...statusByAttendee(reloaded)].flatMap(([attendee, status]): readonly DeliveryOutcome[] => {
    const statuses = status.split(',').filter((code) => code !== '');
    const isDelivery = statuses.some((code) => !code.startsWith('2.0'));
    if (sent.has(attendee) || !isDelivery || before.get(attendee) === status) return [];
    const failed = plan.unknownForceSend.some((refused) => refused.attendee === attendee);
    return [{ attendee, methods: [], statuses, outcome: failed ? 'failed' : 'contradicted' }];
  });
}

function statusByAttendee(object: SchedulingObject): ReadonlyMap<CalendarUserAddress, string> {
  const statuses = new Map<CalendarUserAddress, string>();
  for (const { attendees } of schedulingComponents(object)) {
    for (const { address, property } of attendees.values()) {
      const codes = readScheduleStatus(property.parameters).join();
      statuses.set(address, statuses.has(address) ? `${statuses.get(address)},${codes}` : codes);
    }
  }
  return statuses;
}
