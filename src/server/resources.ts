/** The resources of the embedded server and their paths: what a URL names, before anybody asks whether it exists. */

/** What a path below `/dav/` names. `user`, `calendar` and `file` are decoded segments. */
export type Resource =
  | { readonly kind: 'root' }
  | { readonly kind: 'principals' }
  | { readonly kind: 'principal'; readonly user: string }
  | { readonly kind: 'homes' }
  | { readonly kind: 'home'; readonly user: string }
  | { readonly kind: 'calendar'; readonly user: string; readonly calendar: string }
  | { readonly kind: 'object'; readonly user: string; readonly calendar: string; readonly file: string }
  | { readonly kind: 'inbox'; readonly user: string }
  | { readonly kind: 'inbox-item'; readonly user: string; readonly file: string }
  | { readonly kind: 'outbox'; readonly user: string };

export type ResourceKind = Resource['kind'];

const MAX_SEGMENT = 255;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters never belong to a name
const FORBIDDEN_IN_SEGMENT = /[\u0000-\u001f\u007f/\\]/;

/**
 * Reads a URL's path (or an absolute URL, as clients may write in DAV:href). Undefined when it names nothing here: dot
 * segments, encoded slashes, control characters, broken escapes and empty segments never name a resource.
 */
export function parseResource(url: string): Resource | undefined {
  const path = pathOf(url);
  if (path === '/dav') return { kind: 'root' };
  if (!path.startsWith('/dav/')) return undefined;
  const written = path.slice('/dav/'.length).split('/');
  const isCollectionPath = written.at(-1) === '';
  if (isCollectionPath) written.pop();
  const segments = written.map(decodeSegment);
  if (segments.some((segment) => segment === undefined)) return undefined;
  return resourceOf(segments as readonly string[], isCollectionPath);
}

/** The path of a resource, each segment encoded; collections end in a slash. */
export function hrefOf(resource: Resource): string {
  switch (resource.kind) {
    case 'root':
      return '/dav/';
    case 'principals':
      return '/dav/principals/';
    case 'principal':
      return `/dav/principals/${encoded(resource.user)}/`;
    case 'homes':
      return '/dav/calendars/';
    case 'home':
      return `/dav/calendars/${encoded(resource.user)}/`;
    case 'calendar':
      return `/dav/calendars/${encoded(resource.user)}/${encoded(resource.calendar)}/`;
    case 'object':
      return `/dav/calendars/${encoded(resource.user)}/${encoded(resource.calendar)}/${encoded(resource.file)}`;
    case 'inbox':
    case 'outbox':
      return `/dav/calendars/${encoded(resource.user)}/${resource.kind}/`;
    case 'inbox-item':
      return `/dav/calendars/${encoded(resource.user)}/inbox/${encoded(resource.file)}`;
  }
}

/** Most names need nothing. */
const UNRESERVED = /^[\w.~-]*$/;

function encoded(segment: string): string {
  return UNRESERVED.test(segment) ? segment : encodeURIComponent(segment);
}

/** The calendar, inbox or outbox that a resource is or lies in; undefined outside of them. */
export function collectionOf(
  resource: Resource,
): Extract<Resource, { kind: 'calendar' | 'inbox' | 'outbox' }> | undefined {
  switch (resource.kind) {
    case 'calendar':
    case 'inbox':
    case 'outbox':
      return resource;
    case 'object':
      return { kind: 'calendar', user: resource.user, calendar: resource.calendar };
    case 'inbox-item':
      return { kind: 'inbox', user: resource.user };
    default:
      return undefined;
  }
}

/** The collection whose member a resource is; the root is its own. */
export function parentOf(resource: Resource): Resource {
  switch (resource.kind) {
    case 'root':
    case 'principals':
    case 'homes':
      return { kind: 'root' };
    case 'principal':
      return { kind: 'principals' };
    case 'home':
      return { kind: 'homes' };
    case 'calendar':
    case 'inbox':
    case 'outbox':
      return { kind: 'home', user: resource.user };
    case 'object':
    case 'inbox-item':
      return collectionOf(resource) ?? { kind: 'root' };
  }
}

function pathOf(url: string): string {
  const withoutOrigin = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const end = withoutOrigin.search(/[?#]/);
  return end < 0 ? withoutOrigin : withoutOrigin.slice(0, end);
}

function decodeSegment(written: string): string | undefined {
  let segment: string;
  try {
    segment = decodeURIComponent(written);
  } catch {
    return undefined;
  }
  return isMemberName(segment) ? segment : undefined;
}

/** Whether a resource can have the name. */
export function isMemberName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= MAX_SEGMENT && !FORBIDDEN_IN_SEGMENT.test(name);
}

function resourceOf(segments: readonly string[], isCollectionPath: boolean): Resource | undefined {
  const [room, user, collection, file, ...rest] = segments;
  if (room === undefined) return { kind: 'root' };
  if (rest.length > 0) return undefined;
  if (room === 'principals') {
    if (collection !== undefined) return undefined;
    return user === undefined ? { kind: 'principals' } : { kind: 'principal', user };
  }
  if (room !== 'calendars') return undefined;
  if (user === undefined) return { kind: 'homes' };
  if (collection === undefined) return { kind: 'home', user };
  if (file === undefined) {
    if (collection === 'inbox' || collection === 'outbox') return { kind: collection, user };
    return { kind: 'calendar', user, calendar: collection };
  }
  if (isCollectionPath || collection === 'outbox') return undefined;
  return collection === 'inbox'
    ? { kind: 'inbox-item', user, file }
    : { kind: 'object', user, calendar: collection, file };
}
