/** `/api/session`: the app signs in and out, and asks who it is. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CredentialVerifier } from './accounts.ts';
import { hasCsrfToken, hashToken, SESSION_COOKIE } from './authentication.ts';
import { hrefOf } from './resources.ts';
import type { Session, Store } from './store/store.ts';

export interface SessionRoutes {
  readonly store: Store;
  readonly verify: CredentialVerifier;
  readonly domain: string;
  readonly now: () => Date;
}

const SESSION_MS = 30 * 24 * 60 * 60_000;
const Credentials = z.object({ username: z.string().max(200), password: z.string().max(1_000) });

export async function sessionRoutes(app: FastifyInstance, options: SessionRoutes): Promise<void> {
  const { store, verify, domain, now } = options;

  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });

  app.get('/api/session', async (request, reply) => {
    const session = await sessionOf(request, store, now);
    return session ? describe(session, domain) : reply.code(401).send({ error: 'not-signed-in' });
  });

  app.post('/api/session', { bodyLimit: 10_000 }, async (request, reply) => {
    const credentials = Credentials.safeParse(request.body);
    if (!credentials.success) return reply.code(400).send({ error: 'invalid-request' });
    const check = await verify(credentials.data.username, credentials.data.password, request.ip, false);
    if (check.kind === 'wait') {
      return reply
        .code(429)
        .header('retry-after', check.seconds)
        .send({ error: 'too-many-attempts', seconds: check.seconds });
    }
    if (check.kind === 'wrong') return reply.code(401).send({ error: 'invalid-credentials' });
    await store.deleteExpiredSessions(now().getTime());
    const token = randomBytes(32).toString('base64url');
    const csrf = randomBytes(32).toString('base64url');
    const expiresAt = now().getTime() + SESSION_MS;
    await store.createSession({ tokenHash: hashToken(token), userId: check.user.id, csrf, expiresAt });
    setCookie(request, reply, token);
    return describe({ user: check.user, csrf }, domain);
  });

  app.delete('/api/session', async (request, reply) => {
    const session = await sessionOf(request, store, now);
    const token = request.cookies[SESSION_COOKIE];
    if (session && token !== undefined) {
      if (!hasCsrfToken(request, session.csrf)) return reply.code(403).send({ error: 'csrf' });
      await store.deleteSession(hashToken(token));
    }
    reply.clearCookie(SESSION_COOKIE, { path: '/' });
    return reply.code(204).send();
  });
}

async function sessionOf(request: FastifyRequest, store: Store, now: () => Date): Promise<Session | undefined> {
  const token = request.cookies[SESSION_COOKIE];
  return token === undefined ? undefined : store.sessionByTokenHash(hashToken(token), now().getTime());
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: SESSION_MS / 1000,
  });
}

function describe({ user, csrf }: Session, domain: string) {
  return {
    user: {
      name: user.name,
      displayName: user.displayName,
      principal: hrefOf({ kind: 'principal', user: user.name }),
      addresses: user.addresses,
    },
    csrf,
    server: { product: 'Convoke', profile: 'rfc6638', domain, mail: false },
  };
}
