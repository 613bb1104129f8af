import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { StartError } from './startError.ts';
import { type Answer, rawRequest } from './testClient.ts';
import { readTrustedProxies } from './trustedProxies.ts';

let server: InProcessServer;

afterEach(async () => server?.close());

const signIn = (password: string, headers: Record<string, string>): Promise<Answer> =>
  rawRequest(
    server.origin,
    'POST',
    '/api/session',
    { 'content-type': 'application/json', ...headers },
    JSON.stringify({ username: 'olivia', password }),
  );

describe('TRUST_PROXY', () => {
  test.each([
    [undefined, []],
    ['', []],
    ['127.0.0.1', ['127.0.0.1']],
    [' 10.0.0.0/8 , fd00::/8,loopback,', ['10.0.0.0/8', 'fd00::/8', 'loopback']],
  ])('%j is read', (written, proxies) => {
    expect(readTrustedProxies(written)).toEqual(proxies);
  });

  test.each(['true', '1', '*', 'proxy.example', '10.0.0.0/33', '10.0.0.0/0', '::/0', '10.0.0.0/8/8', '10.0.0/8'])(
    '%s is refused: it would believe anybody, or nobody',
    (written) => {
      expect(() => readTrustedProxies(written)).toThrow(StartError);
      expect(() => readTrustedProxies(written)).toThrow(`TRUST_PROXY=${written}: ${written} is neither an IP address`);
    },
  );
});

describe('without a named proxy', () => {
  test('nothing forwarded is believed: no Secure cookie, no HSTS, and a made-up address evades no delay', async () => {
    server = await startInProcess();
    const forwarded = {
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-host': 'evil.example',
    };
    const answer = await signIn('olivia-demo', forwarded);
    expect(answer.headers['set-cookie']).toMatch(/^convoke_session=[^;]+; (?!.*Secure)/);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    for (let count = 0; count < 6; count += 1)
      await signIn(`wrong ${count}`, { 'x-forwarded-for': `192.0.2.${count}` });
    expect((await signIn('olivia-demo', { 'x-forwarded-for': '192.0.2.99' })).status).toBe(429);
  });

  test('a proxy that is there is mentioned in the log, once, without the addresses of its clients', async () => {
    const written: string[] = [];
    const sink = new PassThrough().on('data', (chunk: Buffer) => written.push(chunk.toString()));
    server = await startInProcess({ logger: pino({ level: 'warn' }, sink) });
    for (let count = 0; count < 3; count += 1)
      await rawRequest(server.origin, 'GET', '/api/servers', { 'x-forwarded-for': '192.0.2.1' });
    const lines = written.join('').trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('TRUST_PROXY');
    expect(lines[0]).not.toContain('192.0.2.1');
  });
});

describe('behind a named proxy that terminates TLS', () => {
  const forwarded = (address: string) => ({ 'x-forwarded-proto': 'https', 'x-forwarded-for': address });

  test('the cookie is Secure and bound to this host, and TLS is meant to stay', async () => {
    server = await startInProcess({ trustedProxies: ['127.0.0.1'] });
    const answer = await signIn('olivia-demo', forwarded('192.0.2.1'));
    const [cookie = '', ...attributes] = (answer.headers['set-cookie'] ?? '').split('; ');
    expect(cookie).toMatch(/^__Host-convoke_session=.{43}$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure']);
    for (const path of ['/api/session', '/dav/', '/', '/.well-known/caldav']) {
      const page = await rawRequest(server.origin, 'GET', path, forwarded('192.0.2.1'));
      expect(page.headers['strict-transport-security']).toBe('max-age=15552000');
    }
    const session = await rawRequest(server.origin, 'GET', '/api/session', { cookie, ...forwarded('192.0.2.1') });
    expect(session.status).toBe(200);
    // Over plain HTTP it is no cookie of ours, nor is a plain one over TLS: a neighbour's host could have planted it.
    expect((await rawRequest(server.origin, 'GET', '/api/session', { cookie })).status).toBe(401);
    const plain = cookie.replace('__Host-', '');
    const planted = { cookie: plain, ...forwarded('192.0.2.1') };
    expect((await rawRequest(server.origin, 'GET', '/api/session', planted)).status).toBe(401);
    const out = await rawRequest(server.origin, 'DELETE', '/api/session', {
      cookie,
      'x-csrf-token': (JSON.parse(session.body) as { readonly csrf: string }).csrf,
      ...forwarded('192.0.2.1'),
    });
    expect(out.headers['set-cookie']).toMatch(/^__Host-convoke_session=;.*Path=\/.*Secure/);
  });

  test('each client is slowed down for itself, and what it adds to the header itself is not believed', async () => {
    server = await startInProcess({ trustedProxies: ['loopback'] });
    for (let count = 0; count < 6; count += 1)
      // A client's own X-Forwarded-For stands before what the proxy adds.
      await signIn(`wrong ${count}`, forwarded(`203.0.113.${count}, 192.0.2.1`));
    expect((await signIn('olivia-demo', forwarded('203.0.113.77, 192.0.2.1'))).status).toBe(429);
    expect((await signIn('olivia-demo', forwarded('192.0.2.2'))).status).toBe(200);
  });

  test('another than the named one is not believed', async () => {
    server = await startInProcess({ trustedProxies: ['10.0.0.0/8', '192.0.2.5'] });
    const answer = await signIn('olivia-demo', forwarded('192.0.2.1'));
    expect(answer.headers['set-cookie']).not.toContain('Secure');
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });
});
