/** Signing in to the embedded server. */
import type { CredentialVerifier } from './credentials.ts';
import { DAV_CLASSES } from './davRoutes.ts';
import type { EmbeddedSessions, UsedSession } from './embeddedSessions.ts';
import { hrefOf } from './resources.ts';
import type { SessionAnswer, SignIns } from './signIns.ts';
import { EMBEDDED_NAME } from './upstreams.ts';

export function embeddedSignIn(verify: CredentialVerifier, sessions: EmbeddedSessions, domain: string): SignIns {
  return {
    begin: async ({ username, password }, { address, device }) => {
      const check = await verify({ name: username, password, address, opens: 'account' });
      if (check.kind !== 'verified') return check;
      const { session, renewed } = await sessions.begin(check.user, device);
      return { kind: 'begun', begun: renewed, answer: sessionAnswer(session, domain) };
    },
    find: async (token) => {
      const used = await sessions.use(token);
      return used && { answer: sessionAnswer(used.session, domain), renewed: used.renewed };
    },
    end: async (token) => {
      const used = await sessions.use(token);
      if (used) await sessions.end(used.session.user.id, used.session.id);
    },
  };
}

export function sessionAnswer({ user, csrf }: UsedSession['session'], domain: string): SessionAnswer {
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
