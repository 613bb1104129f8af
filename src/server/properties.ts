/** Every live property of the embedded server, RFC 4918 §15, with the kinds of resource that have it. */
import { ACCESS_PROPERTIES, principalHref } from './accessProperties.ts';
import { readableHomes } from './acl.ts';
import type { DavContext, DavRequest } from './dav.ts';
import { EARLIEST, LATEST } from './instant.ts';
import { EVERY_KIND, type LiveProperty, type Subject } from './liveProperty.ts';
import { FORBIDDEN, NOT_FOUND, OK, type PropertyName, type Propstat, propertyElement } from './multistatus.ts';
import { prefers } from './prefer.ts';
import { hrefOf, type ResourceKind } from './resources.ts';
import type { DeadProperty, StoredObject } from './store/store.ts';
import { APPLE_ICAL, CALDAV, CALENDAR_SERVER, childOf, DAV, type Markup, type XmlElement, xml } from './xml.ts';

/** Which properties a request asks for, RFC 4918 §9.1. */
export type PropertyRequest =
  | {
      readonly kind: 'prop';
      readonly names: readonly PropertyName[];
      /** Whether to say which of them the resource does not have. */
      readonly withMissing: boolean;
    }
  | { readonly kind: 'allprop'; readonly include: readonly PropertyName[] }
  | { readonly kind: 'propname' };

/**
 * Reads DAV:prop, DAV:allprop or DAV:propname inside a request's root element; allprop when none stands there. With
 * `Prefer: return=minimal` missing properties are not mentioned (RFC 8144).
 */
export function propertyRequestOf(root: XmlElement | undefined, request: DavRequest): PropertyRequest {
  const prop = root && childOf(root, DAV, 'prop');
  if (prop) return { kind: 'prop', names: prop.children, withMissing: !prefers(request, 'return=minimal') };
  if (root && childOf(root, DAV, 'propname')) return { kind: 'propname' };
  return { kind: 'allprop', include: (root && childOf(root, DAV, 'include'))?.children ?? [] };
}

/** The propstats of one resource. `extra` gives properties that are none of the resource's own, such as calendar-data. */
export async function propstatsOf(
  subject: Subject,
  request: PropertyRequest,
  context: DavContext,
  extra: (name: PropertyName) => Markup | undefined = () => undefined,
): Promise<readonly Propstat[]> {
  const dead = await deadPropertiesOf(subject, context);
  if (request.kind === 'propname') {
    const names = [...propertiesOf(subject.resource.kind), ...dead];
    return [{ status: OK, properties: names.map((property) => propertyElement(property)) }];
  }
  const found: Markup[] = [];
  const missing: Markup[] = [];
  const forbidden: Markup[] = [];
  for (const { name, property } of asked(request, subject.resource.kind, dead)) {
    if (property?.needs && !subject.privileges.has(property.needs)) {
      forbidden.push(propertyElement(name));
      continue;
    }
    const read = extra(name) ?? property?.read(subject, context);
    // Of thousands of members hardly any property has to be waited for.
    const value = read instanceof Promise ? await read : read;
    const kept = dead.find((one) => one.name === name.name && one.namespace === name.namespace);
    if (value !== undefined) found.push(propertyElement(name, value));
    else if (kept) found.push(kept);
    else if (request.kind === 'prop' && request.withMissing) missing.push(propertyElement(name));
  }
  return [
    { status: OK, properties: found },
    { status: NOT_FOUND, properties: missing },
    { status: FORBIDDEN, properties: forbidden },
  ];
}

async function deadPropertiesOf(
  { resource, owner, collection }: Subject,
  { store, user }: DavContext,
): Promise<readonly DeadProperty[]> {
  // What clients keep for themselves in a home is nobody else's, though others may find shared calendars there.
  if (resource.kind === 'home') return owner?.id === user.id ? store.homeProperties(user.id) : [];
  const isCollection = resource.kind === 'calendar' || resource.kind === 'inbox' || resource.kind === 'outbox';
  return (isCollection && collection?.properties.dead) || [];
}

/** Whether some resource has a live property of that name: clients cannot set it but where the server says how. */
export function isLive({ namespace, name }: PropertyName): boolean {
  return LIVE_PROPERTIES.some((one) => one.namespace === namespace && one.name === name);
}

interface AskedProperty {
  readonly name: PropertyName;
  /** Undefined when such resources have none of that name. */
  readonly property: LiveProperty | undefined;
}

const askedBefore = new WeakMap<PropertyRequest, Map<ResourceKind, readonly AskedProperty[]>>();

/** What a request asks of resources of a kind; where none has properties of its own, worked out once: there may be thousands. */
function asked(
  request: Exclude<PropertyRequest, { kind: 'propname' }>,
  kind: ResourceKind,
  dead: readonly PropertyName[],
): readonly AskedProperty[] {
  const byKind = askedBefore.get(request) ?? new Map<ResourceKind, readonly AskedProperty[]>();
  askedBefore.set(request, byKind);
  const before = dead.length === 0 ? byKind.get(kind) : undefined;
  if (before) return before;
  const own = propertiesOf(kind);
  const names =
    request.kind === 'prop' ? request.names : [...own.filter((one) => one.inAllprop), ...dead, ...request.include];
  const properties = uniqueNames(names).map((name) => ({
    name,
    property: own.find((one) => one.name === name.name && one.namespace === name.namespace),
  }));
  if (dead.length === 0) byKind.set(kind, properties);
  return properties;
}

function uniqueNames(names: readonly PropertyName[]): readonly PropertyName[] {
  const seen = new Map(names.map(({ namespace, name }) => [`{${namespace}}${name}`, { namespace, name }]));
  return [...seen.values()];
}

/** RFC 6578 §3.2: a URI that names the collection and its newest revision. */
export function syncToken(collectionId: number, revision: number): string {
  return `urn:convoke:sync:${collectionId}:${revision}`;
}

/** The revision in a token that `syncToken` made for that collection; undefined for any other. */
export function revisionInToken(token: string, collectionId: number): number | undefined {
  const [whole, id, revision] = /^urn:convoke:sync:(\d+):(\d{1,15})$/.exec(token) ?? [];
  return whole !== undefined && Number(id) === collectionId ? Number(revision) : undefined;
}

const OBJECTS: readonly ResourceKind[] = ['object', 'inbox-item'];

const LIVE_PROPERTIES: readonly LiveProperty[] = [
  ...ACCESS_PROPERTIES,
  dav('resourcetype', EVERY_KIND, true, resourceType),
  dav('displayname', ['principal', 'home', 'calendar', 'inbox', 'outbox'], true, displayName),
  dav('getetag', OBJECTS, true, ({ object }) => object && xml`${object.etag}`),
  dav('getcontenttype', OBJECTS, true, ({ object }) => object && xml`${contentTypeOf(object)}`),
  dav('getcontentlength', OBJECTS, true, ({ object }) => object && xml`${object.size}`),
  dav('getlastmodified', OBJECTS, true, ({ object }) => object && xml`${new Date(object.changedAt).toUTCString()}`),
  dav(
    'sync-token',
    ['calendar', 'inbox'],
    false,
    async ({ collection }, { store }) =>
      collection && xml`${syncToken(collection.id, await store.revisionOf(collection.id))}`,
  ),
  dav('current-user-principal', EVERY_KIND, false, (_subject, { user }) => principalHref(user.name)),
  dav('principal-URL', ['principal'], false, ({ owner }) => owner && principalHref(owner.name)),
  dav('alternate-URI-set', ['principal'], false, () => xml``),
  dav('group-membership', ['principal'], false, () => xml``),
  dav('supported-report-set', EVERY_KIND, false, supportedReportSet),
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
  caldav('calendar-description', ['calendar'], ({ collection }) => text(collection?.properties.description)),
  caldav('calendar-timezone', ['calendar'], ({ collection }) => text(collection?.properties.timezone)),
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
  caldav('schedule-tag', ['object'], ({ object }) => text(object?.scheduleTag)),
  {
    namespace: CALENDAR_SERVER,
    name: 'getctag',
    kinds: ['calendar', 'inbox'],
    inAllprop: false,
    read: async ({ collection }, { store }) => collection && xml`${await store.revisionOf(collection.id)}`,
  },
  apple('calendar-color', ({ collection }) => text(collection?.properties.color)),
  apple('calendar-order', ({ collection }) => text(collection?.properties.order)),
];

const BY_KIND = new Map(
  EVERY_KIND.map((kind) => [kind, LIVE_PROPERTIES.filter(({ kinds }) => kinds.includes(kind))] as const),
);

function propertiesOf(kind: ResourceKind): readonly LiveProperty[] {
  return BY_KIND.get(kind) ?? [];
}

function dav(
  name: string,
  kinds: readonly ResourceKind[],
  inAllprop: boolean,
  read: LiveProperty['read'],
): LiveProperty {
  return { namespace: DAV, name, kinds, inAllprop, read };
}

function caldav(name: string, kinds: readonly ResourceKind[], read: LiveProperty['read']): LiveProperty {
  return { namespace: CALDAV, name, kinds, inAllprop: false, read };
}

function apple(name: string, read: LiveProperty['read']): LiveProperty {
  return { namespace: APPLE_ICAL, name, kinds: ['calendar'], inAllprop: false, read };
}

/** `text/calendar` with the component, as clients use it to sort without reading. */
export function contentTypeOf(object: Pick<StoredObject, 'component'>): string {
  return `text/calendar; charset=utf-8; component=${object.component.toLowerCase()}`;
}

function text(value: string | undefined): Markup | undefined {
  return value === undefined ? undefined : xml`${value}`;
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

function resourceType({ resource }: Subject): Markup {
  switch (resource.kind) {
    case 'object':
    case 'inbox-item':
      return xml``;
    case 'principal':
      return xml`<D:collection/><D:principal/>`;
    case 'calendar':
      return xml`<D:collection/><C:calendar/>`;
    case 'inbox':
      return xml`<D:collection/><C:schedule-inbox/>`;
    case 'outbox':
      return xml`<D:collection/><C:schedule-outbox/>`;
    default:
      return xml`<D:collection/>`;
  }
}

function displayName({ resource, owner, collection }: Subject): Markup | undefined {
  switch (resource.kind) {
    case 'calendar':
      return text(collection?.properties.displayName);
    case 'inbox':
      return xml`Inbox`;
    case 'outbox':
      return xml`Outbox`;
    default:
      return text(owner?.displayName);
  }
}

async function defaultCalendar({ owner }: Subject, { store }: DavContext): Promise<Markup | undefined> {
  if (owner === undefined) return undefined;
  const calendar = (await store.collections(owner.id)).find((one) => one.id === owner.defaultCollectionId);
  return calendar && href(hrefOf({ kind: 'calendar', user: owner.name, calendar: calendar.name }));
}

/** RFC 3744 §9. */
const EVERYWHERE = ['D:expand-property', 'D:acl-principal-prop-set', 'D:principal-match'];
const CALENDAR_REPORTS = ['C:calendar-query', 'C:calendar-multiget', 'D:sync-collection'];
const PRINCIPAL_REPORTS = ['D:principal-property-search', 'D:principal-search-property-set'];
const REPORTS: Readonly<Record<ResourceKind, readonly string[]>> = {
  root: PRINCIPAL_REPORTS,
  principals: PRINCIPAL_REPORTS,
  principal: ['D:principal-property-search'],
  homes: [],
  home: [],
  calendar: [...CALENDAR_REPORTS, 'C:free-busy-query'],
  object: ['C:calendar-query', 'C:calendar-multiget'],
  inbox: CALENDAR_REPORTS,
  'inbox-item': ['C:calendar-query', 'C:calendar-multiget'],
  outbox: [],
};

/** DAV:supported-report-set, RFC 3253 as RFC 4791 §7 requires it. */
function supportedReportSet({ resource }: Subject): Markup {
  return xml`${[...REPORTS[resource.kind], ...EVERYWHERE].map(
    (name) => xml`<D:supported-report><D:report><${{ markup: name }}/></D:report></D:supported-report>`,
  )}`;
}
