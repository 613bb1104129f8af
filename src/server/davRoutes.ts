/** `/dav/`: authentication, then method × resource kind → handler, as a table; and how answers and refusals are written. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isPrivateTo } from './acl.ts';
import { type Authenticate, AuthenticationError } from './authentication.ts';
import { tooLarge } from './calendarBody.ts';
import { deleteCalendar, deleteObject, getObject, putObject } from './calendarObject.ts';
import { copyObject, moveObject, transferCalendar, transferMessage, transferNothing } from './copyMove.ts';
import { type DavContext, type DavResponse, type Handler, MAX_RESOURCE_SIZE, type ResourceOf } from './dav.ts';
import { DavError, describeError, errorBody } from './errors.ts';
import { mkcalendar, mkcalendarInCalendar, mkcalendarOnTaken, mkcol } from './mkcalendar.ts';
import { postOutbox } from './outbox.ts';
import { propfind } from './propfind.ts';
import { proppatchCalendar, proppatchHome, proppatchInboxOrOutbox } from './proppatch.ts';
import { reportNowhere, reportOnCalendar, reportOnPrincipal, reportOnPrincipals } from './report.ts';
import { hrefOf, parseResource, type Resource, type ResourceKind } from './resources.ts';
import { secured } from './safeAnswer.ts';
import type { User } from './store/store.ts';
import { writeQueue } from './writeQueue.ts';
import { xml, xmlDocument } from './xml.ts';

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

/** RFC 4918 classes 1 and 3, RFC 3744, RFC 5689, RFC 4791, RFC 6638. */
export const DAV_CLASSES = '1, 3, access-control, extended-mkcol, calendar-access, calendar-auto-schedule';

type Row<Kind extends ResourceKind> = Readonly<Record<string, Handler<ResourceOf<Kind>>>>;

/** RFC 4918 has COPY and MOVE everywhere, and lets them be forbidden. */
const STAYS = { COPY: transferNothing, MOVE: transferNothing };

/** What each kind of resource answers to. HEAD is GET without the body; OPTIONS is answered everywhere. */
const HANDLERS: { readonly [Kind in ResourceKind]: Row<Kind> } = {
  root: { PROPFIND: propfind, REPORT: reportOnPrincipals, ...STAYS },
  principals: { PROPFIND: propfind, REPORT: reportOnPrincipals, ...STAYS },
  principal: { PROPFIND: propfind, REPORT: reportOnPrincipal, ...STAYS },
  homes: { PROPFIND: propfind, REPORT: reportNowhere, ...STAYS },
  home: { PROPFIND: propfind, PROPPATCH: proppatchHome, REPORT: reportNowhere, ...STAYS },
  calendar: {
    PROPFIND: propfind,
    PROPPATCH: proppatchCalendar,
    REPORT: reportOnCalendar,
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
    REPORT: reportOnCalendar,
    MKCALENDAR: mkcalendarInCalendar,
  },
  inbox: {
    PROPFIND: propfind,
    PROPPATCH: proppatchInboxOrOutbox,
    REPORT: reportOnCalendar,
    MKCALENDAR: mkcalendarOnTaken,
    ...STAYS,
  },
  'inbox-item': {
    GET: getObject,
    DELETE: deleteObject,
    COPY: transferMessage,
    MOVE: transferMessage,
    PROPFIND: propfind,
    REPORT: reportOnCalendar,
  },
  outbox: {
    PROPFIND: propfind,
    PROPPATCH: proppatchInboxOrOutbox,
    POST: postOutbox,
    REPORT: reportNowhere,
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
  const queue = writeQueue();
  const users = new WeakMap<FastifyRequest, User>();

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  // Before the body is read: strangers cannot make the server take megabytes.
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'OPTIONS' || isWellKnown(request)) return;
    users.set(request, await authenticate(request, reply));
  });

  app.route({
    method: METHODS,
    url: '/.well-known/caldav',
    handler: async (_request, reply) => secured(reply).code(307).header('location', '/dav/').send(),
  });
  for (const url of ['/dav', '/dav/*']) {
    app.route({
      method: METHODS,
      url,
      bodyLimit: MAX_RESOURCE_SIZE,
      handler: async (request, reply) => {
        const resource = parseResource(request.raw.url ?? '');
        if (request.method === 'OPTIONS') return options204(reply, resource);
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
  if (resource === undefined) throw new DavError(404, 'There is nothing here.');
  const context = { ...surroundings, owner: await ownerOfRoom(surroundings, resource) };
  const row: Readonly<Record<string, Handler<never>>> = HANDLERS[resource.kind];
  const handler = row[request.method === 'HEAD' ? 'GET' : request.method];
  if (handler === undefined) throw new DavError(405, `${request.method} is not possible here.`);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { method, host, headers } = request;
  return handler(context, resource as never, { method, host, headers, body });
}

/** @throws DavError 403 in somebody else's room, 404 for a principal that does not exist */
async function ownerOfRoom({ user, store }: Surroundings, resource: Resource): Promise<User> {
  if (!('user' in resource) || resource.user === user.name) return user;
  if (isPrivateTo(resource)) throw notYours(resource);
  const owner = await store.userByName(resource.user);
  if (owner === undefined) throw new DavError(404, 'There is no such principal.');
  return owner;
}

/** The same for everything in somebody else's room, whether it exists or not. RFC 3744 §7.1.1. */
function notYours(resource: Resource): DavError {
  const needed = xml`<D:resource><D:href>${hrefOf(resource)}</D:href><D:privilege><D:read/></D:privilege></D:resource>`;
  return new DavError(403, 'This belongs to somebody else.', 'D:need-privileges', needed);
}

function allowOf(resource: Resource | undefined): string {
  const methods = resource ? Object.keys(HANDLERS[resource.kind]) : [];
  return ['OPTIONS', ...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
}

function options204(reply: FastifyReply, resource: Resource | undefined): FastifyReply {
  return secured(reply)
    .code(200)
    .header('dav', DAV_CLASSES)
    .header('allow', allowOf(resource))
    .header('content-length', '0')
    .send();
}

function answer(reply: FastifyReply, response: DavResponse): FastifyReply {
  secured(reply).code(response.status);
  const { body } = response;
  if (typeof body === 'string') reply.header('content-type', `${response.type ?? 'text/plain'}; charset=utf-8`);
  else if (body) reply.header('content-type', 'application/xml; charset=utf-8');
  for (const [name, value] of Object.entries(response.headers ?? {})) reply.header(name, value);
  return reply.send(typeof body === 'object' ? xmlDocument(body) : body);
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof AuthenticationError) {
    for (const [name, value] of Object.entries(error.headers)) reply.header(name, value);
    return answer(reply, { status: error.status, body: `${error.message}\n` });
  }
  const refusal = error instanceof DavError ? error : frameworkRefusal(error, request);
  if (refusal === undefined) {
    request.log.error(describeError(error), 'unexpected error');
    return answer(reply, { status: 500, body: 'Something went wrong.\n' });
  }
  if (refusal.precondition) request.log.info({ precondition: refusal.precondition }, 'refused');
  if (refusal.status === 405) reply.header('allow', allowOf(parseResource(request.raw.url ?? '')));
  if (refusal.status === 503) reply.header('retry-after', '1');
  return answer(reply, { status: refusal.status, body: errorBody(refusal) ?? `${refusal.message}\n` });
}

function frameworkRefusal(error: unknown, request: FastifyRequest): DavError | undefined {
  const { statusCode } = error as { readonly statusCode?: number };
  if (statusCode === 413) return request.method === 'PUT' ? tooLarge() : new DavError(413, 'The body is too large.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new DavError(statusCode, 'The request cannot be read.');
  return undefined;
}
