/** DAV:multistatus, RFC 4918 §13. */
import type { DavResponse } from './dav.ts';
import { APPLE_ICAL, CALDAV, CALENDAR_SERVER, DAV, type Markup, xml } from './xml.ts';

/** The name of a property, RFC 4918 §4.4. */
export interface PropertyName {
  readonly namespace: string;
  readonly name: string;
}

/** Properties that share a status. */
export interface Propstat {
  readonly status: string;
  readonly properties: readonly Markup[];
}

export const OK = 'HTTP/1.1 200 OK';
export const FORBIDDEN = 'HTTP/1.1 403 Forbidden';
export const CONFLICT = 'HTTP/1.1 409 Conflict';
export const NOT_FOUND = 'HTTP/1.1 404 Not Found';
export const FAILED_DEPENDENCY = 'HTTP/1.1 424 Failed Dependency';
export const INSUFFICIENT_STORAGE = 'HTTP/1.1 507 Insufficient Storage';

const PREFIXES: Readonly<Record<string, string>> = {
  [DAV]: 'D',
  [CALDAV]: 'C',
  [CALENDAR_SERVER]: 'CS',
  [APPLE_ICAL]: 'A',
};

/** An element of a property's name, with what it contains. The prefixes D, C, CS and A are those of `multistatus`. */
export function propertyElement(name: PropertyName, content?: Markup): Markup {
  return elementOf(name)(content);
}

/** Writes elements of a property's name. */
export type ElementWriter = (content: Markup | undefined) => Markup;

/** As `propertyElement`, for many: what they have in common is made once. */
export function elementOf({ namespace, name }: PropertyName): ElementWriter {
  const prefix = Object.hasOwn(PREFIXES, namespace) ? PREFIXES[namespace] : undefined;
  if (prefix !== undefined) return element(`${prefix}:${name}`, '');
  if (namespace === '') return element(name, ' xmlns=""');
  return element(`x:${name}`, xml` xmlns:x="${namespace}"`.markup);
}

/** Plain concatenation, since a multistatus may have a hundred thousand of them; names come from XML that was read. */
function element(name: string, attributes: string): ElementWriter {
  const empty: Markup = { markup: `<${name}${attributes}/>` };
  const start = `<${name}${attributes}>`;
  const end = `</${name}>`;
  return (content) =>
    content === undefined || content.markup === '' ? empty : { markup: start + content.markup + end };
}

/** A DAV:response with propstats; those without properties are left out, but one is always there. */
export function responseOf(href: string, propstats: readonly Propstat[]): Markup {
  const filled = propstats.filter((propstat) => propstat.properties.length > 0);
  const shown = filled.length > 0 ? filled : [{ status: OK, properties: [] }];
  let parts = '';
  for (const { status, properties } of shown) {
    parts += '<D:propstat><D:prop>';
    for (const { markup } of properties) parts += markup;
    parts += `</D:prop><D:status>${status}</D:status></D:propstat>`;
  }
  return { markup: `<D:response><D:href>${xml`${href}`.markup}</D:href>${parts}</D:response>` };
}

/** A DAV:response about the resource as a whole. */
export function statusResponse(href: string, status: string, error?: Markup): Markup {
  const element = error && xml`<D:error>${error}</D:error>`;
  return xml`<D:response><D:href>${href}</D:href><D:status>${status}</D:status>${element}</D:response>`;
}

export function multistatus(responses: readonly Markup[], syncToken?: string): DavResponse {
  const token = syncToken === undefined ? undefined : xml`<D:sync-token>${syncToken}</D:sync-token>`;
  return { status: 207, body: propstatDocument('D:multistatus', [...responses, ...(token ? [token] : [])]) };
}

/** A root element with the declarations of the prefixes that `propertyElement` writes. */
export function propstatDocument(root: 'D:multistatus' | 'D:mkcol-response', content: readonly Markup[]): Markup {
  const name: Markup = { markup: root };
  return xml`<${name} xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/">${content}</${name}>`;
}
