/** Plain HTTP to a CalDAV server, as any client would speak it; it shares nothing with src/. */

/** One user's access to a server. */
export interface CaldavAccess {
  /** Sends a request to a path of the server. @throws TypeError when the server closes the connection without an answer */
  readonly send: (
    method: string,
    href: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<CaldavAnswer>;
  /** The members of a collection that came, changed or went since `token` (undefined: all), RFC 6578 §3.2. */
  readonly changesSince: (href: string, token: string | undefined) => Promise<Changes>;
}

/** An answer with its body. */
export interface CaldavAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** RFC 6578 §3.2. */
export interface Changes {
  readonly token: string;
  /** Paths of the members that came or changed. */
  readonly present: readonly string[];
  /** Paths of the members that went. */
  readonly gone: readonly string[];
}

/** Access with Basic authentication; calendar data unless a Content-Type says otherwise. */
export function caldavAccess(
  origin: string,
  { username, password }: { readonly username: string; readonly password: string },
): CaldavAccess {
  const standing = { Authorization: `Basic ${btoa(`${username}:${password}`)}`, 'Content-Type': 'text/calendar' };
  const send: CaldavAccess['send'] = async (method, href, body, headers = {}) => {
    const response = await fetch(new URL(href, origin), {
      method,
      headers: { ...standing, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    send,
    changesSince: async (href, token) => {
      const body = `<?xml version="1.0"?><sync-collection xmlns="DAV:"><sync-token>${token ?? ''}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>`;
      const answer = await send('REPORT', href, body, { 'Content-Type': 'application/xml', Depth: '0' });
      if (answer.status !== 207)
        throw new Error(`sync-collection of ${href} answered ${answer.status}: ${answer.text}`);
      return readChanges(answer.text);
    },
  };
}

function readChanges(xml: string): Changes {
  const token = /<(?:\w+:)?sync-token>([^<]+)</.exec(xml)?.[1] ?? '';
  const responses = [...xml.matchAll(/<(?:\w+:)?response>([\s\S]*?)<\/(?:\w+:)?response>/g)].map(([, body = '']) => ({
    href: /<(?:\w+:)?href>([^<]+)</.exec(body)?.[1] ?? '',
    gone: /<(?:\w+:)?status>HTTP\/\S+ 404/.test(body) && !body.includes('propstat'),
  }));
  const hrefs = (gone: boolean) => responses.filter((response) => response.gone === gone).map(({ href }) => href);
  return { token, present: hrefs(false), gone: hrefs(true) };
}
