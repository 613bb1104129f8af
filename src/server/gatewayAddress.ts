/** Addresses on both sides of the gateway: `/gateway/<name>/<path>` here is `<path>` on the upstream of that name. */
import type { Upstream } from './upstreams.ts';

export interface GatewayAddress {
  readonly name: string;
  /** Path on the upstream, escaped as it came. */
  readonly path: string;
}

const PREFIX = '/gateway/';
const ADDRESS = /^\/gateway\/([A-Za-z0-9._-]{1,64})(\/.*)$/;
/** Paths only: no query, no fragment, and nothing that one server reads as a slash and the next one does not. */
const NOT_IN_PATH = /[^\x21-\x7e]|[\\?#]|%(?![0-9a-f]{2})|%[01][0-9a-f]|%7f|%5c/i;

/** What a request's raw target asks for; undefined when it is nothing that may be passed on. */
export function readGatewayAddress(target: string): GatewayAddress | undefined {
  const [, name, path] = ADDRESS.exec(target) ?? [];
  return name !== undefined && path !== undefined && isPlainPath(path) ? { name, path } : undefined;
}

/** Whether a path means the same to every server: absolute, without `.` or `..` or empty segments however they are escaped. */
export function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || NOT_IN_PATH.test(path)) return false;
  const segments = path.replace(/%2e/gi, '.').replace(/%2f/gi, '/').slice(1).split('/');
  return segments.every((segment, index) => {
    // Some servers cut parameters (`;x`) off a segment first.
    const name = segment.split(';', 1)[0];
    const isEmpty = segment === '' && index < segments.length - 1;
    return !isEmpty && name !== '.' && name !== '..';
  });
}

/**
 * The Destination header for the upstream, RFC 4918 §10.3: an address of this gateway or one of the upstream itself.
 * Undefined for any other.
 */
export function destinationUp(written: string, upstream: Upstream, host: string | undefined): string | undefined {
  const address = URL.canParse(written) ? new URL(written) : undefined;
  if (address === undefined) return pathUp(written, upstream);
  if (address.username !== '' || address.password !== '') return undefined;
  const path = rawPathOf(written);
  if (address.origin === upstream.url.origin) return isPlainPath(path) ? upstream.url.origin + path : undefined;
  return address.host === host ? pathUp(path, upstream) : undefined;
}

/** The Location header for the browser; undefined when it leaves the upstream's origin, or carries a query. */
export function locationDown(written: string, upstream: Upstream, requested: string): string | undefined {
  const base = upstream.url.origin + requested;
  if (!URL.canParse(written, base)) return undefined;
  const { origin, username, password, search, pathname } = new URL(written, base);
  if (origin !== upstream.url.origin || username !== '' || password !== '' || search !== '') return undefined;
  return isPlainPath(pathname) ? `${PREFIX}${upstream.name}${pathname}` : undefined;
}

function pathUp(written: string, upstream: Upstream): string | undefined {
  const address = readGatewayAddress(written);
  return address?.name === upstream.name ? upstream.url.origin + address.path : undefined;
}

/** The path as it is written: URL would tidy `..` away. */
function rawPathOf(absolute: string): string {
  return /^[a-z]+:\/\/[^/\\?#]*(.*)$/i.exec(absolute)?.[1] ?? '';
}
