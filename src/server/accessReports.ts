/** The reports of RFC 3744 that every resource has: DAV:expand-property (§9.1), acl-principal-prop-set (§9.2) and principal-match (§9.3). */
import { requirePrivileges } from './accessTable.ts';
import { accessControlList } from './acl.ts';
import { type DavContext, type DavRequest, type DavResponse, depthOf } from './dav.ts';
import { DavError } from './errors.ts';
import { expandProperty } from './expandProperty.ts';
import type { Subject } from './liveProperty.ts';
import { multistatus, OK, statusResponse } from './multistatus.ts';
import { applied } from './prefer.ts';
import { propertyRequestOf } from './propertyRequest.ts';
import { propertyResponse, propstatsOf } from './propstats.ts';
import { hrefOf, type Resource } from './resources.ts';
import { membersOf, principalSubject, subjectOf } from './subjects.ts';
import { childOf, DAV, type Markup, type XmlElement } from './xml.ts';

/** @throws DavError 403 supported-report for any other report; 400 unless Depth is 0 */
export async function accessReport(
  context: DavContext,
  resource: Resource,
  root: XmlElement,
  request: DavRequest,
): Promise<DavResponse> {
  const report = root.namespace === DAV ? REPORTS.get(root.name) : undefined;
  if (report === undefined) {
    throw new DavError(403, `The report ${root.name} is not supported here.`, 'D:supported-report');
  }
  if (depthOf(request, '0') !== '0') throw new DavError(400, `The report ${root.name} has Depth 0.`);
  return applied(await report(context, resource, root, request), request, 'return=minimal');
}

type Report = (context: DavContext, resource: Resource, root: XmlElement, request: DavRequest) => Promise<DavResponse>;

const REPORTS: ReadonlyMap<string, Report> = new Map([
  ['acl-principal-prop-set', principalsInAcl],
  ['principal-match', principalMatch],
  ['expand-property', expandProperty],
]);

/** Each principal that the access control list names by its URL, once; they may have been granted something more than once. */
async function principalsInAcl(
  context: DavContext,
  resource: Resource,
  root: XmlElement,
  request: DavRequest,
): Promise<DavResponse> {
  await requirePrivileges(context, resource, ['D:read-acl']);
  await subjectOf(context, resource);
  const wanted = propertyRequestOf(root, request);
  const entries = await accessControlList(context, resource);
  const names = entries.flatMap(({ principal }) => {
    if (principal.kind === 'authenticated') return [];
    return principal.kind === 'user' ? principal.name : context.owner.name;
  });
  const responses: Markup[] = [];
  for (const name of new Set(names)) {
    const user = await context.store.userByName(name);
    if (user === undefined) continue;
    responses.push(await propertyResponse(principalSubject(user), wanted, context));
  }
  return multistatus(responses);
}

/** The members, at any depth, that are the asker's own principal, or that name it in a property. */
async function principalMatch(
  context: DavContext,
  resource: Resource,
  root: XmlElement,
  request: DavRequest,
): Promise<DavResponse> {
  const isMatch = matcher(context, root);
  const prop = childOf(root, DAV, 'prop') && propertyRequestOf(root, request);
  const responses: Markup[] = [];
  for await (const member of membersBelow(context, await subjectOf(context, resource))) {
    if (!(await isMatch(member))) continue;
    responses.push(prop ? await propertyResponse(member, prop, context) : statusResponse(hrefOf(member.resource), OK));
    if (responses.length > context.limits.maxMatches) {
      throw new DavError(403, 'Too many resources match.', 'D:number-of-matches-within-limits');
    }
  }
  return multistatus(responses);
}

/** @throws DavError 400 when neither DAV:self nor one DAV:principal-property stands there */
function matcher(context: DavContext, root: XmlElement): (member: Subject) => boolean | Promise<boolean> {
  const self = hrefOf({ kind: 'principal', user: context.user.name });
  if (childOf(root, DAV, 'self')) return (member) => hrefOf(member.resource) === self;
  const named = childOf(root, DAV, 'principal-property')?.children ?? [];
  const [property] = named;
  if (property === undefined || named.length > 1) {
    throw new DavError(400, 'A principal-match asks for DAV:self or for one DAV:principal-property.');
  }
  const wanted = { kind: 'prop', names: [property], withMissing: false } as const;
  return async (member) => {
    const propstats = await propstatsOf(member, wanted, context);
    return propstats.some(({ properties }) => properties.some(({ markup }) => markup.includes(`>${self}</D:href>`)));
  };
}

async function* membersBelow(context: DavContext, subject: Subject): AsyncGenerator<Subject> {
  for (const member of await membersOf({ ...context, owner: subject.owner ?? context.owner }, subject)) {
    yield member;
    yield* membersBelow(context, member);
  }
}
