/** A CalDAV server written out by hand, for tests: what it answers, and what it was asked. */
import { CaldavClient } from './client.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** By `METHOD path`, the DAV:response elements of a multistatus, or a status without a body. */
export type Answers = Readonly<Record<string, string | number>>;

const NAMESPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:A="http://apple.com/ns/ical/"';

/** A client of that server; `asked` grows with each request. What is not among the answers is answered 404. */
export function clientOfAnswers(answers: Answers): { readonly client: CaldavClient; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const answer: typeof fetch = async (input, init) => {
    const { pathname: path } = new URL(String(input));
    const method = init?.method ?? 'GET';
    asked.push({ method, path, body: String(init?.body ?? '') });
    const found = answers[`${method} ${path}`] ?? 404;
    if (typeof found === 'number') return new Response(null, { status: found });
    const headers = { 'Content-Type': 'application/xml' };
    return new Response(`<D:multistatus ${NAMESPACES}>${found}</D:multistatus>`, { status: 207, headers });
  };
  return { client: new CaldavClient({ origin: 'https://dav.example', fetch: answer }), asked };
}

/** A DAV:response with these properties. */
export function responseOf(href: string, ...properties: readonly string[]): string {
  const propstat = `<D:propstat><D:prop>${properties.join('')}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>`;
  return `<D:response><D:href>${href}</D:href>${propstat}</D:response>`;
}

export function hrefProperty(name: string, ...hrefs: readonly string[]): string {
  return `<${name}>${hrefs.map((href) => `<D:href>${href}</D:href>`).join('')}</${name}>`;
}

/** DAV:current-user-privilege-set */
export function privilegeSet(...names: readonly string[]): string {
  const privileges = names.map((name) => `<D:privilege><${name}/></D:privilege>`);
  return `<D:current-user-privilege-set>${privileges.join('')}</D:current-user-privilege-set>`;
}
