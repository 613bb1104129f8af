/** TRUST_PROXY: the proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host are believed. */
import { isIP, isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { StartError } from './startError.ts';

/** What Fastify knows by name: this machine, and the private networks. */
const NAMED = new Set(['loopback', 'linklocal', 'uniquelocal']);

/**
 * IP addresses and networks such as `10.0.0.0/8`, or `loopback`, `linklocal` and `uniquelocal`, with commas in between. Nobody is
 * believed unless named: whoever is could pretend to be any client, and so guess passwords without being slowed down.
 * @throws StartError
 */
export function readTrustedProxies(written: string | undefined): readonly string[] {
  const proxies = (written ?? '').split(',').flatMap((item) => item.trim() || []);
  const wrong = proxies.find((proxy) => !NAMED.has(proxy) && !isNetwork(proxy));
  if (wrong !== undefined)
    throw new StartError(
      `TRUST_PROXY=${written}: ${wrong} is neither an IP address, nor a network such as 10.0.0.0/8, nor loopback, linklocal or uniquelocal.`,
    );
  return proxies;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  const longest = isIPv6(address) ? 128 : 32;
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= longest;
}

/** Half a year: browsers that came over TLS once do not come without it. */
const STRICT_TRANSPORT = 'max-age=15552000';

/** Says over TLS that TLS is meant to stay; and, once, that a proxy is there whom nobody named. */
export function watchProxies(app: FastifyInstance): void {
  let isSaid = false;
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https') reply.header('strict-transport-security', STRICT_TRANSPORT);
    // Whom it believes, Fastify lists; the peer itself is always in it.
    const isBelieved = (request.ips?.length ?? 1) > 1;
    if (isSaid || isBelieved || request.headers['x-forwarded-for'] === undefined) return;
    isSaid = true;
    request.log.warn(
      { peer: request.socket.remoteAddress },
      'X-Forwarded-For of somebody whom TRUST_PROXY does not name is not believed. If that is your proxy, name it: else all its clients count as one, and cookies are not Secure',
    );
  });
}
