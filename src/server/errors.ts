/** Refusals of WebDAV requests: an HTTP status and, where one applies, the precondition element of RFC 4918 §16. */
import { type StorageFault, StorageFaultError } from './store/store.ts';
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
  /** Why the store could not do it; undefined where it is not to blame. */
  readonly fault: StorageFault | undefined;

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
    this.fault = options?.cause instanceof StorageFaultError ? options.cause.fault : undefined;
  }
}

const STORAGE_REFUSALS: Readonly<Record<StorageFault, readonly [number, string, PreconditionElement?]>> = {
  busy: [503, 'Another program is writing to the database. Please try again.'],
  // RFC 4331 §6 has the precondition for it.
  full: [507, 'There is no room left on the disk of the server. Nothing was stored.', 'D:sufficient-disk-space'],
  unusable: [503, 'The database cannot be read or written just now. Nothing was stored.'],
};

/** The refusal of a request that the store could not do; undefined for every other error. */
export function storageRefusal(error: unknown): DavError | undefined {
  if (!(error instanceof StorageFaultError)) return undefined;
  const [status, message, precondition] = STORAGE_REFUSALS[error.fault];
  return new DavError(status, message, precondition, undefined, { cause: error });
}

/** When to come again, RFC 9110 §10.2.3, in seconds: soon where others were writing, later where a person has to do something. */
export function retryAfter({ status, fault }: DavError): Readonly<Record<string, string>> {
  if (fault === 'full' || fault === 'unusable') return { 'retry-after': '60' };
  return status === 503 ? { 'retry-after': '1' } : {};
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
