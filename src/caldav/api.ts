/** Requests to the app's own server below `/api/`. */
import { CaldavError, kindOfStatus } from './errors.ts';

/** @throws CaldavError when there is no answer at all */
export async function send(origin: string, path: string, init: RequestInit): Promise<Response> {
  const url = new URL(path, origin).href;
  try {
    return await fetch(url, { ...init, cache: 'no-store', credentials: 'same-origin' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new CaldavError('network', 'The server did not answer.', { url, cause });
  }
}

/** @throws CaldavError for an answer of 400 and more */
export async function refuse(response: Response): Promise<void> {
  if (response.ok) return;
  const { url, status } = response;
  const body: unknown = await response.json().catch(() => undefined);
  const reason = isRecord(body) && typeof body['error'] === 'string' ? body['error'] : undefined;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  throw new CaldavError(kindOfStatus(status), `The server answered ${status}.`, {
    url,
    status,
    reason,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
