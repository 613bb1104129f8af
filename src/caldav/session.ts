/** The app's session, `/api/session`: a cookie that scripts cannot read, and a token against forged requests. */

import { isRecord, refuse, send } from './api.ts';
import type { WriteTag } from './client.ts';
import { CaldavError } from './errors.ts';
import type { Gateway } from './gateway.ts';

export interface Session {
  readonly user: {
    readonly name: string;
    readonly displayName: string;
    /** Path of the principal. */
    readonly principal: string;
    readonly addresses: readonly string[];
  };
  readonly csrf: string;
  readonly server: SessionServer;
}

/** The CalDAV server of a session. */
export interface SessionServer {
  /** By which it was chosen, see `ServerChoice`. */
  readonly name: string;
  /** `Cyrus IMAP 3.6.1` */
  readonly product: string;
  /** Which server's behaviour the preview plans by. */
  readonly profile: string;
  /** Which of its tags tells that an object changed meanwhile. */
  readonly precondition: WriteTag;
  /** The classes of its DAV header, RFC 4918 §10.1; `calendar-auto-schedule` when it sends invitations, RFC 6638 §2. */
  readonly capabilities: readonly string[];
  /** The domain whose mailboxes are its accounts; absent: not known. */
  readonly domain?: string;
  /** Whether it can mail people whom it does not host; absent: not known. */
  readonly mail?: boolean;
  /** Absent: the server that came with the app, on its origin. */
  readonly gateway?: Gateway;
}

/** A server that one can sign in to. */
export interface ServerChoice {
  /** As the operator named it. */
  readonly name: string;
  /** Whether it is the server that comes with the app. */
  readonly isEmbedded: boolean;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** The name of a ServerChoice; absent: the first. */
  readonly server?: string | undefined;
}

const PATH = '/api/session';
const SERVERS = '/api/servers';

/** Who is signed in; undefined: nobody. @throws CaldavError */
export async function fetchSession(origin: string, signal?: AbortSignal): Promise<Session | undefined> {
  const response = await send(origin, PATH, { method: 'GET', ...(signal === undefined ? {} : { signal }) });
  if (response.status === 401) {
    // Unread, the answer would keep its connection.
    await response.text();
    return undefined;
  }
  return readSession(response);
}

/** Where one can sign in, the usual one first. @throws CaldavError */
export async function fetchServers(origin: string, signal?: AbortSignal): Promise<readonly ServerChoice[]> {
  const response = await send(origin, SERVERS, { method: 'GET', ...(signal === undefined ? {} : { signal }) });
  await refuse(response);
  const body: unknown = await response.json().catch(() => undefined);
  const servers = isRecord(body) && Array.isArray(body['servers']) ? body['servers'] : undefined;
  if (servers?.every(isServerChoice)) return servers;
  throw new CaldavError('malformed', 'The server did not say where one can sign in.', { url: response.url });
}

/**
 * @throws CaldavError: `unauthorized` for a wrong name or password, `rate-limited` after too many; `reason` when the chosen server
 * itself cannot be used: `unreachable`, `timeout`, `tls`, `no-caldav`, `elsewhere`
 */
export async function signIn(origin: string, { username, password, server }: Credentials): Promise<Session> {
  const response = await send(origin, PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password, server }),
  });
  return readSession(response);
}

/** Ends the session; already ended is as good. @throws CaldavError */
export async function signOut(origin: string, csrf: string): Promise<void> {
  const response = await send(origin, PATH, { method: 'DELETE', headers: { 'X-CSRF-Token': csrf } });
  if (response.status !== 401) await refuse(response);
}

/** @throws CaldavError */
export async function readSession(response: Response): Promise<Session> {
  await refuse(response);
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
    ['name', 'product', 'profile'].every((key) => typeof server[key] === 'string') &&
    ['schedule-tag', 'etag'].includes(String(server['precondition'])) &&
    Array.isArray(server['capabilities']) &&
    isGateway(server['gateway'])
  );
}

function isGateway(gateway: unknown): boolean {
  if (gateway === undefined) return true;
  return isRecord(gateway) && ['origin', 'prefix'].every((key) => typeof gateway[key] === 'string');
}

function isServerChoice(choice: unknown): choice is ServerChoice {
  return isRecord(choice) && typeof choice['name'] === 'string' && typeof choice['isEmbedded'] === 'boolean';
}
