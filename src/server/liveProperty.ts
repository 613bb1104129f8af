/** What a live property is, RFC 4918 §15, and what it is read from. */
import type { DavContext } from './dav.ts';
import type { PropertyName } from './multistatus.ts';
import type { Privilege } from './privileges.ts';
import type { Resource, ResourceKind } from './resources.ts';
import type { Collection, ObjectEntry, User } from './store/store.ts';
import { type Markup, xml } from './xml.ts';

/** A resource that exists, and what was read of it. */
export interface Subject {
  readonly resource: Resource;
  /** What the asker may do with it. */
  readonly privileges: ReadonlySet<Privilege>;
  /** The principal itself, or the owner of a calendar, home, object …; undefined for the rooms that are nobody's. */
  readonly owner?: User;
  readonly collection?: Collection;
  readonly object?: ObjectEntry;
}

export interface LiveProperty extends PropertyName {
  readonly kinds: readonly ResourceKind[];
  /** Whether DAV:allprop returns it; most CalDAV properties SHOULD NOT be. */
  readonly inAllprop: boolean;
  /** Beside DAV:read, RFC 3744 Appendix B. */
  readonly needs?: Privilege;
  readonly read: (subject: Subject, context: DavContext) => Markup | undefined | Promise<Markup | undefined>;
}

export const EVERY_KIND: readonly ResourceKind[] = [
  'root',
  'principals',
  'principal',
  'homes',
  'home',
  'calendar',
  'object',
  'inbox',
  'inbox-item',
  'outbox',
];

/** The content of a property that may not be set. */
export function optionalText(value: string | undefined): Markup | undefined {
  return value === undefined ? undefined : xml`${value}`;
}
