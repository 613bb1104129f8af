/**
 * What Cyrus IMAP 3.6 tells Attendees, as measured: where it differs from RFC 6638 the preview says so. It compares the values of
 * eleven properties; it restricts the whole object where the RFC cancels an instance; what is merely taken back it does not tell.
 */
import { type CalendarUserAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getProperties, getProperty } from '../../icalendar/component.ts';
import { type ComponentKey, deriveInstance } from '../../icalendar/recurrence.ts';
import { readAttendee } from '../attendees.ts';
import type { AttendeeDelivery, AttendeeOutcome } from '../deliveries.ts';
import type { ObjectChange } from '../instanceDiff.ts';
import type {
  Attendee,
  AttendeeDecision,
  Policy,
  PropertyDifference,
  SchedulingComponent,
  SchedulingObject,
} from '../types.ts';
import { RFC6638_POLICY } from './rfc6638.ts';

/** A different value of one of these is a change; parameters, TZID too, are not looked at. */
export const CYRUS_SIGNIFICANT: readonly string[] = [
  ...['DTSTART', 'DTEND', 'DURATION', 'DUE', 'RRULE', 'RDATE', 'EXDATE'],
  ...['SUMMARY', 'LOCATION', 'DESCRIPTION', 'ATTACH'],
];

/** Cyrus IMAP 3.6. */
export const CYRUS_POLICY: Policy = {
  ...RFC6638_POLICY,
  name: 'cyrus',
  add: false,
  differences: (before, _beforeZones, after) => significantDifferences(before.component, after.component),
  deliver: cyrusDelivery,
  heedsOrganizerAgent: false,
  heedsOrganizerComingAndGoing: false,
  keepsBooks: false,
};

/** The Organizer's own ATTENDEE counts too: that it came, went, or has another PARTSTAT. */
function significantDifferences(before: Component, after: Component): readonly PropertyDifference[] {
  if (before === after) return [];
  const names = CYRUS_SIGNIFICANT.filter((name) => values(before, name) !== values(after, name));
  const all = organizersReply(before) === organizersReply(after) ? names : [...names, 'ATTENDEE'];
  return all.map((property) => ({
    property,
    before: getProperties(before, property),
    after: getProperties(after, property),
  }));
}

function values(component: Component, name: string): string {
  return getProperties(component, name)
    .map(({ value }) => value)
    .join('\n');
}

function organizersReply(component: Component): string | undefined {
  const organizer = getProperty(component, 'ORGANIZER');
  const address = organizer && normalizeAddress(organizer.value);
  return getProperties(component, 'ATTENDEE')
    .map(readAttendee)
    .find((attendee) => attendee.address === address)?.partstat;
}

/**
 * On the new master: the whole object, restricted to him, if the master changed, is new to him, or he newly is off an override;
 * else the overrides that changed. Off it: CANCEL of all, or of the overrides that he was on, and what is new of the others.
 */
function cyrusDelivery(
  attendee: CalendarUserAddress,
  decisions: readonly AttendeeDecision[],
  change: ObjectChange,
): AttendeeOutcome {
  const delivery = isExempt(attendee, decisions, change)
    ? { attendee, cancel: [], request: undefined }
    : deliveryFor(attendee, change);
  return { delivery, decisions: decisions.map((decision) => turnedOut(decision, delivery)) };
}

/** The Organizer; and who has a SCHEDULE-FORCE-SEND other than REQUEST, who gets nothing at all (and status 2.3). */
function isExempt(
  attendee: CalendarUserAddress,
  decisions: readonly AttendeeDecision[],
  { modified }: ObjectChange,
): boolean {
  if (decisions.some(({ outcome }) => 'silent' in outcome && outcome.silent === 'is-organizer')) return true;
  return [modified?.master, ...(modified?.overrides.values() ?? [])].some((component) => {
    const forceSend = component?.attendees.get(attendee)?.forceSend;
    return forceSend !== undefined && forceSend !== 'REQUEST';
  });
}

function deliveryFor(attendee: CalendarUserAddress, { original, modified }: ObjectChange): AttendeeDelivery {
  const wasOnMaster = attends(attendee, original?.master);
  const isOnMaster = attends(attendee, modified?.master);
  const changed = [...(modified?.overrides.values() ?? [])]
    .filter((override) => attends(attendee, override) && isChanged(attendee, override, original))
    .map(({ key }) => key)
    .sort();
  const some = changed.length > 0 ? ({ method: 'REQUEST', whole: false, keys: changed } as const) : undefined;
  if (isOnMaster) {
    const whole =
      !wasOnMaster ||
      isOnMaster.forceSend === 'REQUEST' ||
      isMasterChanged(original, modified) ||
      isNewlyOff(attendee, original, modified);
    return { attendee, cancel: [], request: whole ? { method: 'REQUEST', whole: true } : some };
  }
  const lost = [...(original?.overrides.values() ?? [])].filter(
    (override) => attends(attendee, override) && !attends(attendee, modified?.overrides.get(override.key)),
  );
  return { attendee, cancel: wasOnMaster ? ['master'] : lost.map(({ key }) => key).sort(), request: some };
}

/** His line where he is served, in a component that is not STATUS:CANCELLED. */
function attends(attendee: CalendarUserAddress, component: SchedulingComponent | undefined): Attendee | undefined {
  const line = component?.cancelled ? undefined : component?.attendees.get(attendee);
  return line?.agent === 'SERVER' ? line : undefined;
}

function isMasterChanged(original: SchedulingObject | undefined, modified: SchedulingObject | undefined): boolean {
  if (!original?.master || !modified?.master) return true;
  return significantDifferences(original.master.component, modified.master.component).length > 0;
}

/** Compared with what he had there: the override that listed him, else the instance of the master that did. */
function isChanged(
  attendee: CalendarUserAddress,
  { key, component }: SchedulingComponent,
  original: SchedulingObject | undefined,
): boolean {
  const override = original?.overrides.get(key);
  if (override && attends(attendee, override)) return significantDifferences(override.component, component).length > 0;
  if (!original?.master || !attends(attendee, original.master)) return true;
  const derived = deriveInstance(original.master.component, key, original.zones);
  return significantDifferences(derived, component).length > 0;
}

function isNewlyOff(
  attendee: CalendarUserAddress,
  original: SchedulingObject | undefined,
  modified: SchedulingObject | undefined,
): boolean {
  return [...(modified?.overrides.values() ?? [])].some(
    ({ key, attendees }) =>
      attendees.get(attendee)?.agent !== 'SERVER' &&
      attends(attendee, original?.overrides.get(key) ?? original?.master) !== undefined,
  );
}

/** The decision as this server carries it out: what RFC 6638 has sent may be said by the whole object, or not at all. */
function turnedOut(decision: AttendeeDecision, { cancel, request }: AttendeeDelivery): AttendeeDecision {
  const { key, outcome } = decision;
  const reason = 'send' in outcome ? outcome.reason : 'changed';
  if (cancel.includes(key)) return { ...decision, outcome: { send: 'CANCEL', reason } };
  if (isRequested(key, outcome, request)) return { ...decision, outcome: { send: 'REQUEST', reason } };
  if (!('send' in outcome) || (cancel.includes('master') && outcome.send === 'CANCEL')) return decision;
  return { ...decision, outcome: { silent: 'not-told' } };
}

function isRequested(
  key: ComponentKey,
  outcome: AttendeeDecision['outcome'],
  request: AttendeeDelivery['request'],
): boolean {
  if (!request) return false;
  return request.whole ? key === 'master' || 'send' in outcome : request.keys.includes(key);
}
