/** What answers with other people's data carry. */
import type { FastifyReply } from 'fastify';

/** Calendar data comes from strangers: nothing in such an answer may ever run in a browser. */
export function secured(reply: FastifyReply): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', 'sandbox')
    .header('cache-control', 'private, no-cache');
}

/** One sentence as text/plain. */
export function plainText(reply: FastifyReply, status: number, sentence: string): FastifyReply {
  return secured(reply).code(status).header('content-type', 'text/plain; charset=utf-8').send(`${sentence}\n`);
}
