/** The log, the health endpoint and what is said before anything else: nothing that people write may get out by them. */
import { describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { startInProcess } from './inProcess.ts';
import { makeLog } from './log.ts';
import { clientOf, rawRequest } from './testClient.ts';

const SECRET = 'marked-secret-7e1';

function recording(): { readonly lines: string[]; readonly write: (line: string) => void } {
  const lines: string[] = [];
  return { lines, write: (line) => lines.push(line) };
}

describe('the log', () => {
  test('has a line for each request: method, kind, status and time, and nothing that was in it', async () => {
    const destination = recording();
    const server = await startInProcess({ logger: makeLog('trace', destination) });
    const alice = clientOf(server.origin, 'alice');
    const secrets = { [`x-${SECRET}`]: SECRET, cookie: `convoke_session=${SECRET}`, 'x-csrf-token': SECRET };
    const path = `/dav/calendars/alice/work/${SECRET}.ics`;
    const answers = [
      await alice.send('PUT', `${path}?${SECRET}`, secrets, event({ uid: SECRET, lines: [`DESCRIPTION:${SECRET}`] })),
      await alice.send('PUT', path, secrets, `BEGIN:VCALENDAR\r\n${SECRET}\r\n`),
      await alice.send('GET', path, secrets),
      await alice.send('REPORT', path, secrets, `<${SECRET}>`),
      await alice.send('PROPFIND', `/dav/principals/${SECRET}/`, secrets),
      await alice.send('GET', `/%ZZ${SECRET}`, secrets),
      await rawRequest(server.origin, 'PROPFIND', `/dav/${SECRET}/`, {
        authorization: `Basic ${Buffer.from(`${SECRET}:${SECRET}`).toString('base64')}`,
      }),
      await rawRequest(server.origin, 'POST', '/api/session', { 'content-type': 'application/json' }, `{"${SECRET}`),
      await rawRequest(server.origin, 'GET', `/api/${SECRET}`, {}),
    ];
    await server.close();
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    const log = destination.lines.join('');
    for (const secret of [SECRET, Buffer.from(SECRET).toString('base64').slice(0, 12)])
      expect(log).not.toContain(secret);
    const entries = destination.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const put = entries.find(({ method, status }) => method === 'PUT' && status === 201);
    expect(put).toMatchObject({ level: 'info', kind: 'dav object', msg: 'answered', reqId: expect.any(String) });
    expect(put?.['ms']).toBeTypeOf('number');
  });

  test('tells where an unexpected error came from, without its words', async () => {
    const destination = recording();
    const log = makeLog('info', destination);
    const error = new TypeError(`cannot read ${SECRET}`, { cause: new Error(SECRET) });
    log.error(error);
    log.error({ err: error });
    log.warn({ err: error }, `Reply was already sent in the "/dav/${SECRET}" route`);
    log.info(`/dav/${SECRET}`);
    expect(destination.lines).toHaveLength(4);
    expect(destination.lines.join('')).not.toContain(SECRET);
    expect(JSON.parse(destination.lines[0] ?? '')).toMatchObject({
      level: 'error',
      err: { type: 'TypeError', at: expect.arrayContaining([expect.stringContaining('log.test.ts')]) },
    });
  });
});

describe('GET /health', () => {
  test('answers without a sign-in, with one word, and only on the names that the server answers on', async () => {
    const server = await startInProcess({ loopbackNamesOnly: true });
    const answer = await rawRequest(server.origin, 'GET', '/health', {});
    const head = await rawRequest(server.origin, 'HEAD', '/health', {});
    const rebound = await rawRequest(server.origin, 'GET', '/health', { host: 'evil.example' });
    await server.close();
    expect([answer.status, answer.body, answer.headers['cache-control']]).toEqual([200, '{"status":"ok"}', 'no-store']);
    expect([head.status, head.body]).toEqual([200, '']);
    expect(rebound.status).toBe(421);
  });

  test('is well without the embedded server', async () => {
    const server = await startInProcess({ embedded: false });
    const answer = await rawRequest(server.origin, 'GET', '/health', {});
    await server.close();
    expect(answer.status).toBe(200);
  });
});
