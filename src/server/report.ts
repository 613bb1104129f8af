/** REPORT: calendar-multiget, calendar-query, free-busy-query (RFC 4791 §7), sync-collection (RFC 6578), people (RFC 3744). */
import { InvalidCalendarDataError, parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { makeComponent, makeProperty } from '../icalendar/component.ts';
import { type InstanceBudget, RecurrenceLimitError } from '../icalendar/recurrence.ts';
import { accessReport } from './accessReports.ts';
import { privilegesOf } from './acl.ts';
import { busyTimeIn, freebusyProperties } from './busyTime.ts';
import { calendarDataView } from './calendarDataElement.ts';
import { calendarQueryOf } from './calendarQuery.ts';
import {
  type DavContext,
  type DavRequest,
  type DavResponse,
  depthOf,
  objectResource,
  type ResourceOf,
  requireCalendar,
  requireCollection,
  requireObject,
  xmlBody,
} from './dav.ts';
import { DavError } from './errors.ts';
import { givingWay, inParts } from './inParts.ts';
import { utcStamp } from './instant.ts';
import { type MemberResponder, memberResponses } from './memberResponses.ts';
import {
  INSUFFICIENT_STORAGE,
  multistatus,
  NOT_FOUND,
  type Propstat,
  responseOf,
  statusResponse,
} from './multistatus.ts';
import { applied } from './prefer.ts';
import { principalPropertySearch, principalSearchPropertySet } from './principalSearch.ts';
import { PRODID } from './product.ts';
import { propertyRequestOf } from './propertyRequest.ts';
import { propstatsOf } from './propstats.ts';
import { hrefOf, parseResource, type Resource } from './resources.ts';
import type { Collection, ObjectEntry, ObjectText, StoredObject } from './store/store.ts';
import { syncCollection } from './syncCollection.ts';
import { closedRangeOf, floatingZone } from './timeRange.ts';
import { CALDAV, childOf, childrenOf, DAV, type Markup, type XmlElement, xml } from './xml.ts';

/** What a report on a calendar, an inbox or one object works with. */
interface Scope {
  readonly context: DavContext;
  readonly collection: Collection;
  /** Undefined: the whole collection. */
  readonly object: StoredObject | undefined;
  readonly root: XmlElement;
  readonly request: DavRequest;
  readonly floatingTzid: string;
  readonly responder: MemberResponder;
  /** Instances that the report may still look at. */
  readonly budget: InstanceBudget;
}

export async function reportOnCalendar(
  context: DavContext,
  resource: ResourceOf<'calendar' | 'inbox' | 'object' | 'inbox-item'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = reportBody(request);
  const { collection, object } = await scopeOf(context, resource);
  const floatingTzid = zoneOf(root, collection);
  const budget: InstanceBudget = { left: context.limits.maxExpansion };
  const responder = await memberResponder(context, collection, root, request, floatingTzid, budget);
  const scope: Scope = { context, collection, object, root, request, floatingTzid, responder, budget };
  switch (reportName(root)) {
    case 'C:calendar-multiget':
      return applied(await calendarMultiget(scope), request, 'return=minimal');
    case 'C:calendar-query':
      return applied(await calendarQuery(scope), request, 'return=minimal');
    case 'C:free-busy-query':
      if (resource.kind === 'calendar') return freeBusyQuery(scope);
      break;
    case 'D:sync-collection':
      if (object !== undefined) break;
      return applied(await syncCollection(context, collection, root, request, responder), request, 'return=minimal');
  }
  return accessReport(context, resource, root, request);
}

export async function reportOnPrincipals(
  context: DavContext,
  resource: ResourceOf<'root' | 'principals'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = reportBody(request);
  switch (reportName(root)) {
    case 'D:principal-property-search':
      return principalPropertySearch(context, root, request);
    case 'D:principal-search-property-set':
      return principalSearchPropertySet(request);
  }
  return accessReport(context, resource, root, request);
}

/** One principal may be asked to search all of them, DAV:apply-to-principal-collection-set, RFC 3744 §9.4. */
export async function reportOnPrincipal(
  context: DavContext,
  resource: ResourceOf<'principal'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = reportBody(request);
  const searchesAll = childOf(root, DAV, 'apply-to-principal-collection-set') !== undefined;
  if (reportName(root) === 'D:principal-property-search' && searchesAll)
    return principalPropertySearch(context, root, request);
  return accessReport(context, resource, root, request);
}

/** A report on a resource that supports only what all support. */
export async function reportAnywhere(
  context: DavContext,
  resource: Resource,
  request: DavRequest,
): Promise<DavResponse> {
  return accessReport(context, resource, reportBody(request), request);
}

function reportBody(request: DavRequest): XmlElement {
  const root = xmlBody(request);
  if (root === undefined) throw new DavError(400, 'A REPORT needs a body.');
  return root;
}

function reportName(root: XmlElement): string {
  return root.namespace === DAV ? `D:${root.name}` : root.namespace === CALDAV ? `C:${root.name}` : root.name;
}

async function scopeOf(
  context: DavContext,
  resource: ResourceOf<'calendar' | 'inbox' | 'object' | 'inbox-item'>,
): Promise<{ readonly collection: Collection; readonly object: StoredObject | undefined }> {
  if (resource.kind === 'calendar')
    return { collection: await requireCalendar(context, resource.calendar), object: undefined };
  if (resource.kind === 'inbox') return { collection: await requireCollection(context, 'inbox'), object: undefined };
  return requireObject(context, resource);
}

function zoneOf(root: XmlElement, collection: Collection): string {
  try {
    return floatingZone(root, collection.properties.timezone, parseCalendarData);
  } catch (cause) {
    if (!(cause instanceof InvalidCalendarDataError)) throw cause;
    throw new DavError(403, 'The timezone element holds no VTIMEZONE.', 'C:valid-calendar-data', undefined, { cause });
  }
}

/** Makes the DAV:response of an object, calendar-data included where it was asked for. */
async function memberResponder(
  context: DavContext,
  collection: Collection,
  root: XmlElement,
  request: DavRequest,
  floatingTzid: string,
  budget: InstanceBudget,
): Promise<MemberResponder> {
  const wanted = propertyRequestOf(root, request);
  const prop = childOf(root, DAV, 'prop');
  const element = prop && childOf(prop, CALDAV, 'calendar-data');
  const view = element && calendarDataView(element, { budget, maxAnswerSize: context.limits.maxAnswerSize });
  const privileges = await privilegesOf(context, objectResource(context.owner, collection, ''));
  /** One series that is too long to expand must not fail the report on all others: its data alone are 507. */
  function viewOf(object: ObjectEntry | ObjectText): { readonly text?: string; readonly refused?: boolean } {
    if (view === undefined || !('data' in object)) return {};
    try {
      return { text: view(object.data, floatingTzid) };
    } catch (error) {
      if (error instanceof DavError && error.status === 507) return { refused: true };
      throw error;
    }
  }
  async function respond(object: ObjectEntry | ObjectText): Promise<Markup> {
    const resource = objectResource(context.owner, collection, object.name);
    const { text, refused } = viewOf(object);
    const propstats = await propstatsOf(
      { resource, privileges, owner: context.owner, collection, object },
      wanted,
      context,
      (name) =>
        text !== undefined && name.namespace === CALDAV && name.name === 'calendar-data' ? xml`${text}` : undefined,
    );
    return responseOf(hrefOf(resource), refused ? withoutData(propstats) : propstats);
  }
  return { readsText: view !== undefined, respond };
}

const DATA_ELEMENT = xml`<C:calendar-data/>`;

function withoutData(propstats: readonly Propstat[]): readonly Propstat[] {
  const others = propstats.map(({ status, properties }) => ({
    status,
    properties: properties.filter(({ markup }) => markup !== DATA_ELEMENT.markup),
  }));
  return [...others, { status: INSUFFICIENT_STORAGE, properties: [DATA_ELEMENT] }];
}

/** RFC 4791 §7.9: the objects whose hrefs are given; hrefs outside of this collection are not found. */
async function calendarMultiget({ context, collection, object, root, responder }: Scope): Promise<DavResponse> {
  const hrefs = childrenOf(root, DAV, 'href').map((element) => element.text.trim());
  if (hrefs.length > context.limits.maxMatches) throw tooMany();
  const giveWay = givingWay();
  let size = 0;
  const responses: Markup[] = [];
  for await (const part of inParts(hrefs)) {
    const names = part.map((href) => nameIn(href, context, collection));
    const wanted = [...new Set(names.filter((name) => name !== undefined))];
    const found = object ? [object] : await context.store.texts(collection.id, wanted);
    const byName = new Map(found.map((one) => [one.name, one]));
    for (const [index, href] of part.entries()) {
      await giveWay();
      const one = byName.get(names[index] ?? '');
      const response = one ? await responder.respond(one) : statusResponse(href, NOT_FOUND);
      if (size >= context.limits.maxAnswerSize) throw tooMany();
      responses.push(response);
      size += response.markup.length;
    }
  }
  return multistatus(responses);
}

/** RFC 4791 §7.8, §7.9 and §7.10. */
function tooMany(cause?: Error): DavError {
  const limits = 'D:number-of-matches-within-limits';
  return new DavError(507, 'That is too much for one answer: please ask for less.', limits, undefined, { cause });
}

function nameIn(href: string, context: DavContext, collection: Collection): string | undefined {
  const target = parseResource(href);
  if (target === undefined || !('file' in target) || target.user !== context.owner.name) return undefined;
  const isHere =
    target.kind === 'inbox-item'
      ? collection.kind === 'inbox'
      : collection.kind === 'calendar' && target.calendar === collection.name;
  return isHere ? target.file : undefined;
}

/** RFC 4791 §7.8. */
async function calendarQuery(scope: Scope): Promise<DavResponse> {
  const { context, collection, object, root, request, floatingTzid, responder } = scope;
  const query = calendarQueryOf(root, scope.budget);
  const ofText = (text: string): boolean => query.matches(parseCalendarData(text), floatingTzid);
  if (object) return multistatus(ofText(object.data) ? [await responder.respond(object)] : []);
  // Depth 0 on a collection looks at the collection itself, which holds no calendar data of its own.
  if (depthOf(request, '0') === '0') return multistatus([]);
  const { store } = context;
  const entries = await store.entriesBetween(collection.id, query.range?.from, query.range?.to);
  const filter = { ofEntry: query.matchesEntry, ofText };
  const { responses, through } = await memberResponses(context, collection.id, entries, responder, filter);
  if (through < entries.length) throw tooMany();
  return multistatus(responses);
}

/** RFC 4791 §7.10. */
async function freeBusyQuery({ context, collection, root, budget }: Scope): Promise<DavResponse> {
  const element = childOf(root, CALDAV, 'time-range');
  if (element === undefined) throw new DavError(400, 'A free-busy-query needs a time-range.');
  const range = closedRangeOf(element);
  const periods = await busyTimeIn(context.store, collection, context.owner, range, budget).catch((error: unknown) => {
    throw error instanceof RecurrenceLimitError ? tooMany(error) : error;
  });
  const freebusy = makeComponent('VFREEBUSY', [
    makeProperty('DTSTAMP', utcStamp(context.now())),
    makeProperty('DTSTART', range.from),
    makeProperty('DTEND', range.to),
    ...freebusyProperties(periods),
  ]);
  const properties = [makeProperty('VERSION', '2.0'), makeProperty('PRODID', PRODID)];
  return {
    status: 200,
    type: 'text/calendar',
    body: serializeCalendarData(makeComponent('VCALENDAR', properties, [freebusy])),
  };
}
