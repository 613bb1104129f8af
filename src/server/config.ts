/** The server's settings, from the environment and the command line. */
import { resolve } from 'node:path';
import { readServerLimits, type ServerLimits } from './limits.ts';
import { StartError } from './startError.ts';
import { readTrustedProxies } from './trustedProxies.ts';
import { type GatewayLimits, readLimits, readUpstreams, type Upstream } from './upstreams.ts';

/** Where everything is kept, and whose accounts it keeps. */
export interface DataSettings {
  /** Absolute path of the folder for everything that is kept. */
  readonly dataDirectory: string;
  readonly domain: string;
}

export interface Config extends DataSettings {
  /** Of pino: `info` tells of every request. */
  readonly logLevel: LogLevel;
  readonly host: string;
  readonly port: number;
  /** Whether the embedded CalDAV server runs, with its accounts and its database. */
  readonly embedded: boolean;
  /** Whether a first start creates the demo accounts. */
  readonly demo: boolean;
  /** Other CalDAV servers that people may sign in to. */
  readonly upstreams: readonly Upstream[];
  readonly limits: GatewayLimits;
  /** Of the embedded server, and of every connection. */
  readonly serverLimits: ServerLimits;
  /** Proxies whose X-Forwarded-* headers are believed: addresses, networks, or Fastify's names for some. */
  readonly trustedProxies: readonly string[];
}

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

const DEFAULT_PORT = 8800;
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_DOMAIN = 'convoke.example';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const MINIMUM_NODE = [20, 19] as const;

/** @throws StartError */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: readonly string[],
): Config {
  const unknown = flags.find((flag) => flag !== '--no-demo');
  if (unknown !== undefined) throw new StartError(`${unknown} is no flag of the server; --no-demo is the only one.`);
  const upstreams = readUpstreams(environment['CONVOKE_UPSTREAMS']);
  const embedded = readEmbedded(environment['CONVOKE_EMBEDDED'], upstreams);
  const demo = embedded && !flags.includes('--no-demo');
  const host = environment['HOST'] || DEFAULT_HOST;
  if (demo && !isLoopback(host)) {
    throw new StartError(
      `HOST=${host} would offer the demo accounts and their known passwords to the network: start with --no-demo.`,
    );
  }
  return {
    host,
    port: readPort(environment['PORT']),
    ...readDataSettings(environment),
    embedded,
    demo,
    logLevel: readLogLevel(environment['CONVOKE_LOG']),
    upstreams,
    limits: readLimits(environment),
    serverLimits: readServerLimits(environment),
    trustedProxies: readTrustedProxies(environment['TRUST_PROXY']),
  };
}

/** @throws StartError */
export function readDataSettings(environment: Readonly<Record<string, string | undefined>>): DataSettings {
  return {
    dataDirectory: resolve(environment['CONVOKE_DATA'] || './data'),
    domain: readDomain(environment['CONVOKE_DOMAIN']),
  };
}

/** Whether a host name means this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.replace(/^\[|\]$/g, ''));
}

/** @throws StartError when Node is older than package.json says */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new StartError(`Convoke needs Node.js ${MINIMUM_NODE.join('.')} or later; this is ${version}.`);
}

function readEmbedded(written: string | undefined, upstreams: readonly Upstream[]): boolean {
  if (written === undefined || written === '' || written === 'on') return true;
  if (written !== 'off') throw new StartError(`CONVOKE_EMBEDDED=${written} is neither on nor off.`);
  if (upstreams.length > 0) return false;
  throw new StartError('CONVOKE_EMBEDDED=off leaves no server to sign in to: name one in CONVOKE_UPSTREAMS.');
}

function readPort(written: string | undefined): number {
  if (written === undefined || written === '') return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(written) ? Number(written) : Number.NaN;
  if (!(port <= 65_535)) throw new StartError(`PORT=${written} is no port: give a number from 0 to 65535.`);
  return port;
}

function readLogLevel(written: string | undefined): LogLevel {
  const level = LOG_LEVELS.find((one) => one === (written || 'warn'));
  if (level === undefined) throw new StartError(`CONVOKE_LOG=${written} is none of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

function readDomain(written: string | undefined): string {
  const domain = (written || DEFAULT_DOMAIN).toLowerCase();
  if (!DOMAIN.test(domain)) throw new StartError(`CONVOKE_DOMAIN=${written} is no domain name.`);
  return domain;
}
