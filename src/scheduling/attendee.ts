/** The Attendee's side of RFC 6638 §3.2.2: which of his changes send a REPLY to the Organizer (scheduling.md S10.1). */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getParameter,
  getProperty,
  mapProperties,
  withParameter,
  withValue,
} from '../icalendar/component.ts';
import type { ComponentKey } from '../icalendar/recurrence.ts';
import { buildReply } from './itipMessage.ts';
import type { PlanContext } from './organizer.ts';
import {
  componentAt,
  effectiveComponent,
  readSchedulingObject,
  scheduleAgent,
  schedulingComponents,
} from './schedulingObject.ts';
import type { Attendee, SchedulingComponent, SchedulingMessage, SchedulingObject } from './types.ts';
import type { Partstat } from './vocabulary.ts';

export interface AttendeePlan {
  readonly messages: readonly SchedulingMessage[];
  readonly stored: SchedulingObject | undefined;
}

/**
 * Plans an Attendee's create, modify or remove of his copy, RFC 6638 §3.2.2. `scheduleReply` false is the request header
 * `Schedule-Reply: F` (RFC 6638 §8.1), which counts on removal only.
 */
export function planAttendeeChange(
  original: SchedulingObject | undefined,
  modified: SchedulingObject | undefined,
  { owner, policy, now }: PlanContext,
  scheduleReply: boolean,
): AttendeePlan {
  const stored = modified && storedCopy(modified, now);
  const source = modified ?? original;
  const organizer = source?.organizer;
  if (!source || organizer === undefined || organizerAgent(source) !== 'SERVER' || (!modified && !scheduleReply))
    return { messages: [], stored };
  const answers = modified ? changedAnswers(original, modified, owner) : declinedAnswers(source, owner);
  if (answers.length === 0) return { messages: [], stored };
  const sender = answers[0]?.attendee.address ?? organizer;
  const components = answers.map(({ key, component, attendee, partstat }) => ({
    key,
    component: replyComponent(component, attendee, partstat),
  }));
  const reply = { recipients: [organizer], keys: components.map(({ key }) => key), components };
  return { messages: [buildReply(source, reply, { now, prodid: policy.prodid, sender })], stored };
}

interface Answer {
  readonly key: ComponentKey;
  readonly component: Component;
  readonly attendee: Attendee;
  readonly partstat: Partstat;
}

/** Components whose PARTSTAT of the Attendee changed, instances that left his copy, and SCHEDULE-FORCE-SEND=REPLY. */
function changedAnswers(
  original: SchedulingObject | undefined,
  modified: SchedulingObject,
  owner: ReadonlySet<CalendarUserAddress>,
): readonly Answer[] {
  const keys = new Set<ComponentKey>(['master']);
  for (const object of [original, modified])
    for (const key of [...(object?.overrides.keys() ?? []), ...(object?.excluded ?? [])]) keys.add(key);
  return [...keys].flatMap((key) => {
    const before = effectiveComponent(original, key);
    const after = effectiveComponent(modified, key);
    if (after)
      return answered(
        key,
        before,
        after,
        owner,
        modified.overrides.has(key) || original?.overrides.has(key) === true || key === 'master',
      );
    const left = before && !componentAt(modified, key) && ownAttendee(before, owner);
    return left && left.partstat !== 'DECLINED'
      ? [{ key, component: before.component, attendee: left, partstat: 'DECLINED' }]
      : [];
  });
}

function answered(
  key: ComponentKey,
  before: SchedulingComponent | undefined,
  after: SchedulingComponent,
  owner: ReadonlySet<CalendarUserAddress>,
  hasOwnComponent: boolean,
): readonly Answer[] {
  const attendee = hasOwnComponent ? ownAttendee(after, owner) : undefined;
  if (!attendee) return [];
  const partstat = before ? (ownAttendee(before, owner)?.partstat ?? 'NEEDS-ACTION') : 'NEEDS-ACTION';
  const organizer = getProperty(after.component, 'ORGANIZER');
  const forced = organizer !== undefined && getParameter(organizer, 'SCHEDULE-FORCE-SEND')?.toUpperCase() === 'REPLY';
  return attendee.partstat !== partstat || forced
    ? [{ key, component: after.component, attendee, partstat: attendee.partstat }]
    : [];
}

/** Removal of the copy: the master declined, or each instance of one without a master; what is cancelled needs no answer. */
function declinedAnswers(original: SchedulingObject, owner: ReadonlySet<CalendarUserAddress>): readonly Answer[] {
  const components = original.master ? [original.master] : [...original.overrides.values()];
  return components.flatMap((component) => {
    const attendee = component.cancelled ? undefined : ownAttendee(component, owner);
    return attendee ? [{ key: component.key, component: component.component, attendee, partstat: 'DECLINED' }] : [];
  });
}

function ownAttendee(
  { attendees }: SchedulingComponent,
  owner: ReadonlySet<CalendarUserAddress>,
): Attendee | undefined {
  return [...attendees.values()].find(({ address }) => owner.has(address));
}

/** What a REPLY says, RFC 5546 §3.2.3 and §3.4.3: which instance, and the answer of one ATTENDEE. */
const REPLIED = new Set([
  ...[
    'UID',
    'RECURRENCE-ID',
    'DTSTART',
    'DTEND',
    'DURATION',
    'DUE',
    'SEQUENCE',
    'SUMMARY',
    'ORGANIZER',
    'COMMENT',
    'DTSTAMP',
  ],
  ...['PRIORITY', 'STATUS', 'PERCENT-COMPLETE', 'COMPLETED'],
]);

function replyComponent(component: Component, { address, property }: Attendee, partstat: Partstat): Component {
  const answer = withParameter(withParameter(property, 'PARTSTAT', partstat), 'RSVP', undefined);
  const properties = component.properties.flatMap((each) => {
    if (each.name === 'ATTENDEE') return normalizeAddress(each.value) === address && each === property ? [answer] : [];
    return REPLIED.has(each.name) && !(component.name === 'VEVENT' && each.name === 'STATUS') ? [each] : [];
  });
  return { name: component.name, properties, components: [] };
}

function organizerAgent(object: SchedulingObject): string {
  const component = schedulingComponents(object)[0]?.component;
  const organizer = component && getProperty(component, 'ORGANIZER');
  return organizer ? scheduleAgent(organizer) : 'NONE';
}

/** The Attendee's text as it is, but for SCHEDULE-FORCE-SEND (RFC 6638 §7.2) and a missing DTSTAMP. */
function storedCopy(modified: SchedulingObject, now: string): SchedulingObject {
  const own = new Set(schedulingComponents(modified).map(({ component }) => component));
  const components = modified.calendar.components.map((component) => {
    if (!own.has(component)) return component;
    const stored = mapProperties(component, (property) =>
      property.name === 'ORGANIZER' || property.name === 'ATTENDEE'
        ? withParameter(property, 'SCHEDULE-FORCE-SEND', undefined)
        : property,
    );
    return getProperty(stored, 'DTSTAMP') ? stored : withValue(stored, 'DTSTAMP', now);
  });
  const complete = components.every((component, index) => component === modified.calendar.components[index]);
  return complete ? modified : readSchedulingObject({ ...modified.calendar, components });
}
