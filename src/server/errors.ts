/** Refusals of WebDAV requests: an HTTP status and, where one applies, the precondition element of RFC 4918 §16. */
import { type Markup, xml } from './xml.ts';

/** Where a precondition's element lives: `D` DAV:, `C` urn:ietf:params:xml:ns:caldav. */
export type PreconditionElement = `${'D' | 'C'}:${string}`;

/** A refused request. `message` is one English sentence for the person; it never carries credentials. */
export class DavError extends Error {
  override readonly name = 'DavError';
  readonly status: number;
  readonly precondition: PreconditionElement | undefined;
  /** What stands inside the precondition element, such as the DAV:href of RFC 6638 §3.2.4.1. */
  readonly content: Markup | undefined;

  constructor(
    status: number,
    message: string,
    precondition?: PreconditionElement,
    content?: Markup,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    this.precondition = precondition;
    this.content = content;
  }
}

/** The DAV:error body of a refusal, RFC 4918 §14.5; undefined when no precondition applies and plain text will do. */
export function errorBody(error: DavError): Markup | undefined {
  if (error.precondition === undefined) return undefined;
  return xml`<D:error xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${emptyOr(
    error.precondition,
    error.content,
  )}<D:responsedescription>${error.message}</D:responsedescription></D:error>`;
}

function emptyOr(element: PreconditionElement, content: Markup | undefined): Markup {
  const name: Markup = { markup: element };
  return content === undefined ? xml`<${name}/>` : xml`<${name}>${content}</${name}>`;
}

/** An unexpected error without its message, which may quote calendar data. */
export function describeError(error: unknown): { readonly type: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { type: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, at: frames.map((line) => line.trim()) };
}
