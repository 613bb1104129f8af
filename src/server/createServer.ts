/** Everything on one origin: the embedded server's CalDAV below `/dav/`, other servers below `/gateway/`, the session below `/api/`, the app everywhere else. */
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { accountRoutes } from './accountRoutes.ts';
import { authenticator } from './authentication.ts';
import { credentialVerifier } from './credentials.ts';
import { davRoutes, METHODS_WITH_BODY } from './davRoutes.ts';
import { embeddedSessions } from './embeddedSessions.ts';
import { embeddedSignIn } from './embeddedSignIn.ts';
import { describeError, retryAfter, storageRefusal } from './errors.ts';
import { gatewayRoutes } from './gateway.ts';
import { healthRoute } from './health.ts';
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from './limits.ts';
import { logRequests } from './log.ts';
import { type Mailer, noMail } from './mailer.ts';
import { plainText } from './safeAnswer.ts';
import { sessionRoutes } from './session.ts';
import type { SignIns } from './signIns.ts';
import { staticApp } from './staticApp.ts';
import { steadyClock } from './steadyClock.ts';
import type { Store } from './store/store.ts';
import { watchProxies } from './trustedProxies.ts';
import { upstreamSessions } from './upstreamSessions.ts';
import { upstreamSignIns } from './upstreamSignIn.ts';
import { DEFAULT_LIMITS, type GatewayLimits, type Upstream } from './upstreams.ts';

export interface ServerOptions {
  /** The caller closes it, after the server. Undefined: the embedded CalDAV server is switched off. */
  readonly store: Store | undefined;
  /** Addresses in this domain are the server's own, `convoke.example`. */
  readonly domain: string;
  readonly now?: () => Date;
  readonly mailer?: Mailer;
  /** The built app; without it only CalDAV and the session are served. */
  readonly appDirectory?: string | undefined;
  /** Answer only requests for a loopback name: with known demo passwords, no other page may reach the server by DNS rebinding. */
  readonly loopbackNamesOnly?: boolean;
  /** Other CalDAV servers that people may sign in to. */
  readonly upstreams?: readonly Upstream[];
  readonly limits?: GatewayLimits;
  /** Of the embedded server and of every connection. */
  readonly serverLimits?: ServerLimits;
  /** Proxies whose X-Forwarded-* headers are believed, see `readTrustedProxies`; none if absent. */
  readonly trustedProxies?: readonly string[];
  readonly logger?: FastifyBaseLogger;
}

/** Long enough for three encoded segments of the longest names. */
const MAX_PATH = 4_096;
/** How often connections are looked at whether their request is late. */
const CHECK_MS = 5_000;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Makes the server; it does not listen yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const now = steadyClock(options.now ?? (() => new Date()));
  const { upstreams = [], limits = DEFAULT_LIMITS, trustedProxies = [] } = options;
  const { requestMs, maxConnections } = options.serverLimits ?? DEFAULT_SERVER_LIMITS;
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    routerOptions: { maxParamLength: MAX_PATH },
    requestTimeout: requestMs,
    http: { headersTimeout: requestMs, connectionsCheckingInterval: Math.min(requestMs, CHECK_MS) },
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      plainText(reply, 400, 'The address cannot be read.');
    },
  });
  app.server.maxConnections = maxConnections;
  for (const method of METHODS_WITH_BODY) app.addHttpMethod(method, { hasBody: true });
  await app.register(cookie);
  logRequests(app);
  watchProxies(app);
  if (options.loopbackNamesOnly) {
    app.addHook('onRequest', async (request, reply) => {
      if (!LOOPBACK_HOST.test(request.raw.headers.host ?? ''))
        plainText(reply, 421, 'This server answers on loopback names only.');
      return reply.sent ? reply : undefined;
    });
  }
  app.setErrorHandler((error: { readonly statusCode?: number }, request, reply) => {
    const refusal = storageRefusal(error);
    if (refusal) {
      request.log.error({ fault: refusal.fault }, 'the storage failed');
      return plainText(reply.headers(retryAfter(refusal)), refusal.status, refusal.message);
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(describeError(error), 'unexpected error');
    return plainText(reply, status, status >= 500 ? 'Something went wrong.' : 'The request cannot be read.');
  });
  await app.register(healthRoute, { store: options.store });
  const sessions = upstreamSessions(now);
  await app.register(sessionRoutes, {
    embedded: await embeddedServer(app, options, now),
    upstreams: upstreamSignIns(upstreams, sessions, limits, now),
  });
  await app.register(gatewayRoutes, { sessions, limits });
  await app.register(staticApp, { directory: options.appDirectory });
  return app;
}

async function embeddedServer(
  app: FastifyInstance,
  { store, domain, mailer = noMail, serverLimits: limits = DEFAULT_SERVER_LIMITS }: ServerOptions,
  now: () => Date,
): Promise<SignIns | undefined> {
  if (store === undefined) return undefined;
  const verify = credentialVerifier(store, now);
  const sessions = embeddedSessions(store, now);
  const authenticate = authenticator(verify, sessions);
  await app.register(davRoutes, { store, domain, now, mailer, limits, authenticate });
  await app.register(accountRoutes, { store, sessions, verify, domain, now });
  return embeddedSignIn(verify, sessions, domain);
}
