/** The account on the server that comes with the app: password, sessions, app passwords. */
import { isRecord, refuse, send } from './api.ts';
import { CaldavError } from './errors.ts';
import { readSession, type Session } from './session.ts';

/** Where one is signed in. */
export interface AccountSession {
  readonly id: string;
  /** `Firefox`; null: unknown. */
  readonly browser: string | null;
  /** `Windows` */
  readonly system: string | null;
  readonly begunAt: Date;
  /** To some ten minutes. */
  readonly usedAt: Date;
  readonly isCurrent: boolean;
}

/** A password for a calendar program, which opens calendars and nothing else. */
export interface AppPassword {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** To some ten minutes; undefined: never. */
  readonly usedAt: Date | undefined;
}

/** Each changing function takes the session's token for X-CSRF-Token. */
interface Asker {
  readonly origin: string;
  readonly csrf: string;
}

const SESSIONS = '/api/sessions';
const APP_PASSWORDS = '/api/app-passwords';

/** Last used first. @throws CaldavError */
export async function fetchSessions(origin: string, signal: AbortSignal): Promise<readonly AccountSession[]> {
  return readList(await send(origin, SESSIONS, { signal }), 'sessions', (item) => ({
    id: textOf(item['id']),
    browser: textOrNull(item['browser']),
    system: textOrNull(item['system']),
    begunAt: dateOf(item['begunAt']),
    usedAt: dateOf(item['usedAt']),
    isCurrent: item['isCurrent'] === true,
  }));
}

/** Ended already is as good. @throws CaldavError */
export async function endSession({ origin, csrf }: Asker, id: string): Promise<void> {
  await remove(origin, `${SESSIONS}/${encodeURIComponent(id)}`, csrf);
}

/** This one too. @throws CaldavError */
export async function endAllSessions({ origin, csrf }: Asker): Promise<void> {
  await remove(origin, SESSIONS, csrf);
}

/**
 * Ends all sessions; this browser goes on in the one that is returned.
 * @throws CaldavError; `reason` is `wrong-password` or `invalid-password`, the kind `rate-limited` after too many wrong ones
 */
export async function changePassword({ origin, csrf }: Asker, current: string, next: string): Promise<Session> {
  return readSession(await sendJson(origin, '/api/password', 'PUT', csrf, { current, next }));
}

/** Oldest first. @throws CaldavError */
export async function fetchAppPasswords(origin: string, signal: AbortSignal): Promise<readonly AppPassword[]> {
  return readList(await send(origin, APP_PASSWORDS, { signal }), 'appPasswords', appPasswordOf);
}

/** With its secret, which is never told again. @throws CaldavError; `reason` is `invalid-name` or `too-many` */
export async function addAppPassword(
  { origin, csrf }: Asker,
  name: string,
): Promise<AppPassword & { readonly secret: string }> {
  const response = await sendJson(origin, APP_PASSWORDS, 'POST', csrf, { name });
  await refuse(response);
  return read(response, (body) => ({ ...appPasswordOf(body), secret: textOf(body['secret']) }));
}

/** Revoked already is as good. @throws CaldavError */
export async function revokeAppPassword({ origin, csrf }: Asker, id: string): Promise<void> {
  await remove(origin, `${APP_PASSWORDS}/${encodeURIComponent(id)}`, csrf);
}

function sendJson(origin: string, path: string, method: string, csrf: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf };
  return send(origin, path, { method, headers, body: JSON.stringify(body) });
}

async function remove(origin: string, path: string, csrf: string): Promise<void> {
  const response = await send(origin, path, { method: 'DELETE', headers: { 'X-CSRF-Token': csrf } });
  if (response.status !== 404) await refuse(response);
}

async function readList<Item>(
  response: Response,
  name: string,
  itemOf: (item: Record<string, unknown>) => Item,
): Promise<readonly Item[]> {
  await refuse(response);
  return read(response, (body) => {
    const items = body[name];
    if (!Array.isArray(items)) throw new TypeError(`There is no list ${name}.`);
    return items.map((item) => itemOf(recordOf(item)));
  });
}

/** @throws CaldavError `malformed` */
async function read<Result>(response: Response, resultOf: (body: Record<string, unknown>) => Result): Promise<Result> {
  try {
    return resultOf(recordOf(await response.json()));
  } catch (cause) {
    throw new CaldavError('malformed', 'The server’s answer cannot be read.', { url: response.url, cause });
  }
}

function appPasswordOf(item: Record<string, unknown>): AppPassword {
  return {
    id: textOf(item['id']),
    name: textOf(item['name']),
    createdAt: dateOf(item['createdAt']),
    usedAt: item['usedAt'] === null ? undefined : dateOf(item['usedAt']),
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new TypeError('This is no object.');
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('This is no text.');
  return value;
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : textOf(value);
}

function dateOf(value: unknown): Date {
  const date = new Date(textOf(value));
  if (Number.isNaN(date.getTime())) throw new TypeError('This is no date.');
  return date;
}
