/** Which product an upstream runs, told by its answers, and what follows from that. */
import { policyNamed } from '../scheduling/profiles/policies.ts';
import { RFC6638_POLICY } from '../scheduling/profiles/rfc6638.ts';

export interface UpstreamProduct {
  /** `Cyrus IMAP 3.6.1` */
  readonly product: string;
  /** Which server's behaviour the preview plans by: the name of one of the engine's policies. */
  readonly profile: string;
  /**
   * What a change is made conditional on: the Schedule-Tag (RFC 6638 §3.2.10), or the ETag where the Schedule-Tag that the product
   * gives cannot be relied on.
   */
  readonly precondition: 'schedule-tag' | 'etag';
}

export interface ProductHint {
  /** Headers of its answers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly principal: string;
}

interface Mark {
  readonly product: string;
  readonly profile: string;
  /** The product's version is the first group. */
  readonly header?: readonly [string, RegExp];
  readonly path?: RegExp;
  readonly precondition: 'schedule-tag' | 'etag';
}

const MARKS: readonly Mark[] = [
  {
    product: 'Cyrus IMAP',
    profile: 'cyrus',
    header: ['server', /^Cyrus-HTTP\/(\d+(?:\.\d+)*)?/i],
    precondition: 'etag',
  },
  { product: 'Nextcloud', profile: 'nextcloud', header: ['dav', /\bnc-|\bnextcloud-/i], precondition: 'etag' },
  { product: 'sabre/dav', profile: 'sabre', header: ['x-sabre-version', /^(\d+(?:\.\d+)*)/], precondition: 'etag' },
  { product: 'DAViCal', profile: 'davical', header: ['x-davical-version', /(\d+(?:\.\d+)*)/], precondition: 'etag' },
  { product: 'SOGo', profile: 'sogo', path: /^\/SOGo\//, precondition: 'etag' },
];

/** The profile of RFC 6638 itself: for every product without one of its own. */
const STANDARD = RFC6638_POLICY.name;

/** What the answers to a sign-in tell. An unknown product is taken at the RFC's word. */
export function detectProduct(hint: ProductHint): UpstreamProduct {
  for (const { product, profile, header, path, precondition } of MARKS) {
    const value = header && hint.headers[header[0]];
    const found = value === undefined ? undefined : header?.[1].exec(value);
    if (!found && !path?.test(hint.principal)) continue;
    const version = found?.[1];
    return {
      product: version === undefined ? product : `${product} ${version}`,
      profile: policyNamed(profile)?.name ?? STANDARD,
      precondition,
    };
  }
  return { product: 'CalDAV', profile: STANDARD, precondition: 'schedule-tag' };
}
