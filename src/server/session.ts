/** `/api/session`: the app signs in and out, and asks who it is; `/api/servers`: where one can sign in. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hasCsrfToken, SESSION_COOKIE } from './authentication.ts';
import type { SignInOutcome, SignIns } from './signIns.ts';
import type { UpstreamSignIns } from './upstreamSignIn.ts';
import { EMBEDDED_NAME } from './upstreams.ts';

export interface SessionRoutes {
  /** Undefined: the embedded server is switched off. */
  readonly embedded: SignIns | undefined;
  readonly upstreams: UpstreamSignIns;
}

const SignInRequest = z.object({
  username: z.string().max(200),
  password: z.string().max(1_000),
  /** A name of `/api/servers`; absent: the first of them. */
  server: z.string().max(64).optional(),
});

export async function sessionRoutes(app: FastifyInstance, { embedded, upstreams }: SessionRoutes): Promise<void> {
  const all: readonly Pick<SignIns, 'find' | 'end'>[] = [upstreams, ...(embedded ? [embedded] : [])];
  const names = [...(embedded ? [EMBEDDED_NAME] : []), ...upstreams.names];

  const current = async (request: FastifyRequest) => {
    const token = request.cookies[SESSION_COOKIE];
    if (token === undefined) return undefined;
    for (const signIns of all) {
      const answer = await signIns.find(token);
      if (answer) return { token, answer, end: () => signIns.end(token) };
    }
    return undefined;
  };

  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });

  app.get('/api/servers', async () => ({
    servers: names.map((name) => ({ name, isEmbedded: embedded !== undefined && name === EMBEDDED_NAME })),
  }));

  app.get('/api/session', async (request, reply) => {
    const session = await current(request);
    return session?.answer ?? reply.code(401).send({ error: 'not-signed-in' });
  });

  app.post('/api/session', { bodyLimit: 10_000 }, async (request, reply) => {
    const wanted = SignInRequest.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'invalid-request' });
    const { username, password, server = names[0] ?? '' } = wanted.data;
    const signIns = server === EMBEDDED_NAME ? embedded : upstreams.to(server);
    if (signIns === undefined) return reply.code(400).send({ error: 'unknown-server' });
    const outcome = await signIns.begin({ username, password }, request.ip);
    if (outcome.kind !== 'begun') return refuse(reply, outcome);
    // What was signed in before in this browser is out of reach now: let its password go at once.
    await upstreams.end(request.cookies[SESSION_COOKIE] ?? '');
    setCookie(request, reply, outcome.token, outcome.lifetimeMs);
    return outcome.answer;
  });

  app.delete('/api/session', async (request, reply) => {
    const session = await current(request);
    if (session) {
      if (!hasCsrfToken(request, session.answer.csrf)) return reply.code(403).send({ error: 'csrf' });
      await session.end();
    }
    reply.clearCookie(SESSION_COOKIE, { path: '/' });
    return reply.code(204).send();
  });
}

function refuse(reply: FastifyReply, outcome: Exclude<SignInOutcome, { readonly kind: 'begun' }>): FastifyReply {
  switch (outcome.kind) {
    case 'wait':
      return reply
        .code(429)
        .header('retry-after', outcome.seconds)
        .send({ error: 'too-many-attempts', seconds: outcome.seconds });
    case 'wrong':
      return reply.code(401).send({ error: 'invalid-credentials' });
    case 'failed':
      return reply.code(outcome.reason === 'timeout' ? 504 : 502).send({ error: outcome.reason });
  }
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, lifetimeMs: number): void {
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: lifetimeMs / 1000,
  });
}
