/** What can go wrong between the app and a CalDAV server, as kinds that a screen can explain. */

export type CaldavErrorKind =
  /** 401: nobody is signed in any more. */
  | 'unauthorized'
  /** 403: refused; `precondition` says by which rule, RFC 6638 §3.2.4, RFC 4791 §5.3.2.1. */
  | 'forbidden'
  /** 404 or 410. */
  | 'not-found'
  /** 412: the resource changed since it was read, RFC 6638 §8.3. */
  | 'precondition-failed'
  /** 409: refused in the present state, mostly with a `precondition`. */
  | 'conflict'
  /** 413 or 507. */
  | 'too-large'
  /** 429; `retryAfter` says how long to wait. */
  | 'rate-limited'
  /** No answer at all: offline, or the server is not running. */
  | 'network'
  /** 5xx. */
  | 'server'
  /** An answer that is not what the protocol promises. */
  | 'malformed'
  /** Any other refusal. */
  | 'refused';

export interface CaldavErrorDetails {
  readonly url: string;
  readonly status?: number | undefined;
  /** The name of the precondition element without namespace, for example `allowed-organizer-scheduling-object-change`. */
  readonly precondition?: string | undefined;
  /** Why signing in failed, as the app's own server calls it, for example `tls`. */
  readonly reason?: string | undefined;
  /** The server's own sentence, in its language. */
  readonly detail?: string | undefined;
  /** Seconds to wait. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** A request that did not do what was asked. `message` is for logs; screens write their own words from `kind`. */
export class CaldavError extends Error {
  override readonly name = 'CaldavError';
  readonly kind: CaldavErrorKind;
  readonly url: string;
  readonly status: number | undefined;
  readonly precondition: string | undefined;
  readonly reason: string | undefined;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(kind: CaldavErrorKind, message: string, details: CaldavErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.url = details.url;
    this.status = details.status;
    this.precondition = details.precondition;
    this.reason = details.reason;
    this.detail = details.detail;
    this.retryAfter = details.retryAfter;
  }
}

/** The kind that an HTTP status of 400 and more means. */
export function kindOfStatus(status: number): CaldavErrorKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 409:
      return 'conflict';
    case 412:
      return 'precondition-failed';
    case 413:
    case 507:
      return 'too-large';
    case 429:
      return 'rate-limited';
    default:
      return status >= 500 ? 'server' : 'refused';
  }
}
