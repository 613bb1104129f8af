/** What a resource answers to a request for properties, RFC 4918 §9.1. */
import type { DavContext } from './dav.ts';
import type { LiveProperty, Subject } from './liveProperty.ts';
import {
  type ElementWriter,
  elementOf,
  FORBIDDEN,
  NOT_FOUND,
  OK,
  type PropertyName,
  type Propstat,
  propertyElement,
  responseOf,
} from './multistatus.ts';
import { propertiesOf } from './properties.ts';
import type { PropertyRequest } from './propertyRequest.ts';
import { hrefOf, type ResourceKind } from './resources.ts';
import type { DeadProperty } from './store/store.ts';
import type { Markup } from './xml.ts';

/** The DAV:response of one resource, with the properties that were asked for. */
export async function propertyResponse(
  subject: Subject,
  request: PropertyRequest,
  context: DavContext,
): Promise<Markup> {
  return responseOf(hrefOf(subject.resource), await propstatsOf(subject, request, context));
}

/** The propstats of one resource. `extra` gives properties that are none of the resource's own, such as calendar-data. */
export async function propstatsOf(
  subject: Subject,
  request: PropertyRequest,
  context: DavContext,
  extra: (name: PropertyName) => Markup | undefined = () => undefined,
): Promise<readonly Propstat[]> {
  const dead = isOwnHome(subject, context) ? await context.store.homeProperties(context.user.id) : deadIn(subject);
  if (request.kind === 'propname') {
    const names = [...propertiesOf(subject.resource.kind), ...dead];
    return [{ status: OK, properties: names.map((property) => propertyElement(property)) }];
  }
  const found: Markup[] = [];
  const missing: Markup[] = [];
  const forbidden: Markup[] = [];
  for (const { name, property, element, empty } of asked(request, subject.resource.kind, dead)) {
    if (property?.needs && !subject.privileges.has(property.needs)) {
      forbidden.push(empty);
      continue;
    }
    const read = extra(name) ?? property?.read(subject, context);
    // Of thousands of members hardly any property has to be waited for.
    const value = read instanceof Promise ? await read : read;
    const kept = dead.find((one) => one.name === name.name && one.namespace === name.namespace);
    if (value !== undefined) found.push(element(value));
    else if (kept) found.push(kept);
    else if (request.kind === 'prop' && request.withMissing) missing.push(empty);
  }
  return [
    { status: OK, properties: found },
    { status: NOT_FOUND, properties: missing },
    { status: FORBIDDEN, properties: forbidden },
  ];
}

/** What clients keep for themselves in a home is nobody else's, though others may find shared calendars there. */
function isOwnHome({ resource, owner }: Subject, { user }: DavContext): boolean {
  return resource.kind === 'home' && owner?.id === user.id;
}

/** Of calendars, inboxes and outboxes; what lies in them has none. */
function deadIn({ collection, object }: Subject): readonly DeadProperty[] {
  return (object === undefined && collection?.properties.dead) || [];
}

interface AskedProperty {
  readonly name: PropertyName;
  /** Undefined when such resources have none of that name. */
  readonly property: LiveProperty | undefined;
  readonly element: ElementWriter;
  readonly empty: Markup;
}

const askedBefore = new WeakMap<PropertyRequest, Map<ResourceKind, readonly AskedProperty[]>>();

/** What a request asks of resources of a kind; where none has properties of its own, worked out once: there may be thousands. */
function asked(
  request: Exclude<PropertyRequest, { kind: 'propname' }>,
  kind: ResourceKind,
  dead: readonly PropertyName[],
): readonly AskedProperty[] {
  const byKind = askedBefore.get(request) ?? new Map<ResourceKind, readonly AskedProperty[]>();
  askedBefore.set(request, byKind);
  const before = dead.length === 0 ? byKind.get(kind) : undefined;
  if (before) return before;
  const own = propertiesOf(kind);
  const names =
    request.kind === 'prop' ? request.names : [...own.filter((one) => one.inAllprop), ...dead, ...request.include];
  const properties = uniqueNames(names).map((name) => ({
    name,
    property: own.find((one) => one.name === name.name && one.namespace === name.namespace),
    element: elementOf(name),
    empty: propertyElement(name),
  }));
  if (dead.length === 0) byKind.set(kind, properties);
  return properties;
}

function uniqueNames(names: readonly PropertyName[]): readonly PropertyName[] {
  const seen = new Map(names.map(({ namespace, name }) => [`{${namespace}}${name}`, { namespace, name }]));
  return [...seen.values()];
}
