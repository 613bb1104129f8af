/** The app's session with its own server, `/api/session`: a cookie that scripts cannot read, and a token against forged requests. */
import { CaldavError, kindOfStatus } from './errors.ts';

export interface Session {
  readonly user: {
    readonly name: string;
    readonly displayName: string;
    /** Path of the principal. */
    readonly principal: string;
    readonly addresses: readonly string[];
  };
  readonly csrf: string;
  readonly server: {
    readonly product: string;
    /** Which server's behaviour the preview plans by. */
    readonly profile: string;
    readonly domain: string;
    /** Whether it can mail people whom it does not host. */
    readonly mail: boolean;
  };
}

const PATH = '/api/session';

/** Who is signed in; undefined: nobody. @throws CaldavError */
export async function fetchSession(origin: string, signal?: AbortSignal): Promise<Session | undefined> {
  const response = await send(origin, { method: 'GET', ...(signal === undefined ? {} : { signal }) });
  if (response.status === 401) return undefined;
  return readSession(response);
}

/** @throws CaldavError: `unauthorized` for a wrong name or password, `rate-limited` after too many */
export async function signIn(
  origin: string,
  credentials: { readonly username: string; readonly password: string },
): Promise<Session> {
  const response = await send(origin, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: credentials.username, password: credentials.password }),
  });
  return readSession(response);
}

/** Ends the session; already ended is as good. @throws CaldavError */
export async function signOut(origin: string, csrf: string): Promise<void> {
  const response = await send(origin, { method: 'DELETE', headers: { 'X-CSRF-Token': csrf } });
  if (response.status !== 401) refuse(response);
}

async function send(origin: string, init: RequestInit): Promise<Response> {
  const url = new URL(PATH, origin).href;
  try {
    return await fetch(url, { ...init, cache: 'no-store', credentials: 'same-origin' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new CaldavError('network', 'The server did not answer.', { url, cause });
  }
}

function refuse(response: Response): void {
  if (response.ok) return;
  const { url, status } = response;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  throw new CaldavError(kindOfStatus(status), `The server answered ${status}.`, {
    url,
    status,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
  });
}

async function readSession(response: Response): Promise<Session> {
  refuse(response);
  const body: unknown = await response.json().catch(() => undefined);
  if (isSession(body)) return body;
  throw new CaldavError('malformed', 'The server did not say who is signed in.', { url: response.url });
}

function isSession(body: unknown): body is Session {
  if (!isRecord(body) || !isRecord(body['user']) || !isRecord(body['server'])) return false;
  const { user, server, csrf } = body;
  return (
    typeof csrf === 'string' &&
    ['name', 'displayName', 'principal'].every((key) => typeof user[key] === 'string') &&
    Array.isArray(user['addresses']) &&
    ['product', 'profile', 'domain'].every((key) => typeof server[key] === 'string')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
