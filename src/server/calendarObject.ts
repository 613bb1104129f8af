/** GET, PUT and DELETE of calendar object resources and inbox items, and DELETE of whole calendars. */
import { requireWriting } from './accessTable.ts';
import { privilegesOf } from './acl.ts';
import { calendarBodyOf } from './calendarBody.ts';
import {
  type DavContext,
  type DavRequest,
  type DavResponse,
  headerOf,
  locate,
  locateTarget,
  type ResourceOf,
  requireCalendar,
  requireObject,
} from './dav.ts';
import { DavError } from './errors.ts';
import { applied, prefers } from './prefer.ts';
import { hrefOf, type Resource } from './resources.ts';
import { prepareRemoval, prepareSave, type Sending } from './schedulingChange.ts';
import { type ObjectState, type ObjectWrite, StaleWriteError, type StoredObject } from './store/store.ts';
import { isNotModified, namesExactState, requireConditions } from './tags.ts';
import { contentTypeOf } from './webdavProperties.ts';

export async function getObject(
  context: DavContext,
  resource: ResourceOf<'object' | 'inbox-item'>,
  request: DavRequest,
): Promise<DavResponse> {
  const { object } = await requireObject(context, resource);
  const { headers, ...representation } = representationOf(object);
  const dated = { ...headers, 'last-modified': new Date(object.changedAt).toUTCString() };
  if (isNotModified(request, object)) return { status: 304, headers: dated };
  return { status: 200, headers: dated, ...representation };
}

/** What a GET answers: the text with its type and tags. */
function representationOf(object: ObjectState): Omit<DavResponse, 'status'> {
  const headers = { ...tagHeaders(object), 'content-type': contentTypeOf(object) };
  return { headers, type: 'text/calendar', body: object.data };
}

/** The answer of a write, with what is stored now when the client prefers `return=representation` (RFC 8144). */
export function withRepresentation(
  response: DavResponse,
  request: DavRequest,
  at: Resource,
  object: ObjectState,
): DavResponse {
  if (!prefers(request, 'return=representation')) return response;
  const { headers, ...representation } = representationOf(object);
  // Without content it was 204.
  const status = response.status === 204 ? 200 : response.status;
  const whole = {
    status,
    headers: { ...response.headers, ...headers, 'content-location': hrefOf(at) },
    ...representation,
  };
  return applied(whole, request, 'return=representation');
}

/** RFC 4791 §5.3.2 and RFC 6638 §3.2: store, schedule, deliver, all or nothing. */
export async function putObject(
  context: DavContext,
  resource: ResourceOf<'object'>,
  request: DavRequest,
): Promise<DavResponse> {
  const body = calendarBodyOf(request, context.limits);
  return untilFresh(context, async () => {
    const { collection, object } = await locateTarget(context, resource);
    await requireWriting(context, resource, 'PUT', object !== undefined);
    const mayRead = (await privilegesOf(context, resource)).has('D:read');
    const refusal = failedCondition(request, resource, object, mayRead);
    if (refusal) return refusal;
    const merge = !namesExactState(request);
    const { state, writes } = await prepareSave(context, {
      collection,
      name: resource.file,
      object,
      body,
      merge,
      sending: sendingOf(request),
    });
    await context.store.commit(writes);
    // An ETag here would promise that the stored text is the text that was sent, RFC 4791 §5.3.4.
    const etag = state.data === body.text ? state.etag : undefined;
    const response = { status: object ? 204 : 201, headers: tagHeaders({ etag, scheduleTag: state.scheduleTag }) };
    return mayRead ? withRepresentation(response, request, resource, state) : response;
  });
}

/** A failed condition is answered with what stands there now when the client prefers that, else thrown. */
function failedCondition(
  request: DavRequest,
  resource: ResourceOf<'object'>,
  object: StoredObject | undefined,
  mayRead: boolean,
): DavResponse | undefined {
  try {
    requireConditions(request, object);
    return undefined;
  } catch (error) {
    const isShown = mayRead && prefers(request, 'return=representation');
    if (!(error instanceof DavError) || object === undefined || !isShown) throw error;
    return withRepresentation({ status: error.status }, request, resource, object);
  }
}

/** DELETE of an Organizer's object cancels, of an Attendee's declines (unless `Schedule-Reply: F`), RFC 6638 §3.2.3.2. */
export async function deleteObject(
  context: DavContext,
  resource: ResourceOf<'object' | 'inbox-item'>,
  request: DavRequest,
): Promise<DavResponse> {
  return untilFresh(context, async () => {
    const { object } = await locate(context, resource);
    requireConditions(request, object);
    if (object === undefined) throw new DavError(404, 'There is no such calendar object.');
    const writes: readonly ObjectWrite[] =
      resource.kind === 'object'
        ? await prepareRemoval(context, object, sendingOf(request))
        : [{ kind: 'delete', object }];
    await context.store.commit(writes);
    return { status: 204 };
  });
}

/** DELETE of a calendar: as if each of its objects were deleted, in one transaction. */
export async function deleteCalendar(
  context: DavContext,
  resource: ResourceOf<'calendar'>,
  request: DavRequest,
): Promise<DavResponse> {
  return untilFresh(context, async () => {
    const calendar = await requireCalendar(context, resource.calendar);
    if (calendar.id === context.owner.defaultCollectionId) {
      throw new DavError(403, 'The default calendar cannot be deleted.', 'C:default-calendar-needed');
    }
    const writes: ObjectWrite[] = [];
    for (const object of await context.store.objects(calendar.id)) {
      writes.push(...(await prepareRemoval(context, object, sendingOf(request))));
    }
    await context.store.commit(writes, calendar.id);
    return { status: 204 };
  });
}

/**
 * Which messages the client wants sent: an Attendee's DELETE tells the Organizer nothing with `Schedule-Reply: F` (RFC 6638 §8.1);
 * with `Scheduling-Enabled: F` nobody is told anything, and what was sent is stored as it is (scheduling.md S12).
 */
export function sendingOf(request: DavRequest): Sending {
  const isOff = (name: string): boolean => headerOf(request, name)?.trim().toUpperCase() === 'F';
  return { reply: !isOff('schedule-reply'), anything: !isOff('scheduling-enabled') };
}

/** ETag and Schedule-Tag, as far as there are any. */
export function tagHeaders(object: {
  readonly etag: string | undefined;
  readonly scheduleTag: string | undefined;
}): Readonly<Record<string, string>> {
  return {
    ...(object.etag === undefined ? {} : { etag: object.etag }),
    ...(object.scheduleTag === undefined ? {} : { 'schedule-tag': object.scheduleTag }),
  };
}

const MAX_ATTEMPTS = 5;

/**
 * Reads, plans and commits, in its turn; again when another process committed in between. The conditions are checked each time.
 * @throws DavError 503
 */
export function untilFresh(context: DavContext, attempt: () => Promise<DavResponse>): Promise<DavResponse> {
  return context.queue(async () => {
    for (let count = 1; ; count += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof StaleWriteError)) throw error;
        if (count < MAX_ATTEMPTS) continue;
        throw new DavError(503, 'Too many others were writing. Please try again.', undefined, undefined, {
          cause: error,
        });
      }
    }
  });
}
