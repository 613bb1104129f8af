/** Requests of one user to one server. */
import { type Contender, OWNER, passwordOf } from './contender.ts';
import { type Answer, type HttpConnection, httpConnection } from './httpConnection.ts';

export interface ServerAccess {
  /** The bytes of a request, so that making them need not be timed. */
  readonly request: (method: string, path: string, body?: string, headers?: Readonly<Record<string, string>>) => Buffer;
  /** Sends a request that is not measured. @throws Error when the status is another one, with the server's words */
  readonly expect: (
    status: number,
    method: string,
    path: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  readonly connection: HttpConnection;
  readonly close: () => void;
}

/** With Basic authentication; XML unless a Content-Type says otherwise. */
export function serverAccess(port: number, user: string): ServerAccess {
  const connection = httpConnection(port);
  const standing = [
    `Host: 127.0.0.1:${port}`,
    `Authorization: Basic ${Buffer.from(`${user}:${passwordOf(user)}`).toString('base64')}`,
    'User-Agent: convoke-bench',
  ];
  const request: ServerAccess['request'] = (method, path, body = '', headers = {}) => {
    const content = {
      'Content-Type': 'application/xml; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
    };
    const all = { ...(body === '' ? {} : content), ...headers };
    const lines = [
      `${method} ${path} HTTP/1.1`,
      ...standing,
      ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
  };
  return {
    request,
    connection,
    close: connection.close,
    expect: async (status, method, path, body, headers) => {
      const answer = await connection.send(request(method, path, body, headers));
      if (answer.status !== status)
        throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body.toString('utf8', 0, 400)}`);
      return answer;
    },
  };
}

/** A small request that any server answers, for which it must know the person. */
export function greeting({
  access,
  contender,
}: {
  readonly access: ServerAccess;
  readonly contender: Contender;
}): Buffer {
  const body = '<?xml version="1.0"?><D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>';
  return access.request('PROPFIND', contender.calendar(OWNER, 'small'), body, { Depth: '0' });
}
