/** XML in (saxes, with namespaces and limits) and out (tagged templates that escape), RFC 4918 §8.2 and §17. */
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element as it was read. Attributes go by their local names: DAV and CalDAV attributes are in no namespace. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, without that of its children. */
  readonly text: string;
  /** Character data and children in the order in which they stand. */
  readonly content: readonly (XmlElement | string)[];
  /** As the document writes it; empty without one. */
  readonly prefix: string;
  /** All attributes but declarations of namespaces. */
  readonly written: readonly XmlAttribute[];
  /** The `xml:lang` in whose scope the element stands. */
  readonly language: string | undefined;
}

/** An attribute as it was read; `namespace` and `prefix` are empty for one in no namespace. */
export interface XmlAttribute {
  readonly namespace: string;
  readonly prefix: string;
  readonly name: string;
  readonly value: string;
}

/** XML that is already escaped. */
export interface Markup {
  readonly markup: string;
}

/** XML that is not well-formed, too deep, or carries a document type. */
export class InvalidXmlError extends Error {
  override readonly name = 'InvalidXmlError';
}

export const DAV = 'DAV:';
export const CALDAV = 'urn:ietf:params:xml:ns:caldav';
/** Apple's calendarserver.org extensions (getctag). */
export const CALENDAR_SERVER = 'http://calendarserver.org/ns/';
/** Apple's calendar-color and calendar-order. */
export const APPLE_ICAL = 'http://apple.com/ns/ical/';

/** Elements nested deeper are refused: saxes takes quadratic time in depth, and no DAV body needs a tenth of it. */
const MAX_DEPTH = 64;
/** Elements in one body; 10,000 hrefs of a calendar-multiget are well within. */
const MAX_ELEMENTS = 50_000;

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  readonly content: (XmlElement | string)[];
  text: string;
}

/**
 * Reads an XML document in UTF-8. Document types, and with them entities, are refused (RFC 4918 §20.6).
 * @throws InvalidXmlError
 */
export function parseXml(body: Uint8Array): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on('doctype', () => {
    throw new InvalidXmlError('The XML carries a document type, which is not accepted.');
  });
  parser.on('error', (error) => {
    throw new InvalidXmlError(`The XML is not well-formed: ${error.message}.`);
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= MAX_DEPTH) throw new InvalidXmlError(`The XML is nested deeper than ${MAX_DEPTH} elements.`);
    if (elements > MAX_ELEMENTS) throw new InvalidXmlError(`The XML has more than ${MAX_ELEMENTS} elements.`);
    const attributes = Object.fromEntries(
      Object.values(tag.attributes).map((attribute) => [attribute.local, attribute.value]),
    );
    const parent = open.at(-1);
    const element: OpenElement = {
      namespace: tag.uri,
      name: tag.local,
      attributes,
      children: [],
      text: '',
      content: [],
      prefix: tag.prefix,
      written: writtenAttributes(tag),
      language: tag.attributes['xml:lang']?.value ?? parent?.language,
    };
    parent?.children.push(element);
    parent?.content.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string): void => {
    const current = open.at(-1);
    if (current === undefined) return;
    current.text += text;
    current.content.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(decodeUtf8(body)).close();
  if (root === undefined) throw new InvalidXmlError('The XML has no element.');
  return root;
}

function writtenAttributes({ attributes }: SaxesTagNS): readonly XmlAttribute[] {
  return Object.values(attributes).flatMap(({ uri, prefix, local, name, value }) =>
    prefix === 'xmlns' || name === 'xmlns' ? [] : [{ namespace: uri, prefix, name: local, value }],
  );
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new InvalidXmlError('The XML is not in UTF-8.', { cause });
  }
}

/** The children with that name. */
export function childrenOf(element: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.namespace === namespace && child.name === name);
}

/** The first child with that name, or undefined. */
export function childOf(element: XmlElement, namespace: string, name: string): XmlElement | undefined {
  return element.children.find((child) => child.namespace === namespace && child.name === name);
}

type Interpolation = Markup | readonly Markup[] | string | number | undefined;

/** Builds XML; every interpolated string is escaped, `undefined` leaves nothing, other results of `xml` go in as they are. */
export function xml(strings: TemplateStringsArray, ...values: readonly Interpolation[]): Markup {
  let markup = strings[0] ?? '';
  for (let index = 0; index < values.length; index++) markup += written(values[index]) + (strings[index + 1] ?? '');
  return { markup };
}

/**
 * An element as it was read, on its own: with the declarations of the namespaces it uses and the language in whose scope it
 * stood, prefixes and the order of its content as they were (RFC 4918 §4.3).
 */
export function elementMarkup(element: XmlElement): Markup {
  return copied(element, element.language);
}

function copied(element: XmlElement, language?: string): Markup {
  const { namespace, prefix, name, written, content } = element;
  const closing: Markup = { markup: prefix === '' ? name : `${prefix}:${name}` };
  const declared = new Map([[prefix, namespace]]);
  for (const one of written) if (one.prefix !== '' && one.prefix !== 'xml') declared.set(one.prefix, one.namespace);
  const declarations = [...declared].map(([declaredPrefix, uri]) =>
    copiedAttribute(declaredPrefix === '' ? 'xmlns' : `xmlns:${declaredPrefix}`, uri),
  );
  const attributes = written.map((one) =>
    copiedAttribute(one.prefix === '' ? one.name : `${one.prefix}:${one.name}`, one.value),
  );
  const hasLanguage = written.some((one) => one.prefix === 'xml' && one.name === 'lang');
  const inherited = language === undefined || hasLanguage ? undefined : copiedAttribute('xml:lang', language);
  const opening = xml`${closing}${declarations}${attributes}${inherited}`;
  if (content.length === 0) return xml`<${opening}/>`;
  const inner = content.map((part) => (typeof part === 'string' ? xml`${part}` : copied(part)));
  return xml`<${opening}>${inner}</${closing}>`;
}

/** Tabs and line feeds as references, else a parser would read them as spaces. */
function copiedAttribute(name: string, value: string): Markup {
  const escaped = escapeXml(value).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
  return { markup: ` ${name}="${escaped}"` };
}

/** A whole document around a root element. */
export function xmlDocument(root: Markup): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${root.markup}\n`;
}

function written(value: Interpolation): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map((part) => part.markup).join('');
}

/**
 * What cannot stand as it is. CR is written as a character reference, else a parser would read CRLF as LF and calendar data would
 * change. What XML 1.0 cannot carry, not even as a reference, is replaced: most control characters, lone surrogates, U+FFFE and U+FFFF.
 */
const SPECIAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range that XML excludes
  /[&<>"'\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu;
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

/** From one special character to the next: several times as fast as `replace`, and an answer may have a hundred thousand texts. */
function escapeXml(text: string): string {
  let escaped = '';
  let from = 0;
  SPECIAL.lastIndex = 0;
  while (SPECIAL.test(text)) {
    const at = SPECIAL.lastIndex - 1;
    escaped += text.slice(from, at) + (ESCAPED[text.charAt(at)] ?? '\ufffd');
    from = SPECIAL.lastIndex;
  }
  return from === 0 ? text : escaped + text.slice(from);
}
