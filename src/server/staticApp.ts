/** The built app: its files, and index.html for every address that the app's own router knows. */
import helmet from '@fastify/helmet';
import statics from '@fastify/static';
import type { FastifyInstance } from 'fastify';

export interface StaticApp {
  /** Absolute path of the built app; undefined: there is none. */
  readonly directory: string | undefined;
}

/** Names with a hash of their content never change. */
const FOR_EVER = 'public, max-age=31536000, immutable';

export async function staticApp(app: FastifyInstance, { directory }: StaticApp): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // On plain http a browser ignores it; behind TLS whoever terminates it decides for how long.
    strictTransportSecurity: false,
  });
  if (directory === undefined) {
    app.get('/*', async (_request, reply) =>
      reply.code(404).type('text/plain; charset=utf-8').send('The app is not built.\n'),
    );
    return;
  }
  await app.register(statics, {
    root: directory,
    wildcard: false,
    index: false,
    serve: false,
    cacheControl: false,
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    handler: async (request, reply) => {
      const path = decodeURIComponent(request.url.split('?', 1)[0] ?? '/').slice(1);
      if (path.startsWith('api/')) return reply.code(404).send({ error: 'not-found' });
      const isFile = /^(assets\/)?[A-Za-z0-9._-]+\.[a-z0-9]+$/.test(path) && path !== 'index.html';
      if (isFile) {
        reply.header('cache-control', path.startsWith('assets/') ? FOR_EVER : 'no-cache');
        return reply.sendFile(path);
      }
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    },
  });
}
