/** DAV:sync-collection, RFC 6578 §3. */
import { type DavContext, type DavRequest, type DavResponse, depthOf, objectResource } from './dav.ts';
import { DavError } from './errors.ts';
import { multistatus, NOT_FOUND, statusResponse } from './multistatus.ts';
import { syncToken } from './properties.ts';
import { hrefOf } from './resources.ts';
import type { Collection, StoredObject } from './store/store.ts';
import { childOf, DAV, type Markup, type XmlElement } from './xml.ts';

/**
 * Answers with what changed since the client's token; everything for an empty one.
 * @throws DavError 403 valid-sync-token
 */
export async function syncCollection(
  context: DavContext,
  collection: Collection,
  root: XmlElement,
  request: DavRequest,
  respond: (object: StoredObject) => Promise<Markup>,
): Promise<DavResponse> {
  if (depthOf(request, '0') !== '0')
    throw new DavError(400, 'A sync-collection has Depth 0; the level stands in the body.');
  if (childOf(root, DAV, 'limit')) {
    throw new DavError(507, 'Results are not truncated here.', 'D:number-of-matches-within-limits');
  }
  const { store, owner } = context;
  const newest = await store.revisionOf(collection.id);
  const sent = childOf(root, DAV, 'sync-token')?.text.trim() ?? '';
  const since = sent === '' ? undefined : revisionIn(sent, collection.id);
  if (sent !== '' && (since === undefined || since > newest)) {
    throw new DavError(403, 'The sync-token is not one of this collection.', 'D:valid-sync-token');
  }
  const { changed, removed } = await store.changesSince(collection.id, since ?? 0);
  const responses: Markup[] = [];
  for (const object of changed) responses.push(await respond(object));
  if (since !== undefined) {
    for (const name of removed)
      responses.push(statusResponse(hrefOf(objectResource(owner, collection, name)), NOT_FOUND));
  }
  return multistatus(responses, syncToken(collection.id, newest));
}

function revisionIn(token: string, collectionId: number): number | undefined {
  const [whole, id, revision] = /^urn:convoke:sync:(\d+):(\d+)$/.exec(token) ?? [];
  return whole !== undefined && Number(id) === collectionId ? Number(revision) : undefined;
}
