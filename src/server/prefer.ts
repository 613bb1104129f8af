/** The Prefer header of RFC 7240 as WebDAV uses it, RFC 8144: less in the answer, or the new text at once. */
import { type DavRequest, type DavResponse, headerOf } from './dav.ts';

/** The preferences that mean something here. */
export type Preference = 'return=minimal' | 'return=representation' | 'depth-noroot';

/** Whether the client has that preference. Of contradicting ones the first counts, as RFC 7240 says. */
export function prefers(request: DavRequest, preference: Preference): boolean {
  const [wanted] = preference.split('=');
  const first = (headerOf(request, 'prefer') ?? '')
    .split(',')
    .map((one) => one.split(';', 1).join('').replace(/[\s"]/g, '').toLowerCase())
    .find((one) => one.split('=', 1)[0] === wanted);
  return first === preference;
}

/** The response, saying which of these preferences the client had; they were honoured. */
export function applied(
  response: DavResponse,
  request: DavRequest,
  ...preferences: readonly Preference[]
): DavResponse {
  const had = preferences.filter((preference) => prefers(request, preference));
  if (had.length === 0) return response;
  return { ...response, headers: { ...response.headers, 'preference-applied': had.join(', '), vary: 'Prefer' } };
}
