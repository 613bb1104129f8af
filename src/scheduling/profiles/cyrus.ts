/**
 * What Cyrus IMAP 3.6 tells Attendees, as measured: where it differs from RFC 6638 the preview says so. It compares the values of
 * eleven properties; it restricts the whole object where the RFC cancels an instance; what is merely taken back it does not tell.
 */
import { type CalendarUserAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getProperties, getProperty, splitValues, unescapeText } from '../../icalendar/component.ts';
import { readDuration } from '../../icalendar/duration.ts';
import { type ComponentKey, deriveInstance } from '../../icalendar/recurrence.ts';
import { readAttendee } from '../attendees.ts';
import { canonicalRule } from '../canonicalForm.ts';
import type {
  Attendee,
  AttendeeDecision,
  AttendeeDelivery,
  AttendeeOutcome,
  ObjectChange,
  Policy,
  PropertyDifference,
  SchedulingComponent,
  SchedulingObject,
} from '../types.ts';
import { RFC6638_POLICY } from './rfc6638.ts';

/** A different value of one of these is a change; parameters, TZID too, are not looked at. */
const SIGNIFICANT: readonly string[] = [
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
  heedsCancelledInstances: false,
  keepsBooks: false,
};

/** The Organizer's own ATTENDEE counts too: that it came, went, or has another PARTSTAT. */
function significantDifferences(before: Component, after: Component): readonly PropertyDifference[] {
  if (before === after) return [];
  const names = SIGNIFICANT.filter((name) => values(before, name) !== values(after, name));
  const all = organizersReply(before) === organizersReply(after) ? names : [...names, 'ATTENDEE'];
  return all.map((property) => ({
    property,
    before: getProperties(before, property),
    after: getProperties(after, property),
  }));
}

/** Values as read, not as written: escapes, the order of dates and of RRULE parts, and an empty text make no difference. */
function values(component: Component, name: string): string {
  const written = getProperties(component, name).map(({ value }) => value);
  const read = written.flatMap((value) => {
    if (name === 'DURATION') return [JSON.stringify(readDuration(value))];
    if (name === 'RRULE') return [canonicalRule(value, (until) => until)];
    return name === 'RDATE' || name === 'EXDATE' ? splitValues(value) : [unescapeText(value)];
  });
  return read
    .filter((value) => value !== '')
    .sort()
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
 * else the overrides that changed. Off it: CANCEL of it, or of the overrides that he was on, and what is new of the others.
 * STATUS:CANCELLED takes nobody off an override that lists him, except that what he was on is cancelled.
 */
function cyrusDelivery(
  attendee: CalendarUserAddress,
  decisions: readonly AttendeeDecision[],
  change: ObjectChange,
): AttendeeOutcome {
  const isOrganizer =
    attendee === (change.modified ?? change.original)?.organizer ||
    decisions.some(({ outcome }) => 'silent' in outcome && outcome.silent === 'is-organizer');
  const delivery = isOrganizer ? { attendee, cancel: [], request: undefined } : deliveryFor(attendee, change);
  return { delivery, decisions: decisions.map((decision) => turnedOut(decision, delivery)) };
}

function deliveryFor(attendee: CalendarUserAddress, { original, modified }: ObjectChange): AttendeeDelivery {
  const wasOnMaster = attends(attendee, original?.master);
  const isOnMaster = attends(attendee, modified?.master);
  const some = changedOverrides(attendee, original, modified);
  if (isOnMaster) {
    const whole =
      !wasOnMaster ||
      isOnMaster.forceSend !== undefined ||
      isMasterChanged(original, modified) ||
      isNewlyOff(attendee, original, modified);
    if (!whole) return { attendee, cancel: [], request: some };
    return { attendee, cancel: [], request: isKept(isOnMaster) ? undefined : { method: 'REQUEST', whole: true } };
  }
  const lost = [...(original?.overrides.values() ?? [])]
    .filter(
      (override) =>
        served(attendee, override) !== undefined &&
        attends(attendee, modified?.overrides.get(override.key)) === undefined,
    )
    .map(({ key }) => key)
    .sort();
  return { attendee, cancel: wasOnMaster ? ['master', ...lost] : lost, request: some };
}

/** The REQUEST of single instances; what stands on the last of his overrides keeps it from him. */
function changedOverrides(
  attendee: CalendarUserAddress,
  original: SchedulingObject | undefined,
  modified: SchedulingObject | undefined,
): AttendeeDelivery['request'] {
  const his = [...(modified?.overrides.values() ?? [])].filter((override) => served(attendee, override));
  const keys = his
    .filter(
      (override) => served(attendee, override)?.forceSend !== undefined || isChanged(attendee, override, original),
    )
    .map(({ key }) => key)
    .sort();
  if (keys.length === 0 || isKept(served(attendee, his.at(-1)))) return undefined;
  return { method: 'REQUEST', whole: false, keys };
}

/** SCHEDULE-FORCE-SEND other than REQUEST keeps a REQUEST from him; the status is 2.3. */
function isKept(line: Attendee | undefined): boolean {
  return line?.forceSend !== undefined && line.forceSend !== 'REQUEST';
}

/** His line where he is served. */
function served(attendee: CalendarUserAddress, component: SchedulingComponent | undefined): Attendee | undefined {
  const line = component?.attendees.get(attendee);
  return line?.agent === 'SERVER' ? line : undefined;
}

/** His line where he is served, in a component that is not STATUS:CANCELLED. */
function attends(attendee: CalendarUserAddress, component: SchedulingComponent | undefined): Attendee | undefined {
  return component?.cancelled ? undefined : served(attendee, component);
}

function isMasterChanged(original: SchedulingObject | undefined, modified: SchedulingObject | undefined): boolean {
  if (!original?.master || !modified?.master) return true;
  return significantDifferences(original.master.component, modified.master.component).length > 0;
}

/** Compared with the override that was there, whoever was on it; else with the instance of the master that he was on. */
function isChanged(
  attendee: CalendarUserAddress,
  { key, component }: SchedulingComponent,
  original: SchedulingObject | undefined,
): boolean {
  const override = original?.overrides.get(key);
  if (override) return significantDifferences(override.component, component).length > 0;
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
    (override) =>
      !served(attendee, override) && served(attendee, original?.overrides.get(override.key) ?? original?.master),
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
