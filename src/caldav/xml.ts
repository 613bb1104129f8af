/**
 * XML answers, read with the platform's DOMParser: it knows namespaces, keeps text as text and loads nothing from outside.
 * tsdav's own parser drops namespaces and turns text into numbers (a calendar called "1.10" would become 1.1).
 */
import { CaldavError } from './errors.ts';

export const DAV = 'DAV:';
export const CALDAV = 'urn:ietf:params:xml:ns:caldav';
export const APPLE = 'http://apple.com/ns/ical/';

/** One DAV:response of a multistatus, RFC 4918 §14.24. */
export interface MultistatusResponse {
  /** Path on the server, as it wrote it. */
  readonly href: string;
  /** Of the whole response when it has one (a 404 in a multiget), else 200. */
  readonly status: number;
  /** The properties with a status of 2xx, by `namespace name`. */
  readonly properties: ReadonlyMap<string, Element>;
}

/**
 * Reads a DAV:multistatus, RFC 4918 §13. Relative and absolute hrefs both become paths.
 * @throws CaldavError `malformed` when it is none, or names another host
 */
export function readMultistatus(text: string, url: string): readonly MultistatusResponse[] {
  const root = readXml(text, url);
  if (root.namespaceURI !== DAV || root.localName !== 'multistatus') {
    throw malformed(url, `The answer is <${root.localName}> and not <multistatus>.`);
  }
  return childrenOf(root, DAV, 'response').map((response) => readResponse(response, url));
}

/**
 * The root element.
 * @throws CaldavError `malformed` when the text is not well-formed XML
 */
export function readXml(text: string, url: string): Element {
  const root = parse(text);
  if (root === undefined) throw malformed(url, 'The answer is not well-formed XML.');
  return root;
}

/** The precondition and the sentence of a DAV:error body, RFC 4918 §16; empty for any other body. */
export function readErrorBody(text: string): { readonly precondition?: string; readonly detail?: string } {
  const root = text.trimStart().startsWith('<') ? parse(text) : undefined;
  if (root === undefined || root.namespaceURI !== DAV || root.localName !== 'error') return {};
  const elements = Array.from(root.children);
  const precondition = elements.find((element) => element.localName !== 'responsedescription');
  const detail = elements.find((element) => element.localName === 'responsedescription')?.textContent?.trim();
  return {
    ...(precondition === undefined ? {} : { precondition: precondition.localName }),
    ...(detail ? { detail } : {}),
  };
}

/** The property, when the server gave it. */
export function propertyOf(response: MultistatusResponse, namespace: string, name: string): Element | undefined {
  return response.properties.get(`${namespace} ${name}`);
}

/** The text of a property without white space around it; undefined when absent or empty. */
export function propertyText(response: MultistatusResponse, namespace: string, name: string): string | undefined {
  return propertyOf(response, namespace, name)?.textContent?.trim() || undefined;
}

/** Child elements of that name. */
export function childrenOf(element: Element, namespace: string, name: string): readonly Element[] {
  return Array.from(element.children).filter((child) => child.namespaceURI === namespace && child.localName === name);
}

/** The hrefs inside an element. Values that are no URLs are left out. */
export function hrefsOf(element: Element | undefined): readonly string[] {
  if (element === undefined) return [];
  return childrenOf(element, DAV, 'href').flatMap((href) => href.textContent?.trim() || []);
}

/**
 * The path of an href on the server that gave it, RFC 4918 §8.3.
 * @throws CaldavError `malformed` for another origin: credentials must not follow
 */
export function pathOf(href: string, url: string): string {
  const base = new URL(url, 'http://same-origin.invalid');
  const resolved = URL.canParse(href, base.href) ? new URL(href, base) : undefined;
  if (resolved === undefined) throw malformed(url, `“${href.slice(0, 200)}” is no URL.`);
  if (resolved.host !== base.host) throw malformed(url, `“${href.slice(0, 200)}” lies on another server.`);
  return resolved.pathname;
}

function readResponse(response: Element, url: string): MultistatusResponse {
  const [href] = hrefsOf(response);
  if (href === undefined) throw malformed(url, 'A <response> has no <href>.');
  const properties = new Map<string, Element>();
  for (const propstat of childrenOf(response, DAV, 'propstat')) {
    if (!isSuccess(statusOf(propstat) ?? 200)) continue;
    for (const prop of childrenOf(propstat, DAV, 'prop')) {
      for (const property of Array.from(prop.children)) {
        properties.set(`${property.namespaceURI} ${property.localName}`, property);
      }
    }
  }
  return { href: pathOf(href, url), status: statusOf(response) ?? 200, properties };
}

function statusOf(element: Element): number | undefined {
  const line = childrenOf(element, DAV, 'status')[0]?.textContent ?? '';
  const status = /^\s*\S+\s+(\d{3})\b/.exec(line)?.[1];
  return status === undefined ? undefined : Number(status);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parse(text: string): Element | undefined {
  const document = new DOMParser().parseFromString(text, 'application/xml');
  const root = document.documentElement as Element | null;
  return root === null || document.getElementsByTagName('parsererror').length > 0 ? undefined : root;
}

function malformed(url: string, message: string): CaldavError {
  return new CaldavError('malformed', message, { url });
}
