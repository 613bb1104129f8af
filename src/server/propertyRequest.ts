/** Which properties a request asks for: DAV:prop, DAV:allprop and DAV:propname, RFC 4918 §9.1. */
import type { DavRequest } from './dav.ts';
import type { PropertyName } from './multistatus.ts';
import { prefers } from './prefer.ts';
import { childOf, DAV, type XmlElement } from './xml.ts';

/** Which properties a request asks for, RFC 4918 §9.1. */
export type PropertyRequest =
  | {
      readonly kind: 'prop';
      readonly names: readonly PropertyName[];
      /** Whether to say which of them the resource does not have. */
      readonly withMissing: boolean;
    }
  | { readonly kind: 'allprop'; readonly include: readonly PropertyName[] }
  | { readonly kind: 'propname' };

/**
 * Reads DAV:prop, DAV:allprop or DAV:propname inside a request's root element; allprop when none stands there. With
 * `Prefer: return=minimal` missing properties are not mentioned (RFC 8144).
 */
export function propertyRequestOf(root: XmlElement | undefined, request: DavRequest): PropertyRequest {
  const prop = root && childOf(root, DAV, 'prop');
  if (prop) return { kind: 'prop', names: prop.children, withMissing: !prefers(request, 'return=minimal') };
  if (root && childOf(root, DAV, 'propname')) return { kind: 'propname' };
  return { kind: 'allprop', include: (root && childOf(root, DAV, 'include'))?.children ?? [] };
}
