/** An Attendee's answer to an invitation: nothing changes but what RFC 6638 §3.2.2.1 lets an Attendee change. */
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, escapeText, getProperty, getText, withParameter } from '../../icalendar/component.ts';
import { timeZonesOf } from '../../icalendar/timeZone.ts';
import { sameAlarms, writeAlarms } from './alarmWriting.ts';
import { stamped } from './componentWriting.ts';
import type { EditScope, InvitationReply } from './draft.ts';
import { derivedAt, instanceAt, mainComponent, overridesOf, readComponent } from './draftReading.ts';
import { withWritten } from './propertyWriting.ts';

/** Whose answer it is, and when; the answer's time goes into DTSTAMP. */
export interface ReplyContext {
  /** Calendar user addresses of the Attendee, in any spelling. */
  readonly addresses: readonly string[];
  readonly now: Date;
}

/** The answer as it stands, to the whole event or to one instance. */
export function readReply(calendar: Component, scope: EditScope, addresses: readonly string[]): InvitationReply {
  return replyOf(scope === 'all' ? mainComponent(calendar) : instanceAt(calendar, scope), calendar, addresses);
}

/**
 * Answers. Under 'all' the master changes, and every override that gave the same answer (had the same alarms …) before; a day
 * answered differently keeps its answer. One instance gets an override. The same object when nothing differs.
 */
export function respond(
  calendar: Component,
  scope: EditScope,
  reply: InvitationReply,
  context: ReplyContext,
): Component {
  if (scope !== 'all') return respondToInstance(calendar, scope, reply, context);
  const main = mainComponent(calendar);
  const before = replyOf(main, calendar, context.addresses);
  const overrides = new Set(overridesOf(calendar).values());
  let changed = false;
  const components = calendar.components.map((component) => {
    if (component !== main && !overrides.has(component)) return component;
    const own = replyOf(component, calendar, context.addresses);
    const next = writeReply(component, own, component === main ? reply : followReply(own, before, reply), context);
    if (next !== component) changed = true;
    return next;
  });
  return changed ? { ...calendar, components } : calendar;
}

function respondToInstance(calendar: Component, key: string, reply: InvitationReply, context: ReplyContext): Component {
  const override = overridesOf(calendar).get(key);
  const current = override ?? derivedAt(calendar, key);
  const next = writeReply(current, replyOf(current, calendar, context.addresses), reply, context);
  if (next === current) return calendar;
  const components = override
    ? calendar.components.map((component) => (component === override ? next : component))
    : [...calendar.components, next];
  return { ...calendar, components };
}

function replyOf(component: Component, calendar: Component, addresses: readonly string[]): InvitationReply {
  const draft = readComponent(component, timeZonesOf(calendar));
  const own = new Set<string>(addresses.map(normalizeAddress));
  const attendee = draft.attendees.find(({ address }) => own.has(normalizeAddress(address)));
  return {
    partstat: attendee?.partstat ?? 'NEEDS-ACTION',
    comment: getText(component, 'COMMENT') ?? '',
    alarms: draft.alarms,
    transparency: draft.transparency,
  };
}

function followReply(own: InvitationReply, before: InvitationReply, after: InvitationReply): InvitationReply {
  return {
    partstat: own.partstat === before.partstat ? after.partstat : own.partstat,
    comment: own.comment === before.comment ? after.comment : own.comment,
    alarms: sameAlarms(own.alarms, before.alarms) ? after.alarms : own.alarms,
    transparency: own.transparency === before.transparency ? after.transparency : own.transparency,
  };
}

function writeReply(
  component: Component,
  before: InvitationReply,
  after: InvitationReply,
  context: ReplyContext,
): Component {
  let written = component;
  if (before.partstat !== after.partstat) written = withPartstat(written, after.partstat, context.addresses);
  if (before.comment !== after.comment) written = withWritten(written, 'COMMENT', escapeText(after.comment));
  if (before.transparency !== after.transparency) written = withWritten(written, 'TRANSP', after.transparency);
  return stamped(writeAlarms(written, before.alarms, after.alarms), component, context.now);
}

function withPartstat(component: Component, partstat: string, addresses: readonly string[]): Component {
  const own = new Set<string>(addresses.map(normalizeAddress));
  const properties = component.properties.map((property) =>
    property.name === 'ATTENDEE' && own.has(normalizeAddress(property.value))
      ? withParameter(property, 'PARTSTAT', partstat)
      : property,
  );
  return properties.every((property, index) => property === component.properties[index])
    ? component
    : { ...component, properties };
}

/** The ORGANIZER to show beside an invitation: name and calendar user address; undefined without one. */
export function organizerOf(calendar: Component): { readonly name: string; readonly address: string } | undefined {
  const organizer = getProperty(mainComponent(calendar), 'ORGANIZER');
  return organizer && { name: organizer.parameters['CN']?.[0] ?? '', address: organizer.value };
}
