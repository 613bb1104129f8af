/** `/api/session`: the app signs in and out, and asks who it is; `/api/servers`: where one can sign in. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiRules } from './apiRules.ts';
import { hasCsrfToken } from './authentication.ts';
import { deviceOf } from './device.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from './sessionCookie.ts';
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
    const token = sessionToken(request);
    if (token === undefined) return undefined;
    for (const signIns of all) {
      const found = await signIns.find(token);
      if (found) return { ...found, end: () => signIns.end(token) };
    }
    return undefined;
  };

  apiRules(app);

  app.get('/api/servers', async () => ({
    servers: names.map((name) => ({ name, isEmbedded: embedded !== undefined && name === EMBEDDED_NAME })),
  }));

  app.get('/api/session', async (request, reply) => {
    const session = await current(request);
    if (session?.renewed) setSessionCookie(request, reply, session.renewed);
    return session?.answer ?? reply.code(401).send({ error: 'not-signed-in' });
  });

  app.post('/api/session', { bodyLimit: 10_000 }, async (request, reply) => {
    const wanted = SignInRequest.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'invalid-request' });
    const { username, password, server = names[0] ?? '' } = wanted.data;
    const signIns = server === EMBEDDED_NAME ? embedded : upstreams.to(server);
    if (signIns === undefined) return reply.code(400).send({ error: 'unknown-server' });
    const client = { address: request.ip, device: deviceOf(request.headers['user-agent']) };
    const outcome = await signIns.begin({ username, password }, client);
    if (outcome.kind !== 'begun') return refuse(reply, outcome);
    // What was signed in before in this browser is out of reach now: it ends, and its password is let go.
    const before = sessionToken(request);
    if (before !== undefined) for (const one of all) await one.end(before);
    setSessionCookie(request, reply, outcome.begun);
    return outcome.answer;
  });

  app.delete('/api/session', async (request, reply) => {
    const session = await current(request);
    if (session) {
      if (!hasCsrfToken(request, session.answer.csrf)) return reply.code(403).send({ error: 'csrf' });
      await session.end();
    }
    clearSessionCookie(request, reply);
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
