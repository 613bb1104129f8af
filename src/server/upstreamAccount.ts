/** Signing in to an upstream: discovery with the person's credentials, RFC 6764 §6, RFC 4791 §6.2.1, RFC 6638 §2. */
import { isPlainPath, locationDown, readGatewayAddress } from './gatewayAddress.ts';
import { headersDown } from './gatewayHeaders.ts';
import { readBody, requestUpstream, UpstreamError } from './upstreamRequest.ts';
import type { GatewayLimits, Upstream } from './upstreams.ts';
import { CALDAV, childOf, childrenOf, DAV, InvalidXmlError, parseXml, type XmlElement } from './xml.ts';

/** A person's account on an upstream. */
export interface UpstreamAccount {
  readonly username: string;
  readonly displayName: string;
  /** Path of the principal on the upstream. */
  readonly principal: string;
  /** CALDAV:calendar-user-address-set, RFC 6638 §2.4.1; mail addresses first. */
  readonly addresses: readonly string[];
  /** The classes of the DAV header, RFC 4918 §10.1, such as `calendar-auto-schedule`. */
  readonly capabilities: readonly string[];
  /** Headers that tell which product answered, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export type SignInFailure =
  | 'unreachable'
  | 'timeout'
  | 'tls'
  /** Something answers, but it is no CalDAV server, or this account has no calendars there. */
  | 'no-caldav'
  /** It sends people on to another origin. */
  | 'elsewhere';

/** What came of signing in to an upstream. */
export type UpstreamSignIn =
  | { readonly kind: 'verified'; readonly account: UpstreamAccount; readonly authorization: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'failed'; readonly reason: SignInFailure };

interface Ask {
  readonly upstream: Upstream;
  readonly authorization: string;
  readonly limits: GatewayLimits;
  /** Filled on the way: what all answers say about the product. */
  readonly headers: Record<string, string>;
}

interface Found {
  /** Where the answer came from, after redirects. */
  readonly path: string;
  /** The properties with a status of 2xx of the first response. */
  readonly properties: readonly XmlElement[];
}

class WrongCredentials extends Error {}
class Failed extends Error {
  readonly reason: SignInFailure;
  constructor(reason: SignInFailure) {
    super(reason);
    this.reason = reason;
  }
}

const WELL_KNOWN = '/.well-known/caldav';
const MAX_REDIRECTS = 5;
const MAX_ANSWER = 1_000_000;
const PRINCIPAL = '<D:current-user-principal/>';
const ACCOUNT = '<D:displayname/><C:calendar-home-set/><C:calendar-user-address-set/>';
// biome-ignore lint/suspicious/noControlCharactersInRegex: what RFC 7617 excludes from names and passwords
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Verifies name and password at the upstream, and finds the account. Nothing outside the upstream's origin is asked. */
export async function signInUpstream(
  upstream: Upstream,
  credentials: { readonly username: string; readonly password: string },
  limits: GatewayLimits,
): Promise<UpstreamSignIn> {
  const { username, password } = credentials;
  if (username.includes(':') || CONTROL.test(username + password)) return { kind: 'wrong' };
  const authorization = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  const ask: Ask = { upstream, authorization, limits, headers: {} };
  try {
    const principal = await findPrincipal(ask);
    return { kind: 'verified', authorization, account: await readAccount(ask, principal, username) };
  } catch (error) {
    if (error instanceof WrongCredentials) return { kind: 'wrong' };
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

/** DAV:current-user-principal at the address that the operator gave, else at the well-known one. */
async function findPrincipal(ask: Ask): Promise<string> {
  const { pathname } = ask.upstream.url;
  // A bare host means: look where RFC 6764 §5 says. A path is the operator's word, RFC 6764 §6.
  const starts = pathname === '/' ? [WELL_KNOWN, pathname] : [pathname, WELL_KNOWN];
  let failure = new Failed('no-caldav');
  for (const start of starts) {
    try {
      const found = await propfind(ask, start, PRINCIPAL);
      const principal = found && hrefIn(ask, found, DAV, 'current-user-principal');
      if (principal !== undefined) return principal;
    } catch (error) {
      // A wrong turn at one address may be right at the other; no connection stays none.
      if (!(error instanceof Failed)) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function readAccount(ask: Ask, principal: string, username: string): Promise<UpstreamAccount> {
  const found = await propfind(ask, principal, ACCOUNT);
  const home = found && hrefIn(ask, found, CALDAV, 'calendar-home-set');
  if (found === undefined || home === undefined) throw new Failed('no-caldav');
  const options = await send(ask, 'OPTIONS', home);
  options.body.destroy();
  const set = propertyOf(found, CALDAV, 'calendar-user-address-set');
  const addresses = set === undefined ? [] : hrefsOf(set);
  return {
    username,
    displayName: propertyOf(found, DAV, 'displayname')?.text.trim() || username,
    principal,
    addresses: [...addresses.filter(isMail), ...addresses.filter((address) => !isMail(address))],
    capabilities: (ask.headers['dav'] ?? '').split(',').flatMap((item) => item.trim() || []),
    headers: ask.headers,
  };
}

/** Follows redirects within the origin. Undefined when what answers is no WebDAV resource. */
async function propfind(ask: Ask, start: string, properties: string): Promise<Found | undefined> {
  const prop = `<D:prop>${properties}</D:prop>`;
  const xml = `<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${prop}</D:propfind>`;
  let path = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const { status, headers, body } = await send(ask, 'PROPFIND', path, Buffer.from(xml));
    if (status === 207) return readFirst(path, await readBody(body, MAX_ANSWER));
    body.destroy();
    if (status === 401) throw new WrongCredentials();
    if (status < 300 || status > 399 || headers.location === undefined) return undefined;
    const location = locationDown(headers.location, ask.upstream, path);
    path = (location && readGatewayAddress(location)?.path) ?? '';
    if (path === '') throw new Failed('elsewhere');
  }
  return undefined;
}

async function send(ask: Ask, method: string, path: string, body?: Uint8Array) {
  const { upstream, authorization, limits } = ask;
  const xml = body === undefined ? {} : { depth: '0', 'content-type': 'application/xml; charset=utf-8' };
  const headers = { 'user-agent': 'Convoke', authorization, ...xml };
  const answer = await requestUpstream(upstream, { method, path, headers, body }, limits);
  Object.assign(ask.headers, headersDown(answer.headers));
  return answer;
}

function readFirst(path: string, body: Uint8Array): Found | undefined {
  const root = parseXml(body);
  const response = root.namespace === DAV && root.name === 'multistatus' ? childOf(root, DAV, 'response') : undefined;
  if (response === undefined) return undefined;
  const properties = childrenOf(response, DAV, 'propstat').flatMap((propstat) => {
    const isFound = /^\s*\S+\s+2\d\d\b/.test(childOf(propstat, DAV, 'status')?.text ?? '');
    return isFound ? (childOf(propstat, DAV, 'prop')?.children ?? []) : [];
  });
  return { path, properties };
}

function propertyOf({ properties }: Found, namespace: string, name: string): XmlElement | undefined {
  return properties.find((property) => property.namespace === namespace && property.name === name);
}

function hrefsOf(property: XmlElement): readonly string[] {
  return childrenOf(property, DAV, 'href').flatMap(({ text }) => text.trim() || []);
}

/** The path in a property with one DAV:href. @throws WrongCredentials, Failed */
function hrefIn(ask: Ask, found: Found, namespace: string, name: string): string | undefined {
  const property = propertyOf(found, namespace, name);
  if (property === undefined) return undefined;
  // Some servers answer everybody, and say here that they did not know him, RFC 5397 §3.
  if (childOf(property, DAV, 'unauthenticated')) throw new WrongCredentials();
  const [href] = hrefsOf(property);
  if (href === undefined) return undefined;
  const { origin, host } = ask.upstream.url;
  const address = URL.canParse(href, origin + found.path) ? new URL(href, origin + found.path) : undefined;
  // Behind a proxy servers may write http: only the path is taken, so that the scheme does not matter.
  if (address?.host !== host || !isPlainPath(address.pathname)) throw new Failed('elsewhere');
  return address.pathname;
}

function isMail(address: string): boolean {
  return /^mailto:/i.test(address);
}

function reasonOf(error: unknown): SignInFailure {
  if (error instanceof Failed) return error.reason;
  if (error instanceof InvalidXmlError) return 'no-caldav';
  if (!(error instanceof UpstreamError)) throw error;
  return {
    unreachable: 'unreachable',
    timeout: 'timeout',
    tls: 'tls',
    'too-large': 'no-caldav',
    malformed: 'no-caldav',
  }[error.failure] as SignInFailure;
}
