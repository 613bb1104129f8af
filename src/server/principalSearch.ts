/** Finding people: DAV:principal-property-search and DAV:principal-search-property-set, RFC 3744 §9.4 and §9.5. */
import { type DavContext, type DavRequest, type DavResponse, depthOf } from './dav.ts';
import { DavError } from './errors.ts';
import { multistatus, type PropertyName } from './multistatus.ts';
import { applied } from './prefer.ts';
import { propertyRequestOf } from './propertyRequest.ts';
import { propertyResponse } from './propstats.ts';
import type { User } from './store/store.ts';
import { principalSubject } from './subjects.ts';
import { CALDAV, childOf, childrenOf, DAV, type XmlElement, xml } from './xml.ts';

interface SearchableProperty extends PropertyName {
  readonly description: string;
  readonly valuesOf: (user: User) => readonly string[];
}

const SEARCHABLE: readonly SearchableProperty[] = [
  { namespace: DAV, name: 'displayname', description: 'Name', valuesOf: (user) => [user.displayName] },
  {
    namespace: CALDAV,
    name: 'calendar-user-address-set',
    description: 'Calendar user address',
    valuesOf: (user) => user.addresses,
  },
  { namespace: CALDAV, name: 'calendar-user-type', description: 'Calendar user type', valuesOf: () => ['INDIVIDUAL'] },
];

type Test = (user: User) => boolean;

/** @throws DavError 400 without a criterion, and for any Depth but 0 */
export async function principalPropertySearch(
  context: DavContext,
  root: XmlElement,
  request: DavRequest,
): Promise<DavResponse> {
  requireDepth0(request);
  const tests = childrenOf(root, DAV, 'property-search').map(testOf);
  if (tests.length === 0) throw new DavError(400, 'A DAV:property-search element is missing.');
  const anyOf = root.attributes['test'] === 'anyof';
  const found = (await context.store.allUsers()).filter((user) =>
    anyOf ? tests.some((test) => test(user)) : tests.every((test) => test(user)),
  );
  const wanted = propertyRequestOf(root, request);
  const responses = [];
  for (const owner of found) responses.push(await propertyResponse(principalSubject(owner), wanted, context));
  return applied(multistatus(responses), request, 'return=minimal');
}

/** A case-insensitive substring test, RFC 3744 §9.4; properties that cannot be searched match nobody. */
function testOf(element: XmlElement): Test {
  const names = childOf(element, DAV, 'prop')?.children ?? [];
  const sought = (childOf(element, DAV, 'match')?.text ?? '').trim().toLowerCase();
  const properties = names.map(({ namespace, name }) =>
    SEARCHABLE.find((one) => one.namespace === namespace && one.name === name),
  );
  return (user) =>
    properties.length > 0 &&
    properties.every((property) => property?.valuesOf(user).some((value) => value.toLowerCase().includes(sought)));
}

/** Both reports are defined for Depth 0 only. */
function requireDepth0(request: DavRequest): void {
  if (depthOf(request, '0') !== '0') throw new DavError(400, 'Principals are searched with Depth 0.');
}

/** @throws DavError 400 for any Depth but 0 */
export function principalSearchPropertySet(request: DavRequest): DavResponse {
  requireDepth0(request);
  const properties = SEARCHABLE.map(({ namespace, name, description }) => {
    const element = { markup: `${namespace === DAV ? 'D' : 'C'}:${name}` };
    return xml`<D:principal-search-property><D:prop><${element}/></D:prop><D:description xml:lang="en">${description}</D:description></D:principal-search-property>`;
  });
  return {
    status: 200,
    body: xml`<D:principal-search-property-set xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${properties}</D:principal-search-property-set>`,
  };
}
