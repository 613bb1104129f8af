import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, rawRequest } from './testClient.ts';

let folder: string;
let server: InProcessServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-app-'));
  const app = join(folder, 'app');
  await mkdir(join(app, 'assets'), { recursive: true });
  await writeFile(join(app, 'index.html'), '<!doctype html><title>App</title>');
  await writeFile(join(app, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(app, 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(app, '.hidden'), 'secret');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  server = await startInProcess({ appDirectory: app });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, method = 'GET'): Promise<Answer> => rawRequest(server.origin, method, path, {});

describe('the app', () => {
  test.each(['/', '/calendar?view=week', '/event/new', '/settings', '/index.html'])(
    'answers at %s with its page',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.body).toContain('<title>App</title>');
    },
  );

  test('runs no script but its own files, and in nobody’s frame', async () => {
    const policy = (await get('/')).headers['content-security-policy'] ?? '';
    const directives = Object.fromEntries(
      policy.split(';').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
    );
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(policy).not.toContain('unsafe');
    expect((await get('/')).headers['x-content-type-options']).toBe('nosniff');
  });

  test('has files, those with a hash in the name for ever', async () => {
    const script = await get('/assets/index-abc.js');
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toContain('javascript');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
    expect((await get('/assets/none.js')).status).toBe(404);
    expect((await get('/api/none')).status).toBe(404);
    expect((await get('/', 'HEAD')).body).toBe('');
    expect((await get('/', 'POST')).status).toBe(404);
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets%2f..%2f..%2fsecret.txt',
    '/.hidden',
    '/%2ehidden',
  ])('gives nothing of its surroundings away: %s', async (path) => {
    expect((await get(path)).body).not.toContain('secret');
  });
});
