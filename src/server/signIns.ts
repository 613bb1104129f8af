/** What signing in means for each kind of server, and what `/api/session` says of a session. */
import type { Device } from './device.ts';
import type { NewToken } from './sessionCookie.ts';
import type { SignInFailure } from './upstreamAccount.ts';

/** What came of a name and a password. */
export type SignInOutcome =
  | { readonly kind: 'begun'; readonly begun: NewToken; readonly answer: SessionAnswer }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly reason: SignInFailure };

/** The sessions with one kind of server. */
export interface SignIns {
  readonly begin: (credentials: Credentials, client: Client) => Promise<SignInOutcome>;
  /** `renewed`: the token that the answer has to carry. */
  readonly find: (
    token: string,
  ) => Promise<{ readonly answer: SessionAnswer; readonly renewed?: NewToken | undefined } | undefined>;
  readonly end: (token: string) => Promise<void>;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Who signs in, as far as the request tells. */
export interface Client {
  readonly address: string;
  readonly device: Device;
}

/** The body of `/api/session`. */
export interface SessionAnswer {
  readonly user: {
    readonly name: string;
    readonly displayName: string;
    /** Path on the server. */
    readonly principal: string;
    readonly addresses: readonly string[];
  };
  readonly csrf: string;
  readonly server: {
    /** By which it is chosen at sign-in. */
    readonly name: string;
    readonly product: string;
    /** Which server's behaviour the preview plans by. */
    readonly profile: string;
    /** What changes are made conditional on, RFC 6638 §3.2.10. */
    readonly precondition: 'schedule-tag' | 'etag';
    /** The classes of its DAV header, RFC 4918 §10.1. */
    readonly capabilities: readonly string[];
    /** The domain whose mailboxes are its accounts; absent: not known. */
    readonly domain?: string;
    /** Whether it mails people of other domains; absent: not known. */
    readonly mail?: boolean;
    /** Its own origin, and where its paths are below this one; absent: it is on this one. */
    readonly gateway?: { readonly origin: string; readonly prefix: string };
  };
}
