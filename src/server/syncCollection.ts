/** DAV:sync-collection, RFC 6578 §3. */
import {
  collectionResource,
  type DavContext,
  type DavRequest,
  type DavResponse,
  depthOf,
  objectResource,
} from './dav.ts';
import { DavError } from './errors.ts';
import { type MemberResponder, memberResponses } from './memberResponses.ts';
import { INSUFFICIENT_STORAGE, multistatus, NOT_FOUND, statusResponse } from './multistatus.ts';
import { revisionInToken, syncToken } from './properties.ts';
import { hrefOf } from './resources.ts';
import type { Collection } from './store/store.ts';
import { childOf, DAV, type XmlElement, xml } from './xml.ts';

/** Members in one answer, whatever the client asks for; the rest comes with the next token. */
const MAX_PAGE = 10_000;

/** What a sync-collection asks for, RFC 6578 §6.1. */
interface SyncRequest {
  /** Undefined: everything. */
  readonly token: string | undefined;
  /** Members in the answer at most. */
  readonly limit: number;
}

/**
 * Answers with what changed since the client's token; everything for an empty one. Calendars and inboxes hold no collections,
 * so that both sync-levels mean the same. A page ends with 507 for the collection and the token to go on from, RFC 6578 §3.6.
 * @throws DavError 403 valid-sync-token
 */
export async function syncCollection(
  context: DavContext,
  collection: Collection,
  root: XmlElement,
  request: DavRequest,
  responder: MemberResponder,
): Promise<DavResponse> {
  const { token, limit } = syncRequestOf(root, request);
  const { store, owner } = context;
  const newest = await store.revisionOf(collection.id);
  const since = token === undefined ? undefined : revisionInToken(token, collection.id);
  if (token !== undefined && (since === undefined || since > newest)) {
    throw new DavError(403, 'The sync-token is not one of this collection.', 'D:valid-sync-token');
  }
  const { changed, removed, through } = await store.changesSince(collection.id, since, limit);
  const responses = await memberResponses(store, collection.id, changed, responder);
  for (const name of removed) {
    responses.push(statusResponse(hrefOf(objectResource(owner, collection, name)), NOT_FOUND));
  }
  if (through !== undefined) {
    const limits = xml`<D:number-of-matches-within-limits/>`;
    responses.push(statusResponse(hrefOf(collectionResource(owner, collection)), INSUFFICIENT_STORAGE, limits));
  }
  return multistatus(responses, syncToken(collection.id, through ?? newest));
}

/** @throws DavError 400 for what RFC 6578 §6.1 does not allow */
function syncRequestOf(root: XmlElement, request: DavRequest): SyncRequest {
  const level = childOf(root, DAV, 'sync-level')?.text.trim();
  const depth = depthOf(request, '0');
  // Depth 1 comes from clients of earlier drafts (RFC 6578 Appendix A), and from python3-caldav beside the level 1 it agrees with.
  if (depth === 'infinity' || (depth === '1' && level === 'infinite')) {
    throw new DavError(400, 'A sync-collection has Depth 0; the level stands in the body.');
  }
  if (level !== undefined && level !== '1' && level !== 'infinite') {
    throw new DavError(400, 'The sync-level must be 1 or infinite.');
  }
  const token = childOf(root, DAV, 'sync-token')?.text.trim() ?? '';
  return { token: token === '' ? undefined : token, limit: Math.min(limitOf(root), MAX_PAGE) };
}

/** DAV:limit, RFC 6578 §3.7; as many as there are without one. */
function limitOf(root: XmlElement): number {
  const limit = childOf(root, DAV, 'limit');
  if (limit === undefined) return MAX_PAGE;
  const written = childOf(limit, DAV, 'nresults')?.text.trim() ?? '';
  if (!/^0*[1-9]\d{0,14}$/.test(written)) {
    throw new DavError(400, 'The limit of a sync-collection is a number of results, 1 or more, in DAV:nresults.');
  }
  return Number(written);
}
