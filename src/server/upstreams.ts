/** The CalDAV servers that the operator has configured: `CONVOKE_UPSTREAMS`, and how long and how much they may answer. */
import { StartError } from './startError.ts';

/** A CalDAV server that people of this installation may sign in to. */
export interface Upstream {
  /** As the operator wrote it; people choose by it, and it stands in `/gateway/<name>/`. */
  readonly name: string;
  /** Where discovery begins. Nothing outside its origin is ever asked. */
  readonly url: URL;
}

/** What an upstream may take before it is given up. Times in milliseconds, sizes in octets. */
export interface GatewayLimits {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number;
  /** From then until all headers of the answer are here. */
  readonly headersMs: number;
  /** Between two pieces of the answer's body. */
  readonly idleMs: number;
  /** All of it. */
  readonly totalMs: number;
  readonly requestOctets: number;
  readonly answerOctets: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the embedded server is called where a server is chosen. */
export const EMBEDDED_NAME = 'convoke';

export const DEFAULT_LIMITS: GatewayLimits = {
  connectMs: 10_000,
  headersMs: 60_000,
  idleMs: 30_000,
  totalMs: 300_000,
  requestOctets: 10_000_000,
  answerOctets: 50_000_000,
};

const LIMIT_VARIABLES: readonly (readonly [keyof GatewayLimits, string, number])[] = [
  ['connectMs', 'CONVOKE_GATEWAY_CONNECT_SECONDS', 1_000],
  ['headersMs', 'CONVOKE_GATEWAY_HEADERS_SECONDS', 1_000],
  ['idleMs', 'CONVOKE_GATEWAY_IDLE_SECONDS', 1_000],
  ['totalMs', 'CONVOKE_GATEWAY_TOTAL_SECONDS', 1_000],
  ['requestOctets', 'CONVOKE_GATEWAY_REQUEST_MB', 1_000_000],
  ['answerOctets', 'CONVOKE_GATEWAY_ANSWER_MB', 1_000_000],
];

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const LARGEST_LIMIT = 86_400;

/**
 * `name=URL`, several separated by commas or blanks.
 * @throws StartError
 */
export function readUpstreams(written: string | undefined): readonly Upstream[] {
  const upstreams = (written ?? '').split(/[\s,]+/).flatMap((entry) => (entry === '' ? [] : [readUpstream(entry)]));
  const names = upstreams.map(({ name }) => name.toLowerCase());
  const twice = upstreams.find(({ name }, index) => names.indexOf(name.toLowerCase()) !== index);
  if (twice) throw new StartError(`CONVOKE_UPSTREAMS names “${twice.name}” twice.`);
  return upstreams;
}

/** @throws StartError */
export function readLimits(environment: Environment): GatewayLimits {
  const limits = { ...DEFAULT_LIMITS };
  for (const [limit, variable, unit] of LIMIT_VARIABLES) {
    const written = environment[variable];
    if (written === undefined || written === '') continue;
    const value = /^\d{1,5}(\.\d{1,3})?$/.test(written) ? Number(written) : Number.NaN;
    if (!(value > 0 && value <= LARGEST_LIMIT))
      throw new StartError(`${variable}=${written} is no limit: give a number above 0 and at most ${LARGEST_LIMIT}.`);
    limits[limit] = Math.ceil(value * unit);
  }
  return limits;
}

function readUpstream(entry: string): Upstream {
  const equals = entry.indexOf('=');
  const name = entry.slice(0, Math.max(0, equals));
  const address = entry.slice(equals + 1);
  const wrong = (what: string) => new StartError(`CONVOKE_UPSTREAMS: ${what}; write name=https://host/path.`);
  // An entry may carry a password by mistake, so that no sentence quotes the address.
  if (!NAME.test(name)) throw wrong('a server lacks its name of letters, digits, dot, dash and underscore');
  if (name.toLowerCase() === EMBEDDED_NAME) throw wrong(`“${EMBEDDED_NAME}” is the name of the embedded server`);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw wrong(`“${name}” has no http or https URL`);
  if (url.username !== '' || url.password !== '') throw wrong(`the URL of “${name}” carries a user name or password`);
  if (url.search !== '' || url.hash !== '') throw wrong(`the URL of “${name}” carries “?” or “#”`);
  return { name, url };
}
