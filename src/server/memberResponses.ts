/** The answers about many members of a collection, as reports give them. */
import { givingWay, inParts } from './inParts.ts';
import type { ServerLimits } from './limits.ts';
import type { ObjectEntry, ObjectText, Store } from './store/store.ts';
import type { Markup } from './xml.ts';

/** Makes the DAV:response of a member. */
export interface MemberResponder {
  /** Whether it takes the text: members are then given with it. */
  readonly readsText: boolean;
  readonly respond: (member: ObjectEntry | ObjectText) => Promise<Markup>;
}

export interface MemberAnswers {
  readonly responses: readonly Markup[];
  /** So many of the entries, in their order, were looked at: fewer than all when the answer would have become too large. */
  readonly through: number;
}

/** Which members are answered about. */
export interface MemberFilter<Entry extends ObjectEntry> {
  /** Undefined when only the text tells. */
  readonly ofEntry: (entry: Entry) => boolean | undefined;
  readonly ofText: (text: string) => boolean;
}

const EVERY: MemberFilter<ObjectEntry> = { ofEntry: () => true, ofText: () => true };

/**
 * The responses of these members, in their order, of which a filter lets through all if absent, up to maxMatches and maxAnswerSize.
 * Texts are read only where they are needed. What was changed meanwhile is looked at as it is now, and what was removed is left out.
 */
export async function memberResponses<Entry extends ObjectEntry>(
  { store, limits }: { readonly store: Store; readonly limits: ServerLimits },
  collectionId: number,
  entries: readonly Entry[],
  { readsText, respond }: MemberResponder,
  filter: MemberFilter<Entry> = EVERY,
): Promise<MemberAnswers> {
  const responses: Markup[] = [];
  const giveWay = givingWay();
  let size = 0;
  let through = 0;
  for await (const part of inParts(entries)) {
    const wanted = part.map((entry) => ({ entry, matches: filter.ofEntry(entry) }));
    const read = wanted.filter(({ matches }) => (readsText && matches) || matches === undefined);
    const texts = await textsByName(
      store,
      collectionId,
      read.map(({ entry }) => entry.name),
    );
    for (const { entry, matches } of wanted) {
      await giveWay();
      const text = texts.get(entry.name);
      const isKnown = matches && (text === undefined ? !readsText : text.etag === entry.etag);
      if (isKnown || (text !== undefined && filter.ofText(text.data))) {
        if (responses.length >= limits.maxMatches || size >= limits.maxAnswerSize) return { responses, through };
        const response = await respond(text ?? entry);
        responses.push(response);
        size += response.markup.length;
      }
      through += 1;
    }
  }
  return { responses, through };
}

async function textsByName(
  store: Store,
  collectionId: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, ObjectText>> {
  if (names.length === 0) return new Map();
  return new Map((await store.texts(collectionId, names)).map((text) => [text.name, text]));
}
