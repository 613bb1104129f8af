/** Sessions with the embedded server, kept in its store. */
import { randomBytes } from 'node:crypto';
import type { CredentialVerifier } from './accounts.ts';
import { hashToken } from './authentication.ts';
import { DAV_CLASSES } from './davRoutes.ts';
import { hrefOf } from './resources.ts';
import type { SessionAnswer, SignIns } from './signIns.ts';
import type { Session, Store } from './store/store.ts';
import { EMBEDDED_NAME } from './upstreams.ts';

const SESSION_MS = 30 * 24 * 60 * 60_000;

export function embeddedSignIn(store: Store, verify: CredentialVerifier, domain: string, now: () => Date): SignIns {
  return {
    begin: async ({ username, password }, address) => {
      const check = await verify(username, password, address, false);
      if (check.kind !== 'verified') return check;
      await store.deleteExpiredSessions(now().getTime());
      const token = randomBytes(32).toString('base64url');
      const csrf = randomBytes(32).toString('base64url');
      const expiresAt = now().getTime() + SESSION_MS;
      await store.createSession({ tokenHash: hashToken(token), userId: check.user.id, csrf, expiresAt });
      return { kind: 'begun', token, lifetimeMs: SESSION_MS, answer: describe({ user: check.user, csrf }, domain) };
    },
    find: async (token) => {
      const session = await store.sessionByTokenHash(hashToken(token), now().getTime());
      return session && describe(session, domain);
    },
    end: (token) => store.deleteSession(hashToken(token)),
  };
}

function describe({ user, csrf }: Session, domain: string): SessionAnswer {
  return {
    user: {
      name: user.name,
      displayName: user.displayName,
      principal: hrefOf({ kind: 'principal', user: user.name }),
      addresses: user.addresses,
    },
    csrf,
    server: {
      name: EMBEDDED_NAME,
      product: 'Convoke',
      profile: 'rfc6638',
      precondition: 'schedule-tag',
      capabilities: DAV_CLASSES.split(', '),
      domain,
      mail: false,
    },
  };
}
