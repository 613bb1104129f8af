/** The live properties of calendars and scheduling: RFC 4791, RFC 6638, and what calendar programs of Apple added. */
import { readableHomes } from './acl.ts';
import type { DavContext } from './dav.ts';
import { EARLIEST, LATEST } from './instant.ts';
import { type LiveProperty, optionalText, type Subject } from './liveProperty.ts';
import { hrefOf, type ResourceKind } from './resources.ts';
import { APPLE_ICAL, CALDAV, CALENDAR_SERVER, type Markup, xml } from './xml.ts';

/** DAV:allprop leaves them out. */
export const CALENDAR_PROPERTIES: readonly LiveProperty[] = [
  caldav('calendar-home-set', ['principal'], calendarHomes),
  caldav(
    'schedule-inbox-URL',
    ['principal'],
    ({ owner }) => owner && href(hrefOf({ kind: 'inbox', user: owner.name })),
  ),
  caldav(
    'schedule-outbox-URL',
    ['principal'],
    ({ owner }) => owner && href(hrefOf({ kind: 'outbox', user: owner.name })),
  ),
  caldav('calendar-user-address-set', ['principal'], ({ owner }) => owner && xml`${owner.addresses.map(href)}`),
  caldav('calendar-user-type', ['principal'], () => xml`INDIVIDUAL`),
  caldav('schedule-default-calendar-URL', ['inbox'], defaultCalendar),
  caldav('calendar-description', ['calendar'], ({ collection }) => optionalText(collection?.properties.description)),
  caldav('calendar-timezone', ['calendar'], ({ collection }) => optionalText(collection?.properties.timezone)),
  caldav(
    'supported-calendar-component-set',
    ['calendar', 'inbox', 'outbox'],
    ({ collection }) => xml`${(collection?.components ?? []).map((name) => xml`<C:comp name="${name}"/>`)}`,
  ),
  caldav(
    'supported-calendar-data',
    ['calendar', 'inbox', 'outbox'],
    () => xml`<C:calendar-data content-type="text/calendar" version="2.0"/>`,
  ),
  caldav(
    'supported-collation-set',
    ['calendar', 'inbox'],
    () =>
      xml`<C:supported-collation>i;ascii-casemap</C:supported-collation><C:supported-collation>i;octet</C:supported-collation>`,
  ),
  caldav(
    'max-resource-size',
    ['calendar', 'inbox', 'outbox'],
    (_subject, { limits }) => xml`${limits.maxResourceSize}`,
  ),
  // Every year that four digits can write; the calendar has no year 0.
  caldav('min-date-time', ['calendar', 'inbox', 'outbox'], () => xml`${EARLIEST}`),
  caldav('max-date-time', ['calendar', 'inbox', 'outbox'], () => xml`${LATEST}`),
  caldav('max-instances', ['calendar', 'inbox', 'outbox'], (_subject, { limits }) => xml`${limits.maxInstances}`),
  caldav(
    'max-attendees-per-instance',
    ['calendar', 'inbox', 'outbox'],
    (_subject, { limits }) => xml`${limits.maxAttendeesPerInstance}`,
  ),
  caldav(
    'schedule-calendar-transp',
    ['calendar'],
    ({ collection }) => collection && (collection.properties.transparent ? xml`<C:transparent/>` : xml`<C:opaque/>`),
  ),
  caldav('schedule-tag', ['object'], ({ object }) => optionalText(object?.scheduleTag)),
  {
    namespace: CALENDAR_SERVER,
    name: 'getctag',
    kinds: ['calendar', 'inbox'],
    inAllprop: false,
    read: async ({ collection }, { store }) => collection && xml`${await store.revisionOf(collection.id)}`,
  },
  apple('calendar-color', ({ collection }) => optionalText(collection?.properties.color)),
  apple('calendar-order', ({ collection }) => optionalText(collection?.properties.order)),
];

function caldav(name: string, kinds: readonly ResourceKind[], read: LiveProperty['read']): LiveProperty {
  return { namespace: CALDAV, name, kinds, inAllprop: false, read };
}

function apple(name: string, read: LiveProperty['read']): LiveProperty {
  return { namespace: APPLE_ICAL, name, kinds: ['calendar'], inAllprop: false, read };
}

function href(target: string): Markup {
  return xml`<D:href>${target}</D:href>`;
}

/**
 * RFC 4791 §6.2.1: the principal's own home. Who asks about himself is also told the homes in which others let him read something,
 * after his own: that is how clients find what is shared.
 */
async function calendarHomes({ owner }: Subject, { store, user }: DavContext): Promise<Markup | undefined> {
  if (owner === undefined) return undefined;
  const names = owner.id === user.id ? await readableHomes({ store, user }) : [owner.name];
  return xml`${names.map((name) => href(hrefOf({ kind: 'home', user: name })))}`;
}

async function defaultCalendar({ owner }: Subject, { store }: DavContext): Promise<Markup | undefined> {
  if (owner === undefined) return undefined;
  const calendar = (await store.collections(owner.id)).find((one) => one.id === owner.defaultCollectionId);
  return calendar && href(hrefOf({ kind: 'calendar', user: owner.name, calendar: calendar.name }));
}
