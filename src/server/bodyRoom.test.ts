/** Many large bodies at once: they wait outside, and small ones come in. */
import { type ClientRequest, request } from 'node:http';
import { expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { startInProcess } from './inProcess.ts';
import { DEFAULT_SERVER_LIMITS } from './limits.ts';
import { basic, clientOf } from './testClient.ts';

const OBJECT = '/dav/calendars/alice/work/event.ics';
const LARGE = event({ lines: [`DESCRIPTION:${'x'.repeat(100_000)}`] });

/** A PUT that has announced its body and sends none of it; resolves when the server is waiting for it. */
function begun(origin: string, headers: Record<string, string>): Promise<ClientRequest> {
  const { hostname, port } = new URL(origin);
  const authorization = basic('alice', 'alice-demo');
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ hostname, port, method: 'PUT', path: OBJECT },
      headers: { authorization, 'content-type': 'text/calendar', expect: '100-continue', ...headers },
    });
    // The server says so before it looks at the request: what it has seen of it is asked for below.
    sent.on('continue', () => resolve(sent));
    sent.on('error', reject);
    sent.flushHeaders();
  });
}

test.each([
  ['of that length', { 'content-length': '150000' }],
  ['without a length', { 'transfer-encoding': 'chunked' }],
])(
  'a body %s that is under way takes its room until its connection is gone; small ones need none',
  async (_what, headers) => {
    const server = await startInProcess({
      serverLimits: { ...DEFAULT_SERVER_LIMITS, maxResourceSize: 150_000, maxBodies: 200_000 },
    });
    const alice = clientOf(server.origin, 'alice');
    try {
      expect((await alice.put(OBJECT, LARGE)).status).toBe(201);
      const slow = await begun(server.origin, headers);
      await expect.poll(async () => (await alice.put(OBJECT, LARGE)).status).toBe(503);
      const refused = await alice.put(OBJECT, LARGE);
      expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
      expect((await alice.put(OBJECT, event())).status).toBe(204);
      slow.on('error', () => undefined).destroy();
      await expect.poll(async () => (await alice.put(OBJECT, LARGE)).status).toBe(204);
    } finally {
      await server.close();
    }
  },
);
