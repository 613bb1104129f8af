/** The HTTP side of CalDAV: one client a session, over tsdav. The only importer of tsdav is this file. */
import { createObject, davRequest, deleteObject, propfind, updateObject } from 'tsdav';
import { CaldavError, kindOfStatus } from './errors.ts';
import { type Gateway, gatewayFetch } from './gateway.ts';
import { type MultistatusResponse, readErrorBody, readMultistatus } from './xml.ts';

/**
 * Which tag of a server tells that an object changed: the Schedule-Tag, which survives merged replies (RFC 6638 §3.2.10), or the ETag
 * for servers whose Schedule-Tag cannot be relied on: some let stale ones pass and so lose replies.
 */
export type WriteTag = 'schedule-tag' | 'etag';

export interface CaldavClientOptions {
  /** Origin that is asked, for example `http://127.0.0.1:8800`; the app passes its own. */
  readonly origin: string;
  /** The server is another one, reached through `origin`: its own URLs are then the ones that the client takes and gives. */
  readonly gateway?: Gateway | undefined;
  /** Which tag of this server changes are made conditional on; the Schedule-Tag if absent. */
  readonly writeTag?: WriteTag | undefined;
  /** The session's token for X-CSRF-Token; undefined without a session. Asked before every request. */
  readonly csrfToken?: () => string | undefined;
  /** Sent with every request, for example an Authorization header. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called on a 401. Resolves to `true` once somebody has signed in again: the request is then repeated, once. */
  readonly signInAgain?: () => Promise<boolean>;
  readonly fetch?: typeof fetch;
}

/** An element of a request body in xml-js's compact form, as tsdav takes it; names without prefix are DAV:. */
export type XmlBody = Readonly<Record<string, unknown>>;

export interface CaldavAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

type TsdavCall = (through: { readonly fetch: typeof fetch; readonly fetchOptions: RequestInit }) => Promise<unknown>;

const NAMESPACES = {
  'xmlns:d': 'DAV:',
  'xmlns:c': 'urn:ietf:params:xml:ns:caldav',
  'xmlns:ca': 'http://apple.com/ns/ical/',
};
/** RFC 5545 §8.1 */
const CALENDAR_TYPE = 'text/calendar; charset=utf-8';
const XML_TYPE = 'application/xml; charset=utf-8';

export class CaldavClient {
  /** Of the server itself. */
  readonly origin: string;
  readonly writeTag: WriteTag;
  readonly #options: CaldavClientOptions;

  constructor(options: CaldavClientOptions) {
    this.origin = options.gateway?.origin ?? options.origin;
    this.writeTag = options.writeTag ?? 'schedule-tag';
    this.#options = options;
  }

  /** PROPFIND, RFC 4918 §9.1. @throws CaldavError */
  async propfind(
    path: string,
    depth: '0' | '1',
    properties: XmlBody,
    options: RequestOptions = {},
  ): Promise<readonly MultistatusResponse[]> {
    const url = this.#resolve(path);
    const answer = await this.#send(url, options, (through) => propfind({ url, props: properties, depth, ...through }));
    return readMultistatus(answer.text, answer.url);
  }

  /** REPORT, RFC 3253 §3.6. `body` holds the one root element. @throws CaldavError */
  async report(
    path: string,
    depth: '0' | '1',
    body: XmlBody,
    options: RequestOptions = {},
  ): Promise<readonly MultistatusResponse[]> {
    const url = this.#resolve(path);
    const init = { method: 'REPORT', namespace: 'd', attributes: NAMESPACES, body, headers: { depth } } as const;
    const answer = await this.#send(url, options, (through) => davRequest({ url, init, ...through }));
    return readMultistatus(answer.text, answer.url);
  }

  /** GET. @throws CaldavError */
  async get(path: string, options: RequestOptions = {}): Promise<CaldavAnswer> {
    const url = this.#resolve(path);
    return this.#send(url, options, ({ fetch: send, fetchOptions }) => send(url, { ...fetchOptions, method: 'GET' }));
  }

  /** PUT of calendar data; preconditions go into `headers`. @throws CaldavError */
  async put(path: string, data: string, headers: Readonly<Record<string, string>>): Promise<CaldavAnswer> {
    const url = this.#resolve(path);
    const sent = { headers: { 'Content-Type': CALENDAR_TYPE, ...headers } };
    const create = 'If-None-Match' in headers;
    // tsdav's `etag` stays unset: it would add an If-Match beside If-Schedule-Tag-Match, and every reply would fail it.
    return this.#send(url, sent, (through) => (create ? createObject : updateObject)({ url, data, ...through }));
  }

  /** DELETE; preconditions go into `headers`. @throws CaldavError */
  async delete(path: string, headers: Readonly<Record<string, string>> = {}): Promise<CaldavAnswer> {
    const url = this.#resolve(path);
    return this.#send(url, { headers }, (through) => deleteObject({ url, ...through }));
  }

  /** The methods of a resource by its Allow header; undefined when the server does not say. @throws CaldavError */
  async allowedMethods(path: string, options: RequestOptions = {}): Promise<readonly string[] | undefined> {
    const url = this.#resolve(path);
    const answer = await this.#send(url, options, ({ fetch: send, fetchOptions }) =>
      send(url, { ...fetchOptions, method: 'OPTIONS' }),
    );
    return answer.headers
      .get('allow')
      ?.split(',')
      .map((method) => method.trim().toUpperCase());
  }

  /** MKCALENDAR, RFC 4791 §5.3.1. @throws CaldavError */
  async mkcalendar(path: string, properties: XmlBody): Promise<void> {
    const url = this.#resolve(path);
    const body = { 'c:mkcalendar': { set: { prop: properties } } };
    const init = { method: 'MKCALENDAR', namespace: 'd', attributes: NAMESPACES, body } as const;
    await this.#send(url, {}, (through) => davRequest({ url, init, ...through }));
  }

  /** PROPPATCH that sets properties, RFC 4918 §9.2. @throws CaldavError */
  async proppatch(path: string, properties: XmlBody): Promise<readonly MultistatusResponse[]> {
    const url = this.#resolve(path);
    const body = { propertyupdate: { set: { prop: properties } } };
    const init = { method: 'PROPPATCH', namespace: 'd', attributes: NAMESPACES, body } as const;
    const answer = await this.#send(url, {}, (through) => davRequest({ url, init, ...through }));
    return answer.text.trim() === '' ? [] : readMultistatus(answer.text, answer.url);
  }

  /** ACL, RFC 3744 §8.1; `text` is the DAV:acl document. @throws CaldavError */
  async acl(path: string, text: string): Promise<void> {
    const url = this.#resolve(path);
    const sent = { headers: { 'Content-Type': XML_TYPE } };
    await this.#send(url, sent, ({ fetch: send, fetchOptions }) =>
      send(url, { ...fetchOptions, method: 'ACL', body: text }),
    );
  }

  /** POST of calendar data to a scheduling Outbox, RFC 6638 §5. @throws CaldavError */
  async post(path: string, data: string, options: RequestOptions = {}): Promise<CaldavAnswer> {
    const url = this.#resolve(path);
    const sent = { ...options, headers: { 'Content-Type': CALENDAR_TYPE, ...options.headers } };
    const init = { method: 'POST', body: data } as const;
    return this.#send(url, sent, (through) => davRequest({ url, init, convertIncoming: false, ...through }));
  }

  /** Runs one tsdav call through a `fetch` that keeps the whole answer: tsdav hides headers and reads XML loosely. */
  async #send(url: string, options: RequestOptions, call: TsdavCall): Promise<CaldavAnswer> {
    const answer = await this.#sendOnce(url, options, call);
    if (answer.status < 400) return answer;
    const recovered = answer.status === 401 && (await this.#options.signInAgain?.()) === true;
    const last = recovered ? await this.#sendOnce(url, options, call) : answer;
    if (last.status >= 400) throw errorOf(last);
    return last;
  }

  async #sendOnce(url: string, { headers, signal }: RequestOptions, call: TsdavCall): Promise<CaldavAnswer> {
    let answer: CaldavAnswer | undefined;
    const send = this.#fetch();
    const capture = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const response = await send(input, init);
      answer = {
        url: response.url || url,
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      };
      return new Response(null, { status: response.status, statusText: response.statusText });
    };
    const csrf = this.#options.csrfToken?.();
    const fetchOptions: RequestInit = {
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { ...this.#options.headers, ...(csrf === undefined ? {} : { 'X-CSRF-Token': csrf }), ...headers },
      ...(signal === undefined ? {} : { signal }),
    };
    try {
      await call({ fetch: capture, fetchOptions });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new CaldavError('network', 'The server did not answer.', { url, cause });
    }
    if (answer === undefined) throw new CaldavError('network', 'The server did not answer.', { url });
    return answer;
  }

  #fetch(): typeof fetch {
    const { gateway, origin, fetch: send = globalThis.fetch } = this.#options;
    return gateway === undefined ? send : gatewayFetch(gateway, origin, send);
  }

  /** Only paths of the one server: nothing that it names elsewhere is ever asked. */
  #resolve(path: string): string {
    const url = new URL(path, this.origin);
    if (url.origin === new URL(this.origin).origin) return url.href;
    throw new CaldavError('malformed', 'The address lies on another server.', { url: url.href });
  }
}

/** The error that an answer of 400 and more means. */
function errorOf(answer: CaldavAnswer): CaldavError {
  const { url, status } = answer;
  const { precondition, detail } = readErrorBody(answer.text);
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const isPlain = answer.headers.get('content-type')?.startsWith('text/plain') ?? false;
  return new CaldavError(
    kindOfStatus(status),
    `The server answered ${status}${precondition ? ` (${precondition})` : ''}.`,
    {
      url,
      status,
      precondition,
      detail: detail ?? (isPlain ? answer.text.trim().slice(0, 500) || undefined : undefined),
      retryAfter: Number.isFinite(seconds) ? seconds : undefined,
    },
  );
}
