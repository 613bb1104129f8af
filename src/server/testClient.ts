/** What the server's tests use: a CalDAV client without any of the product's own code, and a reader of iCalendar text. */
import { request as httpRequest } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface TestClient {
  /** A request with this user's Basic credentials; nobody's when the client has no name. */
  readonly send: (
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: string | Buffer,
  ) => Promise<Answer>;
  readonly put: (path: string, text: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
  readonly delete: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** PROPFIND of properties written as XML, `<D:displayname/>`. */
  readonly propfind: (path: string, properties: string, depth?: string) => Promise<Answer>;
  readonly report: (path: string, body: string, depth?: string) => Promise<Answer>;
  /** The texts of all members of a collection, oldest first. */
  readonly texts: (collection: string) => Promise<readonly string[]>;
}

/** A client that signs in with `<name>` and `<name>-demo`; without a name it does not sign in. */
export function clientOf(origin: string, name?: string): TestClient {
  const credentials = name === undefined ? {} : { authorization: basic(name, `${name}-demo`) };
  const send: TestClient['send'] = (method, path, headers = {}, body) =>
    rawRequest(origin, method, path, { ...credentials, ...headers }, body);
  return {
    send,
    put: (path, text, headers = {}) => send('PUT', path, { 'content-type': 'text/calendar', ...headers }, text),
    get: (path) => send('GET', path),
    delete: (path, headers) => send('DELETE', path, headers),
    propfind: (path, properties, depth = '0') =>
      send('PROPFIND', path, { depth }, `<D:propfind ${NAMESPACES}><D:prop>${properties}</D:prop></D:propfind>`),
    report: (path, body, depth = '1') => send('REPORT', path, { depth }, body),
    texts: async (collection) => {
      const listing = await send('PROPFIND', collection, { depth: '1' });
      const hrefs = [...listing.body.matchAll(/<D:href>([^<]+\.ics)<\/D:href>/g)].map(([, href]) => href ?? '');
      const answers = [];
      for (const href of hrefs) answers.push(await send('GET', href));
      return answers.map((answer) => answer.body);
    },
  };
}

export const NAMESPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"';

export function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/** Sends the path as it is written: no client in between that would tidy `..` away. */
export function rawRequest(
  origin: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string | Buffer,
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const flat = Object.entries(response.headers).map(([key, value]) => [
          key,
          Array.isArray(value) ? value.join(', ') : value,
        ]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(flat) as Record<string, string | undefined>,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Lines joined by CRLF, as iCalendar wants them. */
export function ics(...lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}

/** One component of iCalendar text: its unfolded content lines. */
export interface TextComponent {
  readonly name: string;
  readonly lines: readonly string[];
}

/** METHOD (undefined in a calendar) and the VEVENTs and VTODOs of a text, read without the product's parser. */
export function readText(text: string): {
  readonly method: string | undefined;
  readonly components: readonly TextComponent[];
} {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const components: { name: string; lines: string[] }[] = [];
  let open: { name: string; lines: string[] } | undefined;
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT' || line === 'BEGIN:VTODO') open = { name: line.slice(6), lines: [] };
    else if (open && line === `END:${open.name}`) {
      components.push(open);
      open = undefined;
    } else open?.lines.push(line);
  }
  return { method: lines.find((line) => line.startsWith('METHOD:'))?.slice(7), components };
}

/** The whole content line of a property (or, of an ATTENDEE, the one with that address); undefined without it. */
export function lineOf(component: TextComponent | undefined, name: string, endsWith = ''): string | undefined {
  return component?.lines.find(
    (line) => new RegExp(`^${name}[;:]`).test(line) && line.toLowerCase().endsWith(endsWith),
  );
}

/** A parameter of a content line, without quotes. */
export function parameterOf(line: string | undefined, name: string): string | undefined {
  return new RegExp(`;${name}=("[^"]*"|[^;:]*)`).exec(line ?? '')?.[1]?.replaceAll('"', '');
}

/** The value of a property's content line. */
export function propertyValue(component: TextComponent | undefined, name: string): string | undefined {
  const line = lineOf(component, name);
  return line?.replace(/^[^:"]*("[^"]*"[^:"]*)*:/, '');
}

/** The DAV:sync-token of a report or of a PROPFIND. */
export function tokenIn({ body }: Answer): string {
  return /<D:sync-token>([^<]+)</.exec(body)?.[1] ?? '';
}

/** The hrefs of calendar objects in a multistatus, in their order. */
export function hrefsIn({ body }: Answer): readonly string[] {
  return [...body.matchAll(/<D:href>([^<]+\.ics)<\/D:href>/g)].map(([, href]) => href ?? '');
}

/** The first schedule-tag in a multistatus, with its quotes. */
export function scheduleTagIn({ body }: Answer): string {
  return /<C:schedule-tag>([^<]+)</.exec(body)?.[1]?.replaceAll('&quot;', '"') ?? '';
}

/** The first getetag in a multistatus, with its quotes. */
export function etagIn({ body }: Answer): string {
  return /<D:getetag>([^<]+)</.exec(body)?.[1]?.replaceAll('&quot;', '"') ?? '';
}
