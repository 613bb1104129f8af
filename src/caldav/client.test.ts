// @vitest-environment jsdom
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { getCalendarObject, putCalendarObject } from './calendarObject.ts';
import { CaldavClient } from './client.ts';
import { CaldavError } from './errors.ts';
import { saveCalendarObject } from './saving.ts';
import { fetchSession, signIn } from './session.ts';

/** Answers that the embedded server does not give, written out. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

async function serverThat(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function failure(attempt: Promise<unknown>): Promise<CaldavError> {
  const error = await attempt.catch((reason: unknown) => reason);
  if (error instanceof CaldavError) return error;
  throw new Error(`expected a CaldavError, not ${String(error)}`);
}

const NONE = { kind: 'none' } as const;

describe('the client', () => {
  it.each([
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [412, 'precondition-failed'],
    [413, 'too-large'],
    [415, 'refused'],
    [429, 'rate-limited'],
    [500, 'server'],
    [507, 'too-large'],
  ] as const)('throws when a PUT is answered %i, which tsdav passes over: %s', async (status, kind) => {
    const origin = await serverThat((_request, response) => response.writeHead(status, { 'Retry-After': '7' }).end());
    const error = await failure(putCalendarObject(new CaldavClient({ origin }), '/x.ics', 'data', NONE));
    expect(error).toMatchObject({ kind, status, retryAfter: 7 });
  });

  it('keeps a plain sentence of the server', async () => {
    const origin = await serverThat((_request, response) =>
      response.writeHead(403, { 'Content-Type': 'text/plain' }).end('The disk is full.'),
    );
    expect((await failure(getCalendarObject(new CaldavClient({ origin }), '/x.ics'))).detail).toBe('The disk is full.');
  });

  it('says that nobody answers', async () => {
    const client = new CaldavClient({ origin: 'http://127.0.0.1:1' });
    expect(await failure(getCalendarObject(client, '/x.ics'))).toMatchObject({ kind: 'network' });
  });

  it('never asks another server', async () => {
    const client = new CaldavClient({ origin: 'http://127.0.0.1:1' });
    expect((await failure(getCalendarObject(client, '//evil.example/x.ics'))).kind).toBe('malformed');
  });

  it('waits for a new sign-in and repeats the request with the new token', async () => {
    const tokens: (string | undefined)[] = [];
    const origin = await serverThat((request, response) => {
      const token = request.headers['x-csrf-token'];
      tokens.push(String(token));
      response.writeHead(token === 'new' ? 204 : 401).end();
    });
    let token = 'old';
    const signInAgain = async () => {
      token = 'new';
      return true;
    };
    const client = new CaldavClient({ origin, csrfToken: () => token, signInAgain });
    await putCalendarObject(client, '/x.ics', 'data', NONE);
    expect(tokens).toEqual(['old', 'new']);
  });

  it('gives up when nobody signs in, and after one repetition', async () => {
    let requests = 0;
    const origin = await serverThat((_request, response) => {
      requests += 1;
      response.writeHead(401).end();
    });
    const refusing = new CaldavClient({ origin, signInAgain: async () => false });
    expect((await failure(getCalendarObject(refusing, '/x.ics'))).kind).toBe('unauthorized');
    expect(requests).toBe(1);
    const hopeful = new CaldavClient({ origin, signInAgain: async () => true });
    expect((await failure(getCalendarObject(hopeful, '/x.ics'))).kind).toBe('unauthorized');
    expect(requests).toBe(3);
  });

  it('tells a save that cannot be read back from one that failed', async () => {
    const origin = await serverThat((request, response) =>
      response.writeHead(request.method === 'PUT' ? 201 : 500).end(),
    );
    const outcome = await saveCalendarObject(new CaldavClient({ origin }), {
      url: '/x.ics',
      data: 'data',
      base: undefined,
    });
    expect(outcome).toMatchObject({ kind: 'saved-unread', error: { kind: 'server' } });
  });
});

describe('the session', () => {
  const SESSION = {
    user: { name: 'olivia', displayName: 'Olivia', principal: '/p/', addresses: ['mailto:o@x'] },
    csrf: 'token',
    server: { name: 'convoke', product: 'Convoke', profile: 'rfc6638', precondition: 'schedule-tag', capabilities: [] },
  };

  function answering(status: number, body: unknown): Promise<string> {
    return serverThat((_request, response) =>
      response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '60' }).end(JSON.stringify(body)),
    );
  }

  it('is read', async () => {
    expect(await fetchSession(await answering(200, SESSION))).toEqual(SESSION);
  });

  it('is none when nobody is signed in', async () => {
    expect(await fetchSession(await answering(401, {}))).toBeUndefined();
  });

  it.each([[{}], [{ ...SESSION, csrf: 7 }], ['<html>']])(
    'is malformed when something else answers: %j',
    async (body) => {
      expect((await failure(fetchSession(await answering(200, body)))).kind).toBe('malformed');
    },
  );

  it('is refused for wrong credentials, and after too many', async () => {
    const credentials = { username: 'olivia', password: 'no' };
    expect((await failure(signIn(await answering(401, {}), credentials))).kind).toBe('unauthorized');
    expect(await failure(signIn(await answering(429, {}), credentials))).toMatchObject({
      kind: 'rate-limited',
      retryAfter: 60,
    });
  });
});
