/** The headers of COPY and MOVE that say where to: Destination, Overwrite and Depth, RFC 4918 §10. */
import { type DavRequest, depthOf, headerOf, type ResourceOf } from './dav.ts';
import { DavError } from './errors.ts';
import { parseResource } from './resources.ts';

/** RFC 4918 §10.3 Simple-ref: an absolute URI, or a path from the root. */
const SIMPLE_REF = /^(?:https?:\/\/[^/?#]+)?\/(?!\/)[^?#]*$/i;

/**
 * The calendar object that the Destination header names; whether it or its calendar exists is left to the caller.
 * @throws DavError 400, 403 or 502 (another server, or another part of this one)
 */
export function destinationOf(request: DavRequest): ResourceOf<'object'> {
  const written = headerOf(request, 'destination')?.trim();
  if (written === undefined || !SIMPLE_REF.test(written)) {
    throw new DavError(400, 'The Destination header must be a URL or a path that begins with a slash.');
  }
  if (!isThisHost(written, request.host)) throw new DavError(502, 'The Destination is on another server.');
  const target = parseResource(written);
  if (target === undefined) throw nowhere(written);
  if (target.kind !== 'object') throw new DavError(403, 'Calendar objects can only be in calendars.');
  return target;
}

/**
 * The Overwrite header, RFC 4918 §10.6; `T` when it is absent.
 * @throws DavError 400
 */
export function mayOverwrite(request: DavRequest): boolean {
  const overwrite = headerOf(request, 'overwrite')?.trim().toUpperCase() ?? 'T';
  if (overwrite === 'T' || overwrite === 'F') return overwrite === 'T';
  throw new DavError(400, 'The Overwrite header must be T or F.');
}

/**
 * A single object is copied or moved whole at any depth that these methods know, RFC 4918 §9.8.3 and §9.9.2.
 * @throws DavError 400 for Depth 1
 */
export function requireWholeDepth(request: DavRequest): void {
  if (depthOf(request, 'infinity') === '1') throw new DavError(400, 'COPY and MOVE have Depth 0 or infinity.');
}

/** Whether a URL, absolute or a path, is on the host that the client asked. Hosts only are compared, with the port that the scheme implies: behind a TLS proxy this server does not know its own scheme. */
export function isThisHost(written: string, host: string | undefined): boolean {
  const [, scheme] = /^(https?):/i.exec(written) ?? [];
  if (scheme === undefined) return true;
  try {
    return new URL(written).host === new URL(`${scheme}://${host}/`).host;
  } catch {
    return false;
  }
}

function nowhere(written: string): DavError {
  const path = written.replace(/^https?:\/\/[^/]+/i, '');
  return path.startsWith('/dav/')
    ? new DavError(403, 'The Destination can name no resource.')
    : new DavError(502, 'The Destination is outside of the calendar server.');
}
