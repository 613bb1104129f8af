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
import { scheduleAgent } from './attendees.ts';
import { buildReply } from './itipMessage.ts';
import type { PlanContext } from './organizer.ts';
import { instanceUnder } from './personalData.ts';
import { storedProperty } from './scheduleStatus.ts';
import {
  componentAt,
  effectiveComponent,
  organizerAgent,
  ownComponent,
  readSchedulingObject,
  schedulingComponents,
} from './schedulingObject.ts';
import type { Attendee, SchedulingComponent, SchedulingObject, SchedulingPlan } from './types.ts';
import type { Partstat } from './vocabulary.ts';

export interface AttendeePlan extends Pick<SchedulingPlan, 'messages' | 'unknownForceSend'> {
  readonly stored: SchedulingObject | undefined;
}

/**
 * Plans an Attendee's create, modify or remove of his copy, RFC 6638 §3.2.2. `scheduleReply` false is the request header
 * `Schedule-Reply: F` (RFC 6638 §8.1), which counts on removal only. Each REPLY is of one ATTENDEE (RFC 5546 §3.2.3).
 */
export function planAttendeeChange(
  original: SchedulingObject | undefined,
  client: SchedulingObject | undefined,
  { owner, policy, now }: PlanContext,
  scheduleReply: boolean,
): AttendeePlan {
  const modified = client && withOrganizersRevision(original, client, now);
  const quiet = {
    messages: [],
    unknownForceSend: modified ? unknownForceSend(modified) : [],
    stored: modified && mapComponents(modified, (component) => asStored(component, original)),
  };
  const source = modified ?? original;
  const organizer = source?.organizer;
  if (!source || organizer === undefined || organizerAgent(source) !== 'SERVER' || (!modified && !scheduleReply))
    return quiet;
  const answers = modified ? changedAnswers(original, modified, owner) : declinedAnswers(source, owner);
  const senders = new Set(answers.map(({ attendee }) => attendee.address));
  const messages = [...senders].map((sender) => {
    const components = answers
      .filter(({ attendee }) => attendee.address === sender)
      .map(({ key, component, attendee, partstat }) => ({
        key,
        component: replyComponent(component, attendee, partstat),
      }));
    const reply = { recipients: [organizer], keys: components.map(({ key }) => key), components };
    return buildReply(source, reply, { now, prodid: policy.prodid, sender });
  });
  return { ...quiet, messages };
}

interface Answer {
  readonly key: ComponentKey;
  readonly component: Component;
  readonly attendee: Attendee;
  readonly partstat: Partstat;
}

/**
 * Components whose PARTSTAT of the Attendee changed, instances that left his copy, and SCHEDULE-FORCE-SEND=REPLY. With the series
 * his own overrides that keep another answer: the Organizer may have no component there, and would take the one to the series.
 */
function changedAnswers(
  original: SchedulingObject | undefined,
  modified: SchedulingObject,
  owner: ReadonlySet<CalendarUserAddress>,
): readonly Answer[] {
  const keys = new Set<ComponentKey>(['master']);
  for (const object of [original, modified])
    for (const key of [...(object?.overrides.keys() ?? []), ...(object?.excluded ?? [])]) keys.add(key);
  const answersAt = (key: ComponentKey): readonly Answer[] => {
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
    if (!before || componentAt(modified, key)) return [];
    // To have declined the series is no answer to this instance, which stays away when the series is accepted later.
    const hadOwnComponent = original?.overrides.has(key) === true;
    return ownAttendees(before, owner)
      .filter(({ partstat }) => !hadOwnComponent || partstat !== 'DECLINED')
      .map((attendee) => ({ key, component: before.component, attendee, partstat: 'DECLINED' }));
  };
  const series = answersAt('master');
  return [...keys].flatMap((key) => {
    const answers = answersAt(key);
    const override = modified.overrides.get(key);
    return answers.length > 0 || !override ? answers : standingAnswers(override, modified, series);
  });
}

/** The answers of an Attendee's own override, as far as they differ from those that the series gets now. */
function standingAnswers(
  override: SchedulingComponent,
  modified: SchedulingObject,
  series: readonly Answer[],
): readonly Answer[] {
  const { key, component, attendees } = override;
  const differing = series.flatMap(({ attendee: { address }, partstat }) => {
    const attendee = attendees.get(address);
    return attendee && attendee.partstat !== partstat ? [attendee] : [];
  });
  if (differing.length === 0 || !instanceUnder(override, modified)) return [];
  return differing.map((attendee) => ({ key, component, attendee, partstat: attendee.partstat }));
}

function answered(
  key: ComponentKey,
  before: SchedulingComponent | undefined,
  after: SchedulingComponent,
  owner: ReadonlySet<CalendarUserAddress>,
  hasOwnComponent: boolean,
): readonly Answer[] {
  if (!hasOwnComponent) return [];
  const organizer = getProperty(after.component, 'ORGANIZER');
  const forced = organizer !== undefined && getParameter(organizer, 'SCHEDULE-FORCE-SEND')?.toUpperCase() === 'REPLY';
  return ownAttendees(after, owner)
    .filter(
      ({ address, partstat }) => forced || partstat !== (before?.attendees.get(address)?.partstat ?? 'NEEDS-ACTION'),
    )
    .map((attendee) => ({ key, component: after.component, attendee, partstat: attendee.partstat }));
}

/**
 * Removal of the copy: the series declined, and each instance with an answer of its own, so that none stays standing; what is
 * cancelled needs no answer.
 */
function declinedAnswers(original: SchedulingObject, owner: ReadonlySet<CalendarUserAddress>): readonly Answer[] {
  if (original.master?.cancelled) return [];
  return schedulingComponents(original).flatMap((component) => {
    const isOverride = original.master !== undefined && component.key !== 'master';
    return (component.cancelled ? [] : ownAttendees(component, owner))
      .filter(({ partstat }) => !isOverride || partstat !== 'DECLINED')
      .map((attendee) => ({ key: component.key, component: component.component, attendee, partstat: 'DECLINED' }));
  });
}

/** Somebody may be invited under several of his addresses; each answers for itself. */
function ownAttendees(
  { attendees }: SchedulingComponent,
  owner: ReadonlySet<CalendarUserAddress>,
): readonly Attendee[] {
  return [...attendees.values()].filter(({ address }) => owner.has(address));
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

/** SCHEDULE-FORCE-SEND on ORGANIZER other than REPLY, RFC 6638 §7.2. */
function unknownForceSend(modified: SchedulingObject): SchedulingPlan['unknownForceSend'] {
  return schedulingComponents(modified).flatMap(({ key, component }) => {
    const organizer = getProperty(component, 'ORGANIZER');
    const value = organizer && getParameter(organizer, 'SCHEDULE-FORCE-SEND')?.toUpperCase();
    if (!organizer || value === undefined || value === 'REPLY' || scheduleAgent(organizer) !== 'SERVER') return [];
    return [{ attendee: normalizeAddress(organizer.value), key }];
  });
}

/**
 * SEQUENCE and DTSTAMP say which of the Organizer's messages a copy has (S11.1): SEQUENCE stays what he sent, and a DTSTAMP by a
 * clock that is ahead, or none, becomes the server's.
 */
function withOrganizersRevision(
  original: SchedulingObject | undefined,
  client: SchedulingObject,
  now: string,
): SchedulingObject {
  if (organizerAgent(client) !== 'SERVER') return client;
  return mapComponents(client, ({ key, component, sequence }) => {
    const sent = componentAt(original, key)?.sequence ?? sequence;
    const revised = sent === sequence ? component : withValue(component, 'SEQUENCE', String(sent));
    const stamp = getProperty(revised, 'DTSTAMP')?.value.trim();
    return stamp === undefined || stamp > now ? withValue(revised, 'DTSTAMP', now) : revised;
  });
}

/**
 * SCHEDULE-FORCE-SEND is never stored (RFC 6638 §7.2); SCHEDULE-STATUS of the last reply stays on ORGANIZER where the client left
 * it out (S8.1, RFC 6638 §7.3).
 */
function asStored({ key, component }: SchedulingComponent, original: SchedulingObject | undefined): Component {
  const before = ownComponent(original, key);
  const organizer = before && getProperty(before.component, 'ORGANIZER');
  return mapProperties(component, (property) => {
    if (property.name === 'ORGANIZER') return storedProperty(property, organizer);
    return property.name === 'ATTENDEE' ? storedProperty(property, undefined) : property;
  });
}

function mapComponents(
  object: SchedulingObject,
  change: (component: SchedulingComponent) => Component,
): SchedulingObject {
  const changed = new Map(schedulingComponents(object).map((component) => [component.component, change(component)]));
  if ([...changed].every(([from, to]) => from === to)) return object;
  const components = object.calendar.components.map((component) => changed.get(component) ?? component);
  return readSchedulingObject({ ...object.calendar, components });
}
