/** Sessions with upstreams: passwords are verified there, and guessing is slowed down here. */
import { attemptLimiter } from './limiter.ts';
import type { SessionAnswer, SignIns } from './signIns.ts';
import { signInUpstream } from './upstreamAccount.ts';
import { detectProduct } from './upstreamProduct.ts';
import { UPSTREAM_SESSION_MS, type UpstreamSession, type UpstreamSessions } from './upstreamSessions.ts';
import type { GatewayLimits, Upstream } from './upstreams.ts';

export interface UpstreamSignIns extends Pick<SignIns, 'find' | 'end'> {
  readonly names: readonly string[];
  /** Undefined for a server that nobody configured. */
  readonly to: (name: string) => Pick<SignIns, 'begin'> | undefined;
}

export function upstreamSignIns(
  upstreams: readonly Upstream[],
  sessions: UpstreamSessions,
  limits: GatewayLimits,
  now: () => Date,
): UpstreamSignIns {
  const limiter = attemptLimiter(now);

  const begin = async (upstream: Upstream, credentials: Parameters<SignIns['begin']>[0], address: string) => {
    const by = { account: JSON.stringify([upstream.name, credentials.username]), address };
    const seconds = limiter.begin(by);
    if (seconds > 0) return { kind: 'wait', seconds } as const;
    const outcome = await signInUpstream(upstream, credentials, limits);
    if (outcome.kind === 'failed') limiter.takeBack(by);
    if (outcome.kind !== 'verified') return outcome;
    limiter.succeed(by);
    const { account, authorization } = outcome;
    const { token, session } = sessions.begin({ upstream, account, authorization });
    return { kind: 'begun', begun: { token, lifetimeMs: UPSTREAM_SESSION_MS }, answer: describe(session) } as const;
  };

  return {
    names: upstreams.map(({ name }) => name),
    to: (name) => {
      const upstream = upstreams.find((one) => one.name === name);
      return upstream && { begin: (credentials, { address }) => begin(upstream, credentials, address) };
    },
    find: async (token) => {
      const session = sessions.find(token);
      return session && { answer: describe(session) };
    },
    end: async (token) => sessions.end(token),
  };
}

function describe({ upstream, account, csrf }: UpstreamSession): SessionAnswer {
  const { username, displayName, principal, addresses, capabilities, headers } = account;
  return {
    user: { name: username, displayName, principal, addresses },
    csrf,
    server: {
      name: upstream.name,
      ...detectProduct({ headers, principal }),
      capabilities,
      gateway: { origin: upstream.url.origin, prefix: `/gateway/${upstream.name}` },
    },
  };
}
