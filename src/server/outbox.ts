/** POST to the scheduling outbox: busy time of calendar users, RFC 6638 §5. */

import { serializeCalendarData } from '../icalendar/calendarData.ts';
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getProperties,
  getProperty,
  getText,
  makeComponent,
  makeProperty,
  type Property,
} from '../icalendar/component.ts';
import { type InstanceBudget, RecurrenceLimitError } from '../icalendar/recurrence.ts';
import { privilegesOnInboxes } from './acl.ts';
import { busyTimeOf, freebusyProperties } from './busyTime.ts';
import { calendarBodyOf } from './calendarBody.ts';
import { type DavContext, type DavRequest, type DavResponse, isOwnDomain, type ResourceOf } from './dav.ts';
import { DavError } from './errors.ts';
import { isUtcInstant, utcStamp } from './instant.ts';
import type { ServerLimits } from './limits.ts';
import type { Privilege } from './privileges.ts';
import { PRODID } from './product.ts';
import type { User } from './store/store.ts';
import type { ClosedRange } from './timeRange.ts';
import { type Markup, xml } from './xml.ts';

interface BusyTimeRequest {
  readonly freebusy: Component;
  readonly organizer: Property;
  readonly attendees: readonly Property[];
  readonly range: ClosedRange;
}

export async function postOutbox(
  context: DavContext,
  _resource: ResourceOf<'outbox'>,
  request: DavRequest,
): Promise<DavResponse> {
  const wanted = busyTimeRequestOf(calendarBodyOf(request, context.limits).calendar, context.limits);
  if (!context.owner.addresses.includes(normalizeAddress(wanted.organizer.value))) {
    throw new DavError(403, 'The ORGANIZER is not the owner of this outbox.', 'C:valid-organizer');
  }
  const addresses = wanted.attendees.map((attendee) => normalizeAddress(attendee.value));
  const users = await context.store.usersByAddress([...new Set(addresses)]);
  const inboxes = await context.store.inboxIds([...users.values()].map(({ id }) => id));
  const privileges = await privilegesOnInboxes(context.store, context.owner, inboxes);
  const budget: InstanceBudget = { left: context.limits.maxExpansion };
  const responses: Markup[] = [];
  for (const [index, attendee] of wanted.attendees.entries()) {
    const address = addresses[index] ?? normalizeAddress(attendee.value);
    const user = users.get(address);
    const refusal = user ? refusalOf(privileges.get(user.id)) : unknownStatus(address, context.domain);
    responses.push(await responseFor(context, wanted, attendee, user, refusal, budget));
  }
  return {
    status: 200,
    body: xml`<C:schedule-response xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${responses}</C:schedule-response>`,
  };
}

async function responseFor(
  context: DavContext,
  wanted: BusyTimeRequest,
  attendee: Property,
  user: User | undefined,
  refusal: string | undefined,
  budget: InstanceBudget,
): Promise<Markup> {
  const recipient = xml`<C:recipient><D:href>${attendee.value}</D:href></C:recipient>`;
  const periods = user && refusal === undefined && (await periodsWithin(context, user, wanted.range, budget));
  if (!periods) {
    return xml`<C:response>${recipient}<C:request-status>${refusal ?? TOO_MUCH}</C:request-status></C:response>`;
  }
  const reply = freebusyReply(wanted, attendee, freebusyProperties(periods), utcStamp(context.now()));
  return xml`<C:response>${recipient}<C:request-status>2.0;Success</C:request-status><C:calendar-data>${serializeCalendarData(reply)}</C:calendar-data></C:response>`;
}

/** RFC 5546 §3.6: who has more to look at than one request may. */
const TOO_MUCH = '5.1;Service unavailable';

/** Undefined when the budget is spent. */
async function periodsWithin({ store }: DavContext, user: User, range: ClosedRange, budget: InstanceBudget) {
  try {
    return await busyTimeOf(store, user, range, budget);
  } catch (error) {
    if (error instanceof RecurrenceLimitError) return undefined;
    throw error;
  }
}

/** RFC 5546 §3.6: 3.7 for our own domain, where we know everybody; 5.3 for others, whom nobody asks from here. */
function unknownStatus(address: CalendarUserAddress, domain: string): string {
  return isOwnDomain(address, domain) ? '3.7;Invalid calendar user' : '5.3;No scheduling support for user';
}

/** RFC 6638 §6.1.4: 3.8 from who does not let the asker see when he is busy. */
function refusalOf(privileges: ReadonlySet<Privilege> | undefined): string | undefined {
  return privileges?.has('C:schedule-query-freebusy') ? undefined : '3.8;No authority';
}

/** RFC 5546 §3.3.3. */
function freebusyReply(
  wanted: BusyTimeRequest,
  attendee: Property,
  busy: readonly Property[],
  stamp: string,
): Component {
  const uid = getProperty(wanted.freebusy, 'UID');
  const freebusy = makeComponent('VFREEBUSY', [
    ...(uid ? [uid] : []),
    makeProperty('DTSTAMP', stamp),
    makeProperty('DTSTART', wanted.range.from),
    makeProperty('DTEND', wanted.range.to),
    wanted.organizer,
    attendee,
    ...busy,
  ]);
  const properties = [makeProperty('VERSION', '2.0'), makeProperty('PRODID', PRODID), makeProperty('METHOD', 'REPLY')];
  return makeComponent('VCALENDAR', properties, [freebusy]);
}

/** RFC 5546 §3.3.2. */
function busyTimeRequestOf(calendar: Component, limits: ServerLimits): BusyTimeRequest {
  if (getText(calendar, 'METHOD')?.toUpperCase() !== 'REQUEST') throw invalid('METHOD must be REQUEST.');
  const others = calendar.components.filter((one) => one.name !== 'VFREEBUSY' && one.name !== 'VTIMEZONE');
  const [freebusy, second] = calendar.components.filter((one) => one.name === 'VFREEBUSY');
  if (freebusy === undefined || second !== undefined || others.length > 0)
    throw invalid('There must be one VFREEBUSY.');
  const single = (name: string): Property => {
    const [property, extra] = getProperties(freebusy, name);
    if (property === undefined || extra !== undefined) throw invalid(`There must be one ${name}.`);
    return property;
  };
  for (const name of ['UID', 'DTSTAMP']) single(name);
  const range = { from: single('DTSTART').value, to: single('DTEND').value };
  if (!isUtcInstant(range.from) || !isUtcInstant(range.to)) throw invalid('DTSTART and DTEND must be in UTC.');
  if (range.from >= range.to) throw invalid('DTEND must be after DTSTART.');
  if (daysBetween(range.from, range.to) > limits.maxBusyDays)
    throw invalid(`More than ${limits.maxBusyDays} days were asked for.`);
  const attendees = getProperties(freebusy, 'ATTENDEE');
  if (attendees.length === 0) throw invalid('There is no ATTENDEE.');
  if (attendees.length > limits.maxAttendeesPerInstance) throw invalid('There are too many ATTENDEEs.');
  return { freebusy, organizer: single('ORGANIZER'), attendees, range };
}

function daysBetween(from: string, to: string): number {
  const day = (stamp: string): number =>
    Date.UTC(Number(stamp.slice(0, 4)), Number(stamp.slice(4, 6)) - 1, Number(stamp.slice(6, 8))) / 86_400_000;
  return day(to) - day(from);
}

function invalid(message: string): DavError {
  return new DavError(400, message, 'C:valid-scheduling-message');
}
