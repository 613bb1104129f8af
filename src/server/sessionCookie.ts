/** The cookie of the app's session. */
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A session's new token, for the cookie. */
export interface NewToken {
  readonly token: string;
  /** Until the session ends at the latest. */
  readonly lifetimeMs: number;
}

const PLAIN_NAME = 'convoke_session';
/** Browsers take this name only over TLS, from this very host and for all paths: no other host of the domain can plant one. */
const SECURE_NAME = '__Host-convoke_session';

/** The token that the request carries. Over TLS the plain name counts for nothing. */
export function sessionToken(request: FastifyRequest): string | undefined {
  return request.cookies[nameFor(request)];
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, { token, lifetimeMs }: NewToken): void {
  reply.setCookie(nameFor(request), token, { ...attributesFor(request), maxAge: Math.ceil(lifetimeMs / 1000) });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(nameFor(request), attributesFor(request));
}

function nameFor(request: FastifyRequest): string {
  return isSecure(request) ? SECURE_NAME : PLAIN_NAME;
}

function attributesFor(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(request) } as const;
}

/** Whether the browser's connection is TLS, as a trusted proxy says; see TRUST_PROXY. */
function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https';
}
