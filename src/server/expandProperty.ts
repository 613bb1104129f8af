/** DAV:expand-property, RFC 3253 §3.8, which RFC 3744 §9.1 requires: the hrefs in properties, answered with what they name. */
import { requireAccess } from './accessTable.ts';
import type { DavContext, DavRequest, DavResponse } from './dav.ts';
import { DavError } from './errors.ts';
import type { Subject } from './liveProperty.ts';
import {
  FORBIDDEN,
  multistatus,
  NOT_FOUND,
  type PropertyName,
  type Propstat,
  responseOf,
  statusResponse,
} from './multistatus.ts';
import { propstatsOf } from './propstats.ts';
import { hrefOf, parseResource, type Resource } from './resources.ts';
import { subjectOf } from './subjects.ts';
import { childrenOf, DAV, type Markup, type XmlElement } from './xml.ts';

/** A DAV:property of the request, with those that are asked of what its hrefs name. */
interface Expansion extends PropertyName {
  readonly inner: readonly Expansion[];
}

/** What one request may follow: hrefs multiply with each level. */
interface Budget {
  left: number;
}

/** @throws DavError 400 for a property without a possible name, 403 number-of-matches-within-limits */
export async function expandProperty(
  context: DavContext,
  resource: Resource,
  root: XmlElement,
  request: DavRequest,
): Promise<DavResponse> {
  const wanted = expansionsIn(root);
  const budget: Budget = { left: context.limits.maxMatches };
  const subject = await subjectOf(context, resource);
  return multistatus([await expanded(context, subject, wanted, request, budget)]);
}

/** NCName of XML, as far as anybody uses it: the name comes from an attribute and is written as an element's. */
const LOCAL_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u;

function expansionsIn(element: XmlElement): readonly Expansion[] {
  return childrenOf(element, DAV, 'property').map((property) => {
    const { name, namespace = DAV } = property.attributes;
    if (name === undefined || !LOCAL_NAME.test(name)) {
      throw new DavError(400, 'A DAV:property has no name, or one that no property can have.');
    }
    return { namespace, name, inner: expansionsIn(property) };
  });
}

async function expanded(
  context: DavContext,
  subject: Subject,
  wanted: readonly Expansion[],
  request: DavRequest,
  budget: Budget,
): Promise<Markup> {
  const propstats: Propstat[] = [];
  for (const { inner, ...name } of wanted) {
    const one = await propstatsOf(subject, { kind: 'prop', names: [name], withMissing: true }, context);
    for (const propstat of one) {
      const properties: Markup[] = [];
      for (const property of propstat.properties) {
        properties.push(inner.length > 0 ? await followed(context, property, inner, request, budget) : property);
      }
      propstats.push({ ...propstat, properties });
    }
  }
  return responseOf(hrefOf(subject.resource), propstats);
}

/** The property with a DAV:response in the place of each href that names something here; addresses stay as they are. */
async function followed(
  context: DavContext,
  { markup }: Markup,
  inner: readonly Expansion[],
  request: DavRequest,
  budget: Budget,
): Promise<Markup> {
  const parts = markup.split(/<D:href>([^<]*)<\/D:href>/);
  const written: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) written.push(part);
    else written.push((await answerTo(context, part, inner, request, budget)).markup);
  }
  return { markup: written.join('') };
}

/** `href` as it stands in markup: the paths of this server need no more escapes there than as URLs. */
async function answerTo(
  context: DavContext,
  href: string,
  inner: readonly Expansion[],
  request: DavRequest,
  budget: Budget,
): Promise<Markup> {
  const resource = parseResource(href);
  if (resource === undefined) return { markup: `<D:href>${href}</D:href>` };
  budget.left -= 1;
  if (budget.left < 0) throw new DavError(403, 'Too much to expand.', 'D:number-of-matches-within-limits');
  try {
    const owner = await requireAccess(context, resource, { ...request, method: 'PROPFIND' }, true);
    const there = { ...context, owner };
    return await expanded(there, await subjectOf(there, resource), inner, request, budget);
  } catch (error) {
    if (!(error instanceof DavError) || (error.status !== 403 && error.status !== 404) || budget.left < 0) throw error;
    return statusResponse(hrefOf(resource), error.status === 404 ? NOT_FOUND : FORBIDDEN);
  }
}
