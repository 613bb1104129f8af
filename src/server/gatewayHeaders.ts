/** What passes through the gateway, both ways: only what is named here. */
import type { IncomingHttpHeaders } from 'node:http';
import { destinationUp } from './gatewayAddress.ts';
import type { Upstream } from './upstreams.ts';

const UP = [
  'depth',
  'content-type',
  'if-match',
  'if-none-match',
  'if-schedule-tag-match',
  'schedule-reply',
  'scheduling-enabled',
  'prefer',
  'overwrite',
  'x-nc-scheduling',
];
/** `location` is mapped beside it. The last three tell which product answers. */
const DOWN = [
  'etag',
  'schedule-tag',
  'dav',
  'allow',
  'preference-applied',
  'server',
  'x-sabre-version',
  'x-davical-version',
];

/** The same types as on the embedded server: nothing that a browser would run or draw. */
const TYPES: Readonly<Record<string, string>> = {
  'text/calendar': 'text/calendar; charset=utf-8',
  'application/xml': 'application/xml; charset=utf-8',
  'text/xml': 'application/xml; charset=utf-8',
  'text/plain': 'text/plain; charset=utf-8',
};
/** Their answer is what was asked for; of any other method's the status says it all. */
const READING = new Set(['GET', 'PROPFIND', 'REPORT', 'POST']);

/** The headers of the request to the upstream, without Authorization; undefined: the Destination is not on it. */
export function headersUp(
  headers: IncomingHttpHeaders,
  upstream: Upstream,
): Readonly<Record<string, string>> | undefined {
  const up: Record<string, string> = { 'user-agent': 'Convoke' };
  for (const name of UP) {
    const value = headers[name];
    if (typeof value === 'string') up[name] = value;
  }
  const { destination } = headers;
  if (destination === undefined) return up;
  const mapped = typeof destination === 'string' ? destinationUp(destination, upstream, headers.host) : undefined;
  return mapped === undefined ? undefined : { ...up, destination: mapped };
}

/** The headers of the answer to the browser, without Content-Type and Location. */
export function headersDown(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    DOWN.flatMap((name) => {
      const value = headers[name];
      const text = Array.isArray(value) ? value.join(', ') : value;
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** What becomes of an answer's body: passed on as that type, left out, or not to be had although it was asked for. */
export type BodyDecision = { readonly pass: string } | 'drop' | 'refuse';

export function bodyDecision(method: string, status: number, headers: IncomingHttpHeaders): BodyDecision {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const known = TYPES[type.trim()];
  if (known !== undefined && encoding === 'identity' && parameters.every(isUtf8)) return { pass: known };
  const isWanted = READING.has(method) && (status === 200 || status === 207);
  return isWanted && headers['content-length'] !== '0' ? 'refuse' : 'drop';
}

function isUtf8(parameter: string): boolean {
  const charset = /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1];
  return charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii';
}
