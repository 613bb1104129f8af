/** Principals: people, rooms and groups of a server, RFC 3744 §2 and RFC 6638 §2.4. */
import type { CaldavClient } from './client.ts';
import { CaldavError } from './errors.ts';
import { CALDAV, DAV, hrefsOf, type MultistatusResponse, propertyOf, propertyText } from './xml.ts';

/** A calendar user whom the server knows. */
export interface Principal {
  readonly url: string;
  readonly displayName: string | undefined;
  /** CALDAV:calendar-user-address-set, RFC 6638 §2.4.1. */
  readonly addresses: readonly string[];
  /** CALDAV:calendar-user-type, RFC 6638 §2.4.2: `INDIVIDUAL`, `ROOM`, `RESOURCE`, `GROUP`. */
  readonly calendarUserType: string;
}

/** What `readPrincipal` reads. */
export const PRINCIPAL_PROPERTIES = { displayname: {}, 'c:calendar-user-address-set': {}, 'c:calendar-user-type': {} };

export function readPrincipal(response: MultistatusResponse): Principal {
  return {
    url: response.href,
    displayName: propertyText(response, DAV, 'displayname'),
    addresses: hrefsOf(propertyOf(response, CALDAV, 'calendar-user-address-set')),
    calendarUserType: propertyText(response, CALDAV, 'calendar-user-type')?.toUpperCase() ?? 'INDIVIDUAL',
  };
}

/** One principal; undefined when it is not there, or may not be looked at. @throws CaldavError */
export async function getPrincipal(
  client: CaldavClient,
  url: string,
  signal?: AbortSignal,
): Promise<Principal | undefined> {
  const [response] = await unlessHidden(client.propfind(url, '0', PRINCIPAL_PROPERTIES, { signal }));
  return response && readPrincipal(response);
}

/** No responses instead of an error where something is not there, or not to be seen by who asks. @throws CaldavError */
export async function unlessHidden(
  answer: Promise<readonly MultistatusResponse[]>,
): Promise<readonly MultistatusResponse[]> {
  try {
    return (await answer).filter(({ status }) => status < 400);
  } catch (error) {
    if (error instanceof CaldavError && (error.kind === 'forbidden' || error.kind === 'not-found')) return [];
    throw error;
  }
}

/** Whether two paths name the same collection: a final slash and escapes (`%40` or `@`) make no difference. */
export function isSamePath(path: string, other: string | undefined): boolean {
  return other !== undefined && comparablePath(path) === comparablePath(other);
}

/** A path as it can be compared: without escapes and without a final slash. */
export function comparablePath(path: string): string {
  const bare = path.replace(/\/$/, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

/** The last segment of a path without escapes: a name where the server gives none. */
export function lastSegment(path: string): string {
  return comparablePath(path.split('/').filter(Boolean).at(-1) ?? path);
}
