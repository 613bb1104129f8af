/** COPY and MOVE of calendar object resources: RFC 4918 §9.8 and §9.9, RFC 4791 §5.3.2.1, RFC 6638 §3.2.3.3 and §3.2.3.4. */
import { parseCalendarData } from '../icalendar/calendarData.ts';
import { requireDestination, requireWriting } from './accessTable.ts';
import { sendingOf, tagHeaders, untilFresh, withRepresentation } from './calendarObject.ts';
import { destinationOf, mayOverwrite, requireWholeDepth } from './copyMoveDestination.ts';
import {
  type DavContext,
  type DavRequest,
  type DavResponse,
  headerOf,
  locate,
  locateTarget,
  type ResourceOf,
  requireCalendar,
} from './dav.ts';
import { DavError } from './errors.ts';
import { newScheduleTag } from './objectState.ts';
import { hrefOf, parseResource } from './resources.ts';
import { hrefIn, prepareRemoval, requireLimits, requireUniqueUid, roleOf } from './schedulingChange.ts';
import type { Collection, ObjectState, ObjectWrite, StoredObject } from './store/store.ts';
import { requireConditions } from './tags.ts';

export function copyObject(
  context: DavContext,
  resource: ResourceOf<'object'>,
  request: DavRequest,
): Promise<DavResponse> {
  return transfer(context, resource, request, 'COPY');
}

export function moveObject(
  context: DavContext,
  resource: ResourceOf<'object'>,
  request: DavRequest,
): Promise<DavResponse> {
  return transfer(context, resource, request, 'MOVE');
}

/** What is in an inbox has a METHOD, and so can be in no calendar (RFC 4791 §4.1); and there is nowhere else to put it. */
export async function transferMessage(
  context: DavContext,
  resource: ResourceOf<'inbox-item'>,
  request: DavRequest,
): Promise<never> {
  requireExisting((await locate(context, resource)).object);
  await requireDestination(context, destinationOf(request));
  throw new DavError(403, 'A scheduling message cannot be in a calendar.', 'C:valid-calendar-object-resource');
}

/** Calendars stay where they were made: what COPY and MOVE of one do is undefined in RFC 6638 §3.2.3.3 and §3.2.3.4. */
export async function transferCalendar(
  context: DavContext,
  resource: ResourceOf<'calendar'>,
  request: DavRequest,
): Promise<never> {
  await requireCalendar(context, resource.calendar);
  const target = parseResource(headerOf(request, 'destination') ?? '');
  const isPossible = target === undefined || target.kind === 'calendar';
  const precondition = isPossible ? undefined : ('C:calendar-collection-location-ok' as const);
  throw new DavError(403, 'Calendars cannot be copied or moved; what is in them can.', precondition);
}

/** Everything else is where it has to be. */
export async function transferNothing(): Promise<never> {
  throw new DavError(403, 'This cannot be copied or moved.');
}

/** One transaction: what is overwritten is deleted first, with the messages of a DELETE (RFC 4918 §9.9.3, RFC 6638 §3.2.3.2). */
async function transfer(
  context: DavContext,
  resource: ResourceOf<'object'>,
  request: DavRequest,
  method: 'COPY' | 'MOVE',
): Promise<DavResponse> {
  const destination = destinationOf(request);
  const overwrite = mayOverwrite(request);
  requireWholeDepth(request);
  const there = { ...context, owner: await requireDestination(context, destination) };
  return untilFresh(context, async () => {
    const source = (await locate(context, resource)).object;
    requireConditions(request, source);
    requireExisting(source);
    const { collection, object: overwritten } = await locateTarget(there, destination);
    await requireWriting(there, destination, method, overwritten !== undefined);
    if (overwritten?.id === source.id) throw new DavError(403, 'The source and the destination are the same.');
    if (overwritten && !overwrite) throw new DavError(412, 'There is something at the destination already.');
    const state = there.owner.id === context.owner.id ? stateAt(source) : stateAcross(source, context, there, method);
    await requireAllowed(there, { source, state, collection, overwritten, method });
    const writes: readonly ObjectWrite[] = [
      ...(overwritten ? await prepareRemoval(there, overwritten, sendingOf(request)) : []),
      ...(method === 'MOVE' ? [{ kind: 'delete', object: source } as const] : []),
      { kind: 'put', collection, name: destination.file, expected: undefined, state },
    ];
    await context.store.commit(writes);
    const { scheduleTag } = state;
    const response = overwritten
      ? { status: 204, headers: tagHeaders({ etag: undefined, scheduleTag }) }
      : { status: 201, headers: { ...tagHeaders(state), location: hrefOf(destination) } };
    return withRepresentation(response, request, destination, state);
  });
}

function requireExisting(object: StoredObject | undefined): asserts object is StoredObject {
  if (object === undefined) throw new DavError(404, 'There is no such calendar object.');
}

interface Transfer {
  readonly source: StoredObject;
  readonly state: ObjectState;
  readonly collection: Collection;
  readonly overwritten: StoredObject | undefined;
  readonly method: 'COPY' | 'MOVE';
}

/** @throws DavError 403 supported-calendar-component, no-uid-conflict or unique-scheduling-object-resource */
async function requireAllowed(context: DavContext, { source, state, collection, overwritten, method }: Transfer) {
  requireLimits(parseCalendarData(source.data), collection, context.limits);
  if (overwritten && overwritten.uid !== source.uid) {
    const href = hrefIn(context, collection, overwritten.name);
    throw new DavError(403, 'The object at the destination has another UID.', 'C:no-uid-conflict', href);
  }
  const going = [overwritten, method === 'MOVE' ? source : undefined].filter((one) => one !== undefined);
  await requireUniqueUid(context, { collection, going }, source.uid, state.scheduleTag !== undefined);
}

/**
 * The same object at another place, with a Schedule-Tag of its own (RFC 6638 §3.2.10). The base of merges stays: a client that
 * moved by an old tag got the new one without the replies in between, and must not undo them with its next PUT.
 */
function stateAt({ uid, component, data, etag, scheduleTag, base, replyRevisions, bounds }: StoredObject) {
  const state: ObjectState = {
    uid,
    component,
    data,
    etag,
    scheduleTag: scheduleTag === undefined ? undefined : newScheduleTag(),
    base,
    replyRevisions,
    bounds,
  };
  return state;
}

/**
 * The same object in a calendar of somebody else's. RFC 6638 §3.2.3.3 and §3.2.3.4 have nothing sent then; so a meeting is neither
 * taken from the one nor given to the other, or somebody would have it, or lose it, and the others would not know.
 * @throws DavError 403 allowed-organizer- or allowed-attendee-scheduling-object-change
 */
function stateAcross(source: StoredObject, from: DavContext, to: DavContext, method: 'COPY' | 'MOVE'): ObjectState {
  const calendar = parseCalendarData(source.data);
  const roleThere = roleOf(calendar, to.owner);
  const role = roleThere === 'none' && method === 'MOVE' ? roleOf(calendar, from.owner) : roleThere;
  if (role !== 'none') {
    const message = 'A meeting cannot get from one person’s calendars into another’s in this way.';
    throw new DavError(403, message, `C:allowed-${role}-scheduling-object-change`);
  }
  return { ...stateAt(source), scheduleTag: undefined, base: undefined, replyRevisions: undefined };
}
