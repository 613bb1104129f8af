/** For the gateway's tests: a CalDAV server on loopback that signs people in properly, and then does whatever a test tells it. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { basic } from './testClient.ts';

export const USERNAME = 'olivia';
/** Long and odd enough to be found wherever it should not be. */
export const PASSWORD = 'p4ss:wörd-of-olivia';

export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface HostileUpstream {
  readonly url: URL;
  readonly seen: Seen[];
  /** What the next requests are answered with; sign-in goes on working. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly close: () => Promise<void>;
}

const NAMESPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"';
export const XML = { 'content-type': 'application/xml; charset=utf-8' };

/** One DAV:response with these properties. */
export function multistatus(properties: string): string {
  const propstat = `<D:propstat><D:prop>${properties}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>`;
  return `<D:multistatus ${NAMESPACES}><D:response><D:href>/</D:href>${propstat}</D:response></D:multistatus>`;
}

export const PRINCIPAL = multistatus('<D:current-user-principal><D:href>/p/</D:href></D:current-user-principal>');
export const ACCOUNT = multistatus(
  '<C:calendar-home-set><D:href>/home/</D:href></C:calendar-home-set><C:calendar-user-address-set>' +
    '<D:href>/p/</D:href><D:href>mailto:olivia@example.test</D:href></C:calendar-user-address-set>',
);

export async function hostileUpstream(): Promise<HostileUpstream> {
  const seen: Seen[] = [];
  const { server, url, close } = await listening((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const { method = '', url: target = '', headers } = request;
      if (signsIn(request, response)) return;
      seen.push({ method, target, headers: { ...headers }, body: Buffer.concat(chunks).toString('utf8') });
      upstream.answer(request, response);
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  const upstream: HostileUpstream = {
    url,
    seen,
    answer: (_request, response) => response.writeHead(204).end(),
    close,
  };
  return upstream;
}

/** A node:http server on a free port of the loopback interface. */
export async function listening(listener: RequestListener) {
  const server: Server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  };
  return { server, url, close };
}

/** Answers discovery; whether this request was part of it. */
function signsIn({ method, url, headers }: IncomingMessage, response: ServerResponse): boolean {
  const isDiscovery = ['/.well-known/caldav', '/p/', '/home/'].includes(url ?? '');
  if (!isDiscovery) return false;
  if (headers.authorization !== basic(USERNAME, PASSWORD)) response.writeHead(401).end();
  else if (method === 'OPTIONS') response.writeHead(200, { dav: '1, calendar-access' }).end();
  else response.writeHead(207, XML).end(url === '/p/' ? ACCOUNT : PRINCIPAL);
  return true;
}
