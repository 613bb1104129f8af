/** The If header, RFC 4918 §10.4: entity tags and state tokens, of which this server has the sync-tokens of RFC 6578 §5. */
import { privilegesOf } from './acl.ts';
import { type DavContext, type DavRequest, headerOf, locate, requireCalendar, requireCollection } from './dav.ts';
import { DavError } from './errors.ts';
import { parseResource, type Resource } from './resources.ts';
import { syncToken } from './syncToken.ts';

/** One State-token or entity tag of a list. */
interface Condition {
  readonly negated: boolean;
  /** An entity tag with its quotes, or a state token without its brackets. */
  readonly tag: string;
}

/** What a list of conditions is about, and the conditions, all of which have to hold. */
interface ConditionList {
  /** Undefined: nothing that is here. */
  readonly resource: Resource | undefined;
  readonly conditions: readonly Condition[];
}

/**
 * The context for a request with an If header: the header holds now, and is looked at again in each write's turn.
 * @throws DavError 412 when it does not hold, 400 when it cannot be read
 */
export async function underIfHeader(context: DavContext, request: DavRequest, resource: Resource): Promise<DavContext> {
  const header = headerOf(request, 'if');
  if (header === undefined) return context;
  const lists = conditionListsOf(header, resource);
  const requireIt = async (): Promise<void> => {
    for (const list of lists) if (await holds(context, list)) return;
    throw new DavError(412, 'The If header does not hold: something has changed since it was read.');
  };
  await requireIt();
  return {
    ...context,
    queue: (work) =>
      context.queue(async () => {
        await requireIt();
        return work();
      }),
  };
}

/** A Resource-Tag, a parenthesis, or a condition; sticky, so that nothing between them is passed over. */
const TOKEN = /\s*(?:<([^<>\s]*)>|(\()|(\))|\[((?:W\/)?"[^"]*")\]|(Not)(?=[\s<[]))\s*/iy;

/** @throws DavError 400 */
function conditionListsOf(header: string, requested: Resource): readonly ConditionList[] {
  const lists: ConditionList[] = [];
  let about: Resource | undefined = requested;
  let open: Condition[] | undefined;
  let negated = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < header.length) {
    const [whole, coded, opens, closes, entityTag, not] = TOKEN.exec(header) ?? [];
    if (whole === undefined) throw malformed();
    const tag = entityTag ?? coded;
    if (opens && open === undefined) open = [];
    else if (closes && open && open.length > 0 && !negated) {
      lists.push({ resource: about, conditions: open });
      open = undefined;
    } else if (not && open && !negated) negated = true;
    else if (tag !== undefined && open) {
      open.push({ negated, tag });
      negated = false;
    } else if (coded !== undefined) about = parseResource(coded);
    else throw malformed();
  }
  if (open !== undefined || lists.length === 0) throw malformed();
  return lists;
}

function malformed(): DavError {
  return new DavError(400, 'The If header cannot be read.');
}

async function holds(context: DavContext, { resource, conditions }: ConditionList): Promise<boolean> {
  const tags = resource ? await tagsOf(context, resource) : [];
  return conditions.every(({ negated, tag }) => tags.includes(tag) !== negated);
}

/** What a condition on the resource can name; nothing of what does not exist, is in another room than the request, or may not be read. */
async function tagsOf(context: DavContext, resource: Resource): Promise<readonly string[]> {
  if (!('user' in resource) || resource.user !== context.owner.name) return [];
  if (!(await privilegesOf(context, resource)).has('D:read')) return [];
  try {
    if (resource.kind === 'object' || resource.kind === 'inbox-item') {
      const { object } = await locate(context, resource);
      return object ? [object.etag] : [];
    }
    if (resource.kind !== 'calendar' && resource.kind !== 'inbox') return [];
    const { id } =
      resource.kind === 'calendar'
        ? await requireCalendar(context, resource.calendar)
        : await requireCollection(context, 'inbox');
    return [syncToken(id, await context.store.revisionOf(id))];
  } catch (error) {
    if (error instanceof DavError && error.status === 404) return [];
    throw error;
  }
}
