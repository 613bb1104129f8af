/** What holds for everything below `/api/`. */
import type { FastifyInstance } from 'fastify';
import { SAFE_METHODS } from './authentication.ts';

/**
 * Answers are kept nowhere. What a browser says another site's page sends changes nothing, whether a session's token is needed or, to
 * sign in, there is none yet. Who does not say (a program, an old browser) is not stopped here: the CSRF token stays what counts.
 */
export function apiRules(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const site = request.headers['sec-fetch-site'];
    const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (isForeign && !SAFE_METHODS.has(request.method)) await reply.code(403).send({ error: 'cross-site' });
    return reply.sent ? reply : undefined;
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
}
