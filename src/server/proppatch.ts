/** PROPPATCH, RFC 4918 §9.2. */
import {
  collectionResource,
  type DavContext,
  type DavRequest,
  type DavResponse,
  type ResourceOf,
  requireCalendar,
  requireCollection,
  requireObject,
  xmlBody,
} from './dav.ts';
import { DavError } from './errors.ts';
import { FORBIDDEN, multistatus } from './multistatus.ts';
import { applied, prefers } from './prefer.ts';
import {
  applyAll,
  type PropertyUpdate,
  propstatsOfUpdates,
  type Refusal,
  type Refusals,
  refusedUpdates,
  updatedCalendar,
  updatedDead,
  updatesIn,
} from './propertyUpdates.ts';
import { hrefOf, parseResource, type Resource } from './resources.ts';
import type { DeadProperty } from './store/store.ts';
import { CALDAV, childOf, DAV, xml } from './xml.ts';

export async function proppatchCalendar(
  context: DavContext,
  resource: ResourceOf<'calendar'>,
  request: DavRequest,
): Promise<DavResponse> {
  const updates = updatesOf(request);
  return context.queue(async () => {
    const collection = await requireCalendar(context, resource.calendar);
    const { state, refusals } = applyAll(collection.properties, updates, updatedCalendar);
    if (refusals.size === 0) await context.store.updateCalendar(collection.id, state);
    return answer(request, resource, updates, refusals);
  });
}

/** Dead properties, and on the inbox schedule-default-calendar-URL, RFC 6638 §9.2. */
export async function proppatchInboxOrOutbox(
  context: DavContext,
  resource: ResourceOf<'inbox' | 'outbox'>,
  request: DavRequest,
): Promise<DavResponse> {
  const updates = updatesOf(request);
  return context.queue(async () => {
    const collection = await requireCollection(context, resource.kind);
    const calendars = resource.kind === 'inbox' ? await eventCalendars(context) : undefined;
    const before: BoxState = { dead: collection.properties.dead, defaultCalendar: undefined };
    const { state, refusals } = applyAll(before, updates, (box, update) => updatedBox(box, update, calendars));
    if (refusals.size === 0) {
      await context.store.updateCalendar(collection.id, { ...collection.properties, dead: state.dead });
      if (state.defaultCalendar !== undefined)
        await context.store.setDefaultCalendar(context.owner.id, state.defaultCalendar);
    }
    return answer(request, resource, updates, refusals);
  });
}

export async function proppatchHome(
  context: DavContext,
  resource: ResourceOf<'home'>,
  request: DavRequest,
): Promise<DavResponse> {
  const updates = updatesOf(request);
  const { store, owner } = context;
  return context.queue(async () => {
    const { state, refusals } = applyAll(await store.homeProperties(owner.id), updates, updatedDead);
    if (refusals.size === 0) await store.setHomeProperties(owner.id, state);
    return answer(request, resource, updates, refusals);
  });
}

/** RFC 4918 §9.2 asks for PROPPATCH everywhere: of these no property can be set, and the answer says so of each. */
export async function proppatchNothing(
  _context: DavContext,
  resource: Resource,
  request: DavRequest,
): Promise<DavResponse> {
  const updates = updatesOf(request);
  return answer(request, resource, updates, refusedUpdates(updates));
}

export async function proppatchObject(
  context: DavContext,
  resource: ResourceOf<'object' | 'inbox-item'>,
  request: DavRequest,
): Promise<DavResponse> {
  await requireObject(context, resource);
  return proppatchNothing(context, resource, request);
}

interface BoxState {
  readonly dead: readonly DeadProperty[];
  /** Undefined: as it is. */
  readonly defaultCalendar: number | undefined;
}

/** `calendars`: those that can be the default calendar, by href; undefined where there is no such property. */
function updatedBox(
  box: BoxState,
  update: PropertyUpdate,
  calendars: ReadonlyMap<string, number> | undefined,
): BoxState | Refusal {
  if (calendars === undefined || update.namespace !== CALDAV || update.name !== 'schedule-default-calendar-URL') {
    const dead = updatedDead(box.dead, update);
    return 'status' in dead ? dead : { ...box, dead };
  }
  const href = update.value && childOf(update.value, DAV, 'href')?.text.trim();
  if (href === undefined) return { status: FORBIDDEN, precondition: xml`<C:default-calendar-needed/>` };
  const target = parseResource(href);
  const defaultCalendar = target && calendars.get(hrefOf(target));
  return defaultCalendar === undefined
    ? { status: FORBIDDEN, precondition: xml`<C:valid-schedule-default-calendar-URL/>` }
    : { ...box, defaultCalendar };
}

/** The owner's calendars that invitations can go to. */
async function eventCalendars({ store, owner }: DavContext): Promise<ReadonlyMap<string, number>> {
  const calendars = (await store.collections(owner.id)).filter(
    ({ kind, components }) => kind === 'calendar' && components.includes('VEVENT'),
  );
  return new Map(calendars.map((calendar) => [hrefOf(collectionResource(owner, calendar)), calendar.id]));
}

/** @throws DavError 400 */
function updatesOf(request: DavRequest): readonly PropertyUpdate[] {
  const root = xmlBody(request);
  if (root === undefined || root.namespace !== DAV || root.name !== 'propertyupdate') {
    throw new DavError(400, 'The body of a PROPPATCH must be a DAV:propertyupdate element.');
  }
  const updates = updatesIn(root);
  if (updates.length === 0) throw new DavError(400, 'There is no property to set or to remove.');
  return updates;
}

/** Minimal (RFC 8144): all went well. */
function answer(
  request: DavRequest,
  resource: Resource,
  updates: readonly PropertyUpdate[],
  refusals: Refusals,
): DavResponse {
  if (refusals.size === 0 && prefers(request, 'return=minimal')) {
    return applied({ status: 200, headers: { 'content-length': '0' } }, request, 'return=minimal');
  }
  const propstats = propstatsOfUpdates(updates, refusals);
  return multistatus([xml`<D:response><D:href>${hrefOf(resource)}</D:href>${propstats}</D:response>`]);
}
