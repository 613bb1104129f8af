/** `/dav/`: authentication, then method × resource kind → handler, as a table; and how answers and refusals are written. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireAccess } from './accessTable.ts';
import { setAccess } from './aclMethod.ts';
import { type Authenticate, AuthenticationError } from './authentication.ts';
import { bodyRoom } from './bodyRoom.ts';
import { tooLarge } from './calendarBody.ts';
import { deleteCalendar, deleteObject, getObject, putObject } from './calendarObject.ts';
import { copyObject, moveObject, transferCalendar, transferMessage, transferNothing } from './copyMove.ts';
import type { DavContext, DavResponse, Handler, ResourceOf } from './dav.ts';
import { DavError, describeError, errorBody, retryAfter, storageRefusal } from './errors.ts';
import { underIfHeader } from './ifHeader.ts';
import type { ServerLimits } from './limits.ts';
import { mkcalendar, mkcalendarInCalendar, mkcalendarOnTaken, mkcol } from './mkcalendar.ts';
import { postOutbox } from './outbox.ts';
import { propfind } from './propfind.ts';
import {
  proppatchCalendar,
  proppatchHome,
  proppatchInboxOrOutbox,
  proppatchNothing,
  proppatchObject,
} from './proppatch.ts';
import { reportAnywhere, reportOnCalendar, reportOnPrincipal, reportOnPrincipals } from './report.ts';
import { parseResource, type Resource, type ResourceKind } from './resources.ts';
import { secured } from './safeAnswer.ts';
import type { User } from './store/store.ts';
import { type WriteQueue, writeQueue } from './writeQueue.ts';
import { xmlDocument } from './xml.ts';

/** Methods that HTTP frameworks do not know; those that are in no row of the table are answered with 405. */
export const METHODS_WITH_BODY = [
  'PROPFIND',
  'PROPPATCH',
  'REPORT',
  'MKCALENDAR',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'ACL',
];
/** Every method of HTTP, WebDAV and CalDAV. */
export const METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE', ...METHODS_WITH_BODY];
/** Whose bodies are calendar data; those of others are XML. */
const METHODS_WITH_DATA = ['PUT', 'POST'];

/** RFC 4918 classes 1 and 3, RFC 3744, RFC 5689, RFC 4791, RFC 6638. */
export const DAV_CLASSES = '1, 3, access-control, extended-mkcol, calendar-access, calendar-auto-schedule';

type Row<Kind extends ResourceKind> = Readonly<Record<string, Handler<ResourceOf<Kind>>>>;

/** Of these no property can be set, and no calendar can be made in their place. */
const FIXED = { PROPPATCH: proppatchNothing, MKCALENDAR: mkcalendarOnTaken };

/** RFC 4918 has COPY and MOVE everywhere, and lets them be forbidden. */
const STAYS = { COPY: transferNothing, MOVE: transferNothing };

/** What each kind of resource answers to. HEAD is GET without the body; OPTIONS is answered everywhere, to those who may read. */
const HANDLERS: { readonly [Kind in ResourceKind]: Row<Kind> } = {
  root: { PROPFIND: propfind, REPORT: reportOnPrincipals, ...FIXED, ...STAYS },
  principals: { PROPFIND: propfind, REPORT: reportOnPrincipals, ...FIXED, ...STAYS },
  principal: { PROPFIND: propfind, REPORT: reportOnPrincipal, ...FIXED, ...STAYS },
  homes: { PROPFIND: propfind, REPORT: reportAnywhere, ...FIXED, ...STAYS },
  home: {
    PROPFIND: propfind,
    PROPPATCH: proppatchHome,
    REPORT: reportAnywhere,
    MKCALENDAR: mkcalendarOnTaken,
    ...STAYS,
  },
  calendar: {
    PROPFIND: propfind,
    PROPPATCH: proppatchCalendar,
    REPORT: reportOnCalendar,
    ACL: setAccess,
    MKCALENDAR: mkcalendar,
    MKCOL: mkcol,
    DELETE: deleteCalendar,
    COPY: transferCalendar,
    MOVE: transferCalendar,
  },
  object: {
    GET: getObject,
    PUT: putObject,
    DELETE: deleteObject,
    COPY: copyObject,
    MOVE: moveObject,
    PROPFIND: propfind,
    PROPPATCH: proppatchObject,
    REPORT: reportOnCalendar,
    MKCALENDAR: mkcalendarInCalendar,
  },
  inbox: {
    PROPFIND: propfind,
    PROPPATCH: proppatchInboxOrOutbox,
    REPORT: reportOnCalendar,
    ACL: setAccess,
    MKCALENDAR: mkcalendarOnTaken,
    ...STAYS,
  },
  'inbox-item': {
    GET: getObject,
    DELETE: deleteObject,
    COPY: transferMessage,
    MOVE: transferMessage,
    PROPFIND: propfind,
    PROPPATCH: proppatchObject,
    REPORT: reportOnCalendar,
  },
  outbox: {
    PROPFIND: propfind,
    PROPPATCH: proppatchInboxOrOutbox,
    POST: postOutbox,
    REPORT: reportAnywhere,
    ACL: setAccess,
    MKCALENDAR: mkcalendarOnTaken,
    ...STAYS,
  },
};

type Surroundings = Omit<DavContext, 'owner'>;

export interface DavRoutes extends Omit<Surroundings, 'user' | 'queue'> {
  readonly authenticate: Authenticate;
}

export async function davRoutes(app: FastifyInstance, options: DavRoutes): Promise<void> {
  const { authenticate, ...surroundings } = options;
  const { maxResourceSize, maxXmlSize, maxBodies } = options.limits;
  const takeRoom = bodyRoom(maxBodies);
  const queue = writeQueue();
  const users = new WeakMap<FastifyRequest, User>();

  // A save goes on when its client has hung up: the store must not be closed before it ends.
  app.addHook('onClose', () => queue(async () => undefined));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply, options.limits));
  // Before the body is read: strangers cannot make the server take megabytes.
  app.addHook('onRequest', async (request, reply) => {
    if (isWellKnown(request)) return;
    users.set(request, await authenticate(request, reply));
    takeRoom(request.raw, reply.raw, request.routeOptions.bodyLimit ?? maxResourceSize);
  });

  app.route({
    method: METHODS,
    url: '/.well-known/caldav',
    handler: async (_request, reply) => secured(reply).code(307).header('location', '/dav/').send(),
  });
  const routes = ['/dav', '/dav/*'].flatMap((url) => [
    { url, method: METHODS_WITH_DATA, bodyLimit: maxResourceSize },
    { url, method: METHODS.filter((method) => !METHODS_WITH_DATA.includes(method)), bodyLimit: maxXmlSize },
  ]);
  for (const route of routes) {
    app.route({
      ...route,
      handler: async (request, reply) => {
        const resource = parseResource(request.raw.url ?? '');
        const user = users.get(request);
        if (user === undefined) throw new AuthenticationError(401, 'Please sign in.');
        return answer(reply, await dispatch({ ...surroundings, queue, user }, resource, request));
      },
    });
  }
}

function isWellKnown(request: FastifyRequest): boolean {
  return request.raw.url?.startsWith('/.well-known/') ?? false;
}

async function dispatch(
  surroundings: Surroundings,
  resource: Resource | undefined,
  request: FastifyRequest,
): Promise<DavResponse> {
  if (resource === undefined) throw nothingAt(request.method);
  const row: Readonly<Record<string, Handler<never>>> = HANDLERS[resource.kind];
  const handler = row[request.method === 'HEAD' ? 'GET' : request.method];
  const { method, host, headers } = request;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const asked = { method, host, headers, body };
  const requireIt = (): Promise<User> => requireAccess(surroundings, resource, asked, handler !== undefined);
  const owner = await requireIt();
  if (method === 'OPTIONS') return { status: 200, headers: { dav: DAV_CLASSES, allow: allowOf(resource) } };
  if (handler === undefined) throw new DavError(405, `${method} is not possible here.`);
  // What was taken back while a change waited is gone for that change too.
  const queue: WriteQueue = (work) =>
    surroundings.queue(async () => {
      await requireIt();
      return work();
    });
  const context = await underIfHeader({ ...surroundings, owner, queue }, asked, resource);
  return handler(context, resource as never, asked);
}

/** What is said of a path that can name nothing: RFC 4791 §5.3.1.1, RFC 4918 §9.3.1. */
function nothingAt(method: string): DavError {
  if (method === 'MKCALENDAR') {
    return new DavError(403, 'No calendar can be made here.', 'C:calendar-collection-location-ok');
  }
  if (method === 'MKCOL') return new DavError(409, 'There is no collection that could hold it.');
  return new DavError(404, 'There is nothing here.');
}

function allowOf(resource: Resource | undefined): string {
  const methods = resource ? Object.keys(HANDLERS[resource.kind]) : [];
  return ['OPTIONS', ...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
}

function answer(reply: FastifyReply, response: DavResponse): FastifyReply {
  secured(reply).code(response.status);
  const { body } = response;
  if (typeof body === 'string') reply.header('content-type', `${response.type ?? 'text/plain'}; charset=utf-8`);
  else if (body) reply.header('content-type', 'application/xml; charset=utf-8');
  for (const [name, value] of Object.entries(response.headers ?? {})) reply.header(name, value);
  return reply.send(typeof body === 'object' ? xmlDocument(body) : body);
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, limits: ServerLimits): FastifyReply {
  if (error instanceof AuthenticationError) {
    for (const [name, value] of Object.entries(error.headers)) reply.header(name, value);
    return answer(reply, { status: error.status, body: `${error.message}\n` });
  }
  const refusal =
    error instanceof DavError ? error : (storageRefusal(error) ?? frameworkRefusal(error, request, limits));
  if (refusal === undefined) {
    request.log.error(describeError(error), 'unexpected error');
    return answer(reply, { status: 500, body: 'Something went wrong.\n' });
  }
  if (refusal.precondition) request.log.info({ precondition: refusal.precondition }, 'refused');
  if (refusal.status === 405) reply.header('allow', allowOf(parseResource(request.raw.url ?? '')));
  if (refusal.fault) request.log.error({ fault: refusal.fault }, 'the storage failed');
  reply.headers(retryAfter(refusal));
  return answer(reply, { status: refusal.status, body: errorBody(refusal) ?? `${refusal.message}\n` });
}

function frameworkRefusal(error: unknown, request: FastifyRequest, limits: ServerLimits): DavError | undefined {
  const { statusCode } = error as { readonly statusCode?: number };
  if (statusCode === 413)
    return request.method === 'PUT' ? tooLarge(limits) : new DavError(413, 'The body is too large.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new DavError(statusCode, 'The request cannot be read.');
  return undefined;
}
