/** What people do with their account on the embedded server: `/api/password`, `/api/sessions` and `/api/app-passwords`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { passwordFault } from './accountRules.ts';
import { changePassword } from './accounts.ts';
import { apiRules } from './apiRules.ts';
import { addAppPassword } from './appPasswords.ts';
import { hasCsrfToken, SAFE_METHODS } from './authentication.ts';
import type { CredentialVerifier } from './credentials.ts';
import { deviceOf } from './device.ts';
import type { EmbeddedSessions, UsedSession } from './embeddedSessions.ts';
import { sessionAnswer } from './embeddedSignIn.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from './sessionCookie.ts';
import type { AppPassword, SessionEntry, Store } from './store/store.ts';

export interface AccountRoutes {
  readonly store: Store;
  readonly sessions: EmbeddedSessions;
  readonly verify: CredentialVerifier;
  readonly domain: string;
  readonly now: () => Date;
}

type Asker = UsedSession['session'];

const BODY_LIMIT = 10_000;
const PasswordChange = z.object({ current: z.string().max(1_000), next: z.string().max(10_000) });
const NewAppPassword = z.object({ name: z.string().max(1_000) });

export async function accountRoutes(app: FastifyInstance, options: AccountRoutes): Promise<void> {
  const { store, sessions } = options;
  const askers = new WeakMap<FastifyRequest, Asker>();
  const asker = (request: FastifyRequest): Asker => {
    const found = askers.get(request);
    if (found === undefined) throw new Error('A request came in without its session.');
    return found;
  };

  apiRules(app);
  // Before the body is read. Basic credentials do not count here, so that an app password opens nothing of this.
  app.addHook('onRequest', async (request, reply) => {
    const token = sessionToken(request);
    const used = token === undefined ? undefined : await sessions.use(token);
    if (used === undefined) return reply.code(401).send({ error: 'not-signed-in' });
    if (used.renewed) setSessionCookie(request, reply, used.renewed);
    if (!SAFE_METHODS.has(request.method) && !hasCsrfToken(request, used.session.csrf))
      return reply.code(403).send({ error: 'csrf' });
    askers.set(request, used.session);
    return undefined;
  });

  app.put('/api/password', { bodyLimit: BODY_LIMIT }, (request, reply) =>
    changeOwnPassword(options, asker(request), request, reply),
  );

  app.get('/api/sessions', async (request) => {
    const { user, id } = asker(request);
    return { sessions: (await sessions.list(user.id)).map((entry) => sessionJson(entry, id)) };
  });
  app.delete('/api/sessions', async (request, reply) => {
    await sessions.endAll(asker(request).user.id);
    clearSessionCookie(request, reply);
    return reply.code(204).send();
  });
  app.delete<{ Params: { id: string } }>('/api/sessions/:id', async (request, reply) => {
    const isEnded = await sessions.end(asker(request).user.id, request.params.id);
    return isEnded ? reply.code(204).send() : reply.code(404).send({ error: 'not-found' });
  });

  app.get('/api/app-passwords', async (request) => ({
    appPasswords: (await store.appPasswordsOf(asker(request).user.id)).map(appPasswordJson),
  }));
  app.post('/api/app-passwords', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const wanted = NewAppPassword.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'invalid-request' });
    const added = await addAppPassword(store, asker(request).user, wanted.data.name, options.now);
    if (added.kind === 'refused') return reply.code(400).send({ error: added.reason });
    return reply.code(201).send({ ...appPasswordJson(added.appPassword), secret: added.secret });
  });
  app.delete<{ Params: { id: string } }>('/api/app-passwords/:id', async (request, reply) => {
    const { id } = request.params;
    const isRevoked = /^\d{1,15}$/.test(id) && (await store.deleteAppPassword(asker(request).user.id, Number(id)));
    return isRevoked ? reply.code(204).send() : reply.code(404).send({ error: 'not-found' });
  });
}

/** Ends all sessions of the account; this browser goes on in a new one. App passwords stay: they are other secrets. */
async function changeOwnPassword(
  { store, sessions, verify, domain }: AccountRoutes,
  { user }: Asker,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const wanted = PasswordChange.safeParse(request.body);
  if (!wanted.success) return reply.code(400).send({ error: 'invalid-request' });
  const { current, next } = wanted.data;
  const check = await verify({ name: user.name, password: current, address: request.ip, opens: 'account' });
  if (check.kind === 'wait')
    return reply.code(429).header('retry-after', check.seconds).send({ error: 'too-many-attempts' });
  if (check.kind === 'wrong') return reply.code(403).send({ error: 'wrong-password' });
  if (passwordFault(next) !== undefined) return reply.code(400).send({ error: 'invalid-password' });
  await changePassword(store, check.user, next);
  const { session, renewed } = await sessions.begin(check.user, deviceOf(request.headers['user-agent']));
  setSessionCookie(request, reply, renewed);
  return sessionAnswer(session, domain);
}

function sessionJson({ id, browser, system, begunAt, usedAt }: SessionEntry, current: string) {
  return { id, browser, system, begunAt: timeOf(begunAt), usedAt: timeOf(usedAt), isCurrent: id === current };
}

function appPasswordJson({ id, name, createdAt, usedAt }: AppPassword) {
  return { id: String(id), name, createdAt: timeOf(createdAt), usedAt: usedAt === undefined ? null : timeOf(usedAt) };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
