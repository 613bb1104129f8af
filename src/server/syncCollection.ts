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
import type { ServerLimits } from './limits.ts';
import { type MemberResponder, memberResponses } from './memberResponses.ts';
import { INSUFFICIENT_STORAGE, multistatus, NOT_FOUND, statusResponse } from './multistatus.ts';
import { hrefOf } from './resources.ts';
import type { Collection } from './store/store.ts';
import { revisionInToken, syncToken } from './syncToken.ts';
import { childOf, DAV, type Markup, type XmlElement, xml } from './xml.ts';

/** What a sync-collection asks for, RFC 6578 §6.1. */
interface SyncRequest {
  /** Undefined: everything. */
  readonly token: string | undefined;
  /** Members in the answer at most. */
  readonly limit: number;
}

/**
 * Answers with what changed since the client's token; everything for an empty one. Calendars and inboxes hold no collections,
 * so that both sync-levels mean the same. A page ends with 507 for the collection and the token to go on from, RFC 6578 §3.6:
 * after maxSyncPage members, and after fewer when they are too large for one answer.
 * @throws DavError 403 valid-sync-token
 */
export async function syncCollection(
  context: DavContext,
  collection: Collection,
  root: XmlElement,
  request: DavRequest,
  responder: MemberResponder,
): Promise<DavResponse> {
  const { token, limit } = syncRequestOf(root, request, context.limits);
  const { store } = context;
  const newest = await store.revisionOf(collection.id);
  const since = token === undefined ? undefined : revisionInToken(token, collection.id);
  if (token !== undefined && (since === undefined || since > newest)) {
    throw new DavError(403, 'The sync-token is not one of this collection.', 'D:valid-sync-token');
  }
  const { responses, through } = await pageOf(context, collection, since, limit, responder);
  return multistatus(responses, syncToken(collection.id, through ?? newest));
}

interface Page {
  readonly responses: readonly Markup[];
  /** The revision to go on from; undefined: this is all. */
  readonly through: number | undefined;
}

async function pageOf(
  context: DavContext,
  collection: Collection,
  since: number | undefined,
  limit: number,
  responder: MemberResponder,
): Promise<Page> {
  const { changed, removed, through } = await context.store.changesSince(collection.id, since, limit);
  const answers = await memberResponses(context, collection.id, changed, responder);
  // No more than these fit into an answer: a page of as many tells where the next one begins.
  if (answers.through < changed.length) return pageOf(context, collection, since, answers.through, responder);
  const { owner } = context;
  const responses = [...answers.responses];
  for (const name of removed) {
    responses.push(statusResponse(hrefOf(objectResource(owner, collection, name)), NOT_FOUND));
  }
  if (through !== undefined) {
    const limits = xml`<D:number-of-matches-within-limits/>`;
    responses.push(statusResponse(hrefOf(collectionResource(owner, collection)), INSUFFICIENT_STORAGE, limits));
  }
  return { responses, through };
}

/** @throws DavError 400 for what RFC 6578 §6.1 does not allow */
function syncRequestOf(root: XmlElement, request: DavRequest, { maxSyncPage }: ServerLimits): SyncRequest {
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
  return { token: token === '' ? undefined : token, limit: Math.min(limitOf(root) ?? maxSyncPage, maxSyncPage) };
}

/** DAV:limit, RFC 6578 §3.7. */
function limitOf(root: XmlElement): number | undefined {
  const limit = childOf(root, DAV, 'limit');
  if (limit === undefined) return undefined;
  const written = childOf(limit, DAV, 'nresults')?.text.trim() ?? '';
  if (!/^0*[1-9]\d{0,14}$/.test(written)) {
    throw new DavError(400, 'The limit of a sync-collection is a number of results, 1 or more, in DAV:nresults.');
  }
  return Number(written);
}
