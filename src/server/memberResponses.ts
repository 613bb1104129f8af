/** The answers about many members of a collection, as reports give them. */
import { inParts } from './inParts.ts';
import type { ObjectEntry, ObjectText, Store } from './store/store.ts';
import type { Markup } from './xml.ts';

/** Makes the DAV:response of a member. */
export interface MemberResponder {
  /** Whether it takes the text: members are then given with it. */
  readonly readsText: boolean;
  readonly respond: (member: ObjectEntry | ObjectText) => Promise<Markup>;
}

/** Which members are answered about. */
export interface MemberFilter<Entry extends ObjectEntry> {
  /** Undefined when only the text tells. */
  readonly ofEntry: (entry: Entry) => boolean | undefined;
  readonly ofText: (text: string) => boolean;
}

const EVERY: MemberFilter<ObjectEntry> = { ofEntry: () => true, ofText: () => true };

/**
 * The responses of these members, in their order, of which a filter lets through all if absent. Texts are read only where they are
 * needed. What was changed meanwhile is looked at as it is now, and what was removed is left out.
 */
export async function memberResponses<Entry extends ObjectEntry>(
  store: Store,
  collectionId: number,
  entries: readonly Entry[],
  { readsText, respond }: MemberResponder,
  filter: MemberFilter<Entry> = EVERY,
): Promise<Markup[]> {
  const responses: Markup[] = [];
  for await (const part of inParts(entries)) {
    const wanted = part
      .map((entry) => ({ entry, matches: filter.ofEntry(entry) }))
      .filter(({ matches }) => matches !== false);
    const read = wanted.filter(({ matches }) => readsText || matches === undefined);
    const texts = await textsByName(
      store,
      collectionId,
      read.map(({ entry }) => entry.name),
    );
    for (const { entry, matches } of wanted) {
      if (!readsText && matches) responses.push(await respond(entry));
      const text = texts.get(entry.name);
      if (text === undefined) continue;
      const isKnown = matches && text.etag === entry.etag;
      if (isKnown || filter.ofText(text.data)) responses.push(await respond(text));
    }
  }
  return responses;
}

async function textsByName(
  store: Store,
  collectionId: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, ObjectText>> {
  if (names.length === 0) return new Map();
  return new Map((await store.texts(collectionId, names)).map((text) => [text.name, text]));
}
