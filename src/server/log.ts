/** The log: JSON lines of what happened and how long it took, never of what was in it. */
import type { FastifyInstance } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { describeError } from './errors.ts';
import { parseResource } from './resources.ts';

/**
 * Makes the server's log. Whatever is thrown or written by libraries loses its words here: messages may quote addresses, and those
 * carry the names of people and the UIDs of their meetings.
 */
export function makeLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, req: ({ method }) => ({ method }), res: ({ statusCode }) => ({ statusCode }) },
      hooks: {
        logMethod([first, message], write) {
          const subject: object =
            first instanceof Error ? { err: first } : typeof first === 'object' && first !== null ? first : {};
          const words = typeof first === 'string' ? first : message;
          write.call(this, subject, typeof words === 'string' && !QUOTES.test(words) ? words : 'withheld');
        },
      },
    },
    destination,
  );
}

/** What an address or a quotation in a message would have. */
const QUOTES = /[/"'`@%]/;

/**
 * One line for each request, with the kind of what it was for instead of the path. Never a query, a header or a body.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method, kind: kindOf(request.raw.url ?? ''), status: reply.statusCode, ms }, 'answered');
  });
}

const PARTS = /^\/(api|gateway|health|\.well-known)(?=[/?]|$)/;

function kindOf(url: string): string {
  if (/^\/dav(?=[/?]|$)/.test(url)) return `dav ${parseResource(url)?.kind ?? 'nothing'}`;
  return PARTS.exec(url)?.[1] ?? 'app';
}
