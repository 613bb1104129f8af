/** The embedded server on one origin: CalDAV below `/dav/`, the session below `/api/`, the app everywhere else. */
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { credentialVerifier } from './accounts.ts';
import { davRoutes, METHODS_WITH_BODY } from './davRoutes.ts';
import { describeError } from './errors.ts';
import { type Mailer, noMail } from './mailer.ts';
import { sessionRoutes } from './session.ts';
import { staticApp } from './staticApp.ts';
import type { Store } from './store/store.ts';

export interface ServerOptions {
  /** The caller closes it, after the server. */
  readonly store: Store;
  /** Addresses in this domain are the server's own, `convoke.example`. */
  readonly domain: string;
  readonly now?: () => Date;
  readonly mailer?: Mailer;
  /** The built app; without it only CalDAV and the session are served. */
  readonly appDirectory?: string | undefined;
  /** Answer only requests for a loopback name: with known demo passwords, no other page may reach the server by DNS rebinding. */
  readonly loopbackNamesOnly?: boolean;
  readonly logger?: FastifyBaseLogger;
}

/** Long enough for three encoded segments of the longest names. */
const MAX_PATH = 4_096;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Makes the server; it does not listen yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { store, domain, now = () => new Date(), mailer = noMail } = options;
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: MAX_PATH },
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      plainText(reply, 400, 'The address cannot be read.');
    },
  });
  for (const method of METHODS_WITH_BODY) app.addHttpMethod(method, { hasBody: true });
  await app.register(cookie);
  logRequests(app);
  if (options.loopbackNamesOnly) {
    app.addHook('onRequest', async (request, reply) => {
      if (!LOOPBACK_HOST.test(request.raw.headers.host ?? ''))
        plainText(reply, 421, 'This server answers on loopback names only.');
      return reply.sent ? reply : undefined;
    });
  }
  app.setErrorHandler((error: { readonly statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(describeError(error), 'unexpected error');
    plainText(reply, status, status >= 500 ? 'Something went wrong.' : 'The request cannot be read.');
  });
  const verify = credentialVerifier(store, now);
  await app.register(davRoutes, { store, domain, now, mailer, verify });
  await app.register(sessionRoutes, { store, domain, now, verify });
  await app.register(staticApp, { directory: options.appDirectory });
  return app;
}

/** One line for each request: never a query, a header or a body. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const path = request.raw.url?.split('?', 1)[0];
    request.log.info({ method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
  });
}

function plainText(reply: FastifyReply, status: number, sentence: string): void {
  reply
    .code(status)
    .header('content-type', 'text/plain; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', 'sandbox')
    .send(`${sentence}\n`);
}
