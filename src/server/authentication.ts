/** Who asks: Basic credentials of CalDAV clients, or the app's session cookie. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CredentialVerifier } from './credentials.ts';
import type { EmbeddedSessions } from './embeddedSessions.ts';
import { sessionToken, setSessionCookie } from './sessionCookie.ts';
import type { User } from './store/store.ts';

const CSRF_HEADER = 'x-csrf-token';

/** A request that is refused before anybody looks at what it asks for. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
  readonly status: 401 | 403 | 429;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: 401 | 403 | 429, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Methods that change nothing, so that a cookie alone is enough; PROPFIND and REPORT are safe, RFC 4918 §9.1. */
export const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT']);
const CHALLENGE = { 'www-authenticate': 'Basic realm="Convoke", charset="UTF-8"' };

/**
 * The user who asks; the answer may carry the session's new token.
 * @throws AuthenticationError
 */
export type Authenticate = (request: FastifyRequest, reply: FastifyReply) => Promise<User>;

/** An Authorization header beats the cookie; with the cookie, unsafe methods need the CSRF token. */
export function authenticator(verify: CredentialVerifier, sessions: EmbeddedSessions): Authenticate {
  return async (request, reply) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) return basicUser(authorization, request.ip, verify);
    const token = sessionToken(request);
    if (token === undefined) throw new AuthenticationError(401, 'Please sign in.', isScript(request) ? {} : CHALLENGE);
    const used = await sessions.use(token);
    if (used === undefined) throw new AuthenticationError(401, 'The session has ended. Please sign in again.');
    if (used.renewed) setSessionCookie(request, reply, used.renewed);
    if (!SAFE_METHODS.has(request.method) && !hasCsrfToken(request, used.session.csrf)) {
      throw new AuthenticationError(403, 'The X-CSRF-Token header is missing or wrong.');
    }
    return used.session.user;
  };
}

/** Whether the request carries the session's CSRF token. */
export function hasCsrfToken(request: FastifyRequest, csrf: string): boolean {
  const sent = request.headers[CSRF_HEADER];
  if (typeof sent !== 'string') return false;
  return timingSafeEqual(createHash('sha256').update(sent).digest(), createHash('sha256').update(csrf).digest());
}

async function basicUser(authorization: string, address: string, verify: CredentialVerifier): Promise<User> {
  const credentials = readBasic(authorization);
  if (credentials === undefined)
    throw new AuthenticationError(401, 'Please sign in with Basic credentials.', CHALLENGE);
  const check = await verify({ ...credentials, address, opens: 'calendars' });
  if (check.kind === 'verified') return check.user;
  if (check.kind === 'wrong') throw new AuthenticationError(401, 'The name or the password is wrong.', CHALLENGE);
  throw new AuthenticationError(429, 'There were too many wrong passwords. Please wait.', {
    'retry-after': String(check.seconds),
  });
}

/** RFC 7617's credentials; undefined when the header is anything else. */
function readBasic(authorization: string): { readonly name: string; readonly password: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : { name: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** Whether a page's script asks: a Basic challenge would then open the browser's own password dialog over the app. */
function isScript(request: FastifyRequest): boolean {
  const mode = request.headers['sec-fetch-mode'];
  return request.headers[CSRF_HEADER] !== undefined || (mode !== undefined && mode !== 'navigate');
}
