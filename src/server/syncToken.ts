/** The sync-token of a collection, RFC 6578 §3.2. */

/** RFC 6578 §3.2: a URI that names the collection and its newest revision. */
export function syncToken(collectionId: number, revision: number): string {
  return `urn:convoke:sync:${collectionId}:${revision}`;
}

/** The revision in a token that `syncToken` made for that collection; undefined for any other. */
export function revisionInToken(token: string, collectionId: number): number | undefined {
  const [whole, id, revision] = /^urn:convoke:sync:(\d+):(\d{1,15})$/.exec(token) ?? [];
  return whole !== undefined && Number(id) === collectionId ? Number(revision) : undefined;
}
