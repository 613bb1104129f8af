/**
 * `/gateway/<name>/<path>`: the same path on the CalDAV server of that name, for whoever signed in to it here. Browsers may not
 * ask those servers themselves: they send no CORS headers. Bodies pass as they are; of the headers only those of `gatewayHeaders.ts`.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AuthenticationError, hasCsrfToken, SAFE_METHODS } from './authentication.ts';
import { METHODS } from './davRoutes.ts';
import { describeError } from './errors.ts';
import { locationDown, readGatewayAddress } from './gatewayAddress.ts';
import { bodyDecision, headersDown, headersUp } from './gatewayHeaders.ts';
import { plainText, secured } from './safeAnswer.ts';
import { sessionToken } from './sessionCookie.ts';
import {
  requestUpstream,
  type UpstreamAnswer,
  UpstreamError,
  type UpstreamFailure,
  upstreamError,
} from './upstreamRequest.ts';
import type { UpstreamSession, UpstreamSessions } from './upstreamSessions.ts';
import type { GatewayLimits } from './upstreams.ts';

export interface GatewayRoutes {
  readonly sessions: UpstreamSessions;
  readonly limits: GatewayLimits;
}

interface Passage {
  readonly session: UpstreamSession;
  /** Path on the upstream. */
  readonly path: string;
}

/** A request that is not passed on, or an answer. The message is one sentence for the person. */
class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const FAILURES: Readonly<Record<UpstreamFailure, readonly [number, string]>> = {
  unreachable: [502, 'The calendar server cannot be reached.'],
  tls: [502, 'The connection to the calendar server is not safe: its certificate is not valid.'],
  timeout: [504, 'The calendar server took too long to answer.'],
  'too-large': [502, 'The answer of the calendar server is too large.'],
  malformed: [502, 'The answer of the calendar server cannot be read.'],
};

export async function gatewayRoutes(app: FastifyInstance, { sessions, limits }: GatewayRoutes): Promise<void> {
  const passages = new WeakMap<FastifyRequest, Passage>();

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  // Before the body is read, and before anything leaves for the upstream.
  app.addHook('onRequest', async (request) => {
    passages.set(request, passageOf(request, sessions));
  });
  for (const url of ['/gateway', '/gateway/*']) {
    app.route({
      method: METHODS,
      url,
      bodyLimit: limits.requestOctets,
      handler: async (request, reply) => {
        const passage = passages.get(request);
        if (passage === undefined) throw new AuthenticationError(401, 'Please sign in.');
        const answer = await forward(request, reply, passage, limits);
        // A changed password must not be tried again and again until the account is locked.
        if (answer.status === 401) sessions.end(sessionToken(request));
        return passDown(request, reply, passage, answer);
      },
    });
  }
}

/**
 * Unlike the embedded server, every method needs the CSRF token: what can be asked here can be asked by the app alone.
 * @throws GatewayError, AuthenticationError
 */
function passageOf(request: FastifyRequest, sessions: UpstreamSessions): Passage {
  const address = readGatewayAddress(request.raw.url ?? '');
  if (address === undefined) throw new GatewayError(400, 'The address cannot be passed on.');
  const session = sessions.find(sessionToken(request));
  if (session === undefined) throw new AuthenticationError(401, 'The session has ended. Please sign in again.');
  if (!hasCsrfToken(request, session.csrf))
    throw new AuthenticationError(403, 'The X-CSRF-Token header is missing or wrong.');
  if (address.name !== session.upstream.name) throw new GatewayError(403, 'You are signed in to another server.');
  return { session, path: address.path };
}

async function forward(
  request: FastifyRequest,
  reply: FastifyReply,
  { session, path }: Passage,
  limits: GatewayLimits,
): Promise<UpstreamAnswer> {
  const { upstream, authorization } = session;
  const headers = headersUp(request.headers, upstream);
  if (headers === undefined) throw new GatewayError(400, 'The Destination is not on the calendar server.');
  const body = Buffer.isBuffer(request.body) ? request.body : undefined;
  const abandoned = new AbortController();
  reply.raw.once('close', () => abandoned.abort());
  const call = { method: request.method, path, headers: { ...headers, authorization }, body, signal: abandoned.signal };
  return requestUpstream(upstream, call, limits);
}

function passDown(
  request: FastifyRequest,
  reply: FastifyReply,
  { session, path }: Passage,
  { status, headers, body }: UpstreamAnswer,
): FastifyReply {
  const location = headers.location === undefined ? undefined : locationDown(headers.location, session.upstream, path);
  const decision = bodyDecision(request.method, status, headers);
  const refusal = refusalOf(request.method, status, location, decision === 'refuse');
  if (refusal) {
    body.destroy();
    throw refusal;
  }
  secured(reply).code(status).headers(headersDown(headers));
  if (location !== undefined) reply.header('location', location);
  if (typeof decision === 'object' && request.method !== 'HEAD') {
    return reply.header('content-type', decision.pass).send(body);
  }
  body.destroy();
  return reply.send();
}

function refusalOf(
  method: string,
  status: number,
  location: string | undefined,
  isForeign: boolean,
): GatewayError | undefined {
  if (status < 200 || status > 599) return new GatewayError(502, 'The answer of the calendar server cannot be read.');
  if (status >= 300 && status < 400 && status !== 304) {
    if (location === undefined) return new GatewayError(502, 'The calendar server leads to another server or page.');
    // What a browser would make of a redirected change differs from status to status.
    if (!SAFE_METHODS.has(method)) return new GatewayError(502, 'The calendar server leads to another address.');
  }
  if (isForeign)
    return new GatewayError(502, 'The answer is no calendar data: something else than a calendar server answered.');
  return undefined;
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof AuthenticationError || error instanceof GatewayError)
    return plainText(reply, error.status, error.message);
  const failed = (error as { readonly code?: unknown }).code === 'ECONNRESET' ? upstreamError(error as Error) : error;
  if (failed instanceof UpstreamError) {
    const [status, sentence] = FAILURES[failed.failure];
    request.log.warn({ failure: failed.failure, reason: failed.message }, 'the upstream failed');
    return plainText(reply, status, sentence);
  }
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  if (statusCode >= 400 && statusCode < 500) return plainText(reply, statusCode, 'The request cannot be passed on.');
  request.log.error(describeError(error), 'unexpected error');
  return plainText(reply, 500, 'Something went wrong.');
}
