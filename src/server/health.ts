/** GET /health: whether the server can do its work, for load balancers and supervisors. Tells nothing else, and asks nobody to sign in. */
import type { FastifyInstance } from 'fastify';
import type { Store } from './store/store.ts';

/** A writing that somebody else's lock holds up for so long is no writing. */
const PATIENCE_MS = 2_000;
/** Many may ask; the disk is asked once in this time. */
const REMEMBERED_MS = 1_000;

/** `store` undefined: there is no database, and the server is well when it answers. */
export async function healthRoute(
  app: FastifyInstance,
  { store }: { readonly store: Store | undefined },
): Promise<void> {
  const isWell = store ? remembered(() => canWrite(store)) : async () => true;
  app.route({
    method: ['GET', 'HEAD'],
    url: '/health',
    handler: async (_request, reply) => {
      const well = await isWell();
      reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
      return reply.code(well ? 200 : 503).send({ status: well ? 'ok' : 'unavailable' });
    },
  });
}

async function canWrite(store: Store): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  const written = store.probe().then(
    () => true,
    () => false,
  );
  const well = await Promise.race([written, late]);
  clearTimeout(timer);
  return well;
}

function remembered(check: () => Promise<boolean>): () => Promise<boolean> {
  let latest: Promise<boolean> | undefined;
  let since = Number.NEGATIVE_INFINITY;
  return () => {
    if (latest === undefined || performance.now() - since >= REMEMBERED_MS) {
      since = performance.now();
      latest = check();
    }
    return latest;
  };
}
