/** SCHEDULE-STATUS on the stored object, RFC 6638 §3.2.9 and §7.3 (scheduling.md S8). */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, makeProperty, mapProperties, type Property, withParameter } from '../icalendar/component.ts';
import type { ComponentKey } from '../icalendar/recurrence.ts';
import type { InboundResult } from './incoming.ts';
import { ownComponent, readSchedulingObject, schedulingComponents } from './schedulingObject.ts';
import type { SchedulingObject, SchedulingPlan } from './types.ts';
import type { ItipMethod, ScheduleStatusCode } from './vocabulary.ts';

/**
 * The object to store after delivery: SCHEDULE-STATUS on the ATTENDEEs that were sent something, on the components that the
 * messages concerned, else the master; on the ORGANIZER for a REPLY. 2.3 where SCHEDULE-FORCE-SEND was not understood.
 * @throws TypeError for a plan that stores nothing
 */
export function recordScheduleStatus(
  plan: SchedulingPlan,
  statuses: ReadonlyMap<CalendarUserAddress, ScheduleStatusCode>,
): Component {
  if (!plan.stored) throw new TypeError('A plan that stores nothing has no place for SCHEDULE-STATUS.');
  if (plan.messages.length === 0 && plan.unknownForceSend.length === 0) return plan.stored;
  const object = readSchedulingObject(plan.stored);
  const wanted = new Map<string, ScheduleStatusCode>();
  const note = (key: ComponentKey, address: CalendarUserAddress, code: ScheduleStatusCode) =>
    wanted.set(`${key} ${address}`, code);
  for (const { method, recipients, keys } of plan.messages) {
    for (const recipient of recipients) {
      const code = statuses.get(recipient);
      if (code === undefined) continue;
      for (const key of statusKeys(object, method === 'REPLY' ? 'ORGANIZER' : 'ATTENDEE', recipient, keys))
        note(key, recipient, code);
    }
  }
  for (const { attendee, key } of plan.unknownForceSend) note(key, attendee, '2.3');
  if (wanted.size === 0) return plan.stored;
  const keyOf = new Map(schedulingComponents(object).map(({ key, component }) => [component, key]));
  const components = plan.stored.components.map((component) => {
    const key = keyOf.get(component);
    if (key === undefined) return component;
    return mapProperties(component, (property) => {
      if (property.name !== 'ATTENDEE' && property.name !== 'ORGANIZER') return property;
      const code = wanted.get(`${key} ${normalizeAddress(property.value)}`);
      const concerned = plan.role === 'attendee' ? property.name === 'ORGANIZER' : property.name === 'ATTENDEE';
      return code === undefined || !concerned ? property : withParameter(property, 'SCHEDULE-STATUS', code);
    });
  });
  return { ...plan.stored, components };
}

/**
 * An ORGANIZER or ATTENDEE as it is stored: SCHEDULE-FORCE-SEND never (RFC 6638 §7.2), SCHEDULE-STATUS of the line before where the
 * client left it out (S8.1, RFC 6638 §7.3).
 */
export function storedProperty(property: Property, before: Property | undefined): Property {
  const status = before?.parameters['SCHEDULE-STATUS'];
  const kept =
    status && property.parameters['SCHEDULE-STATUS'] === undefined
      ? makeProperty(property.name, property.value, { ...property.parameters, 'SCHEDULE-STATUS': status })
      : property;
  return withParameter(kept, 'SCHEDULE-FORCE-SEND', undefined);
}

/**
 * What delivery to a calendar of this server comes to, RFC 6638 §3.2.9: 5.3 for what the recipient's calendar did not take, which is
 * forged, replies to a meeting that he does not have or from somebody whom he does not list, or is older than what he has. A
 * CANCEL of what is not there has nothing left to do.
 */
export function deliveryStatus(method: ItipMethod, result: InboundResult): ScheduleStatusCode {
  if (result.kind === 'refused') return result.status;
  if (result.kind === 'stored' || result.reason === 'nothing-to-do') return '1.2';
  return result.reason === 'no-copy' && method === 'CANCEL' ? '1.2' : '5.3';
}

/** The stored components on which the status of a message to this recipient stands: those concerned, else the master (S8.1). */
export function statusKeys(
  object: SchedulingObject,
  property: 'ATTENDEE' | 'ORGANIZER',
  recipient: CalendarUserAddress,
  keys: readonly ComponentKey[],
): readonly ComponentKey[] {
  const stands = (key: ComponentKey) => {
    const component = ownComponent(object, key);
    return component !== undefined && (property === 'ORGANIZER' || component.attendees.has(recipient));
  };
  const concerned = keys.filter(stands);
  if (concerned.length > 0) return concerned;
  return stands('master') ? ['master'] : [];
}

/** The codes of SCHEDULE-STATUS, first the one that says most; empty without one. RFC 6638 §7.3: a quoted list, comma-separated. */
export function readScheduleStatus(parameters: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return (parameters['SCHEDULE-STATUS'] ?? [])
    .flatMap((value) => value.split(','))
    .map((code) => code.trim())
    .filter((code) => code !== '');
}
