/** A lean HTTP/1.1 client on one kept connection, so that a benchmark measures the server and not the client. */
import { connect, type Socket } from 'node:net';

/** An answer with its whole body. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface HttpConnection {
  /**
   * Sends one request, as the bytes of head and body, and resolves with its answer. Connects first when there is no connection,
   * which is so for every request to a server that closes after each. One request at a time.
   * @throws Error when the server closes without a whole answer, or gives none within a minute
   */
  readonly send: (request: Buffer) => Promise<Answer>;
  readonly close: () => void;
}

/** Milliseconds; what takes longer is no service to anybody. */
const PATIENCE = 60_000;

/** A connection to a port of the loopback interface, made when it is first needed. */
export function httpConnection(port: number): HttpConnection {
  let socket: Socket | undefined;
  const open = async (): Promise<Socket> => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => opened.once('connect', resolve).once('error', reject));
    opened.once('close', () => {
      if (socket === opened) socket = undefined;
    });
    opened.on('error', () => {});
    return opened;
  };
  return {
    send: async (request) => {
      socket ??= await open();
      const used = socket;
      const { answer, isKept } = await exchange(used, request).catch((error) => {
        used.destroy();
        if (socket === used) socket = undefined;
        throw error;
      });
      if (!isKept) {
        used.destroy();
        socket = undefined;
      }
      return answer;
    },
    close: () => socket?.destroy(),
  };
}

interface Exchange {
  readonly answer: Answer;
  /** Whether the server takes another request on the connection. */
  readonly isKept: boolean;
}

function exchange(socket: Socket, request: Buffer): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const reader = answerReader();
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      socket.off('data', read).off('end', end).off('close', fail).off('error', fail);
      settle();
    };
    const read = (chunk: Buffer) => {
      try {
        const exchanged = reader.read(chunk);
        if (exchanged) finish(() => resolve(exchanged));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const end = () => {
      const exchanged = reader.end();
      if (exchanged) finish(() => resolve(exchanged));
      else fail();
    };
    const fail = (error?: unknown) =>
      finish(() => reject(error instanceof Error ? error : new Error('The server closed without a whole answer.')));
    const timer = setTimeout(() => fail(new Error(`No answer within ${PATIENCE / 1_000} s.`)), PATIENCE);
    socket.on('data', read).once('end', end).once('close', fail).once('error', fail);
    socket.write(request);
  });
}

interface AnswerReader {
  /** The answer once it is whole. */
  readonly read: (chunk: Buffer) => Exchange | undefined;
  /** The answer when it lasts until the connection ends. */
  readonly end: () => Exchange | undefined;
}

interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly isKept: boolean;
  readonly body: BodyReader;
}

interface BodyReader {
  /** True once the body is whole. */
  readonly take: (chunk: Buffer) => boolean;
  readonly parts: readonly Buffer[];
  readonly endsWithConnection: boolean;
}

function answerReader(): AnswerReader {
  let head: Head | undefined;
  let unread: Buffer = Buffer.alloc(0);
  const whole = ({ status, headers, isKept, body }: Head): Exchange => ({
    answer: {
      status,
      headers,
      body: body.parts.length === 1 && body.parts[0] ? body.parts[0] : Buffer.concat(body.parts),
    },
    isKept: isKept && !body.endsWithConnection,
  });
  return {
    read: (chunk) => {
      let rest = chunk;
      while (head === undefined) {
        unread = unread.length === 0 ? rest : Buffer.concat([unread, rest]);
        const at = unread.indexOf('\r\n\r\n');
        if (at < 0) return undefined;
        rest = unread.subarray(at + 4);
        head = readHead(unread.toString('latin1', 0, at));
        unread = Buffer.alloc(0);
        if (head.status < 200) head = undefined;
      }
      return head.body.take(rest) ? whole(head) : undefined;
    },
    end: () => (head?.body.endsWithConnection ? whole(head) : undefined),
  };
}

function readHead(text: string): Head {
  const [start = '', ...lines] = text.split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const status = Number(start.slice(9, 12));
  const connection = headers.get('connection')?.toLowerCase();
  const isKept = start.startsWith('HTTP/1.1') ? connection !== 'close' : connection === 'keep-alive';
  return { status, headers, isKept, body: bodyReader(status, headers) };
}

function bodyReader(status: number, headers: ReadonlyMap<string, string>): BodyReader {
  if (status < 200 || status === 204 || status === 304) return sizedBody(0);
  if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return chunkedBody();
  const length = headers.get('content-length');
  if (length !== undefined) return sizedBody(Number(length));
  const parts: Buffer[] = [];
  return { take: (chunk) => parts.push(chunk) < 0, parts, endsWithConnection: true };
}

function sizedBody(length: number): BodyReader {
  const parts: Buffer[] = [];
  let missing = length;
  const take = (chunk: Buffer) => {
    if (chunk.length > 0) parts.push(chunk);
    missing -= chunk.length;
    if (missing < 0) throw new Error('The server sent more than one answer.');
    return missing === 0;
  };
  return { take, parts, endsWithConnection: false };
}

/** RFC 9112 §7.1, without extensions' meaning and trailers' content. */
function chunkedBody(): BodyReader {
  const parts: Buffer[] = [];
  let unread: Buffer = Buffer.alloc(0);
  /** Octets of the chunk that are still to come, its CRLF included; 0: a size line comes next. */
  let missing = 0;
  let isLast = false;
  const take = (chunk: Buffer) => {
    let rest = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    unread = Buffer.alloc(0);
    while (rest.length > 0) {
      if (missing > 0) {
        const here = rest.subarray(0, Math.min(missing, rest.length));
        const data = here.subarray(0, Math.max(0, Math.min(here.length, missing - 2)));
        if (data.length > 0) parts.push(data);
        missing -= here.length;
        rest = rest.subarray(here.length);
        continue;
      }
      const lineEnd = rest.indexOf('\r\n');
      if (lineEnd < 0) break;
      const line = rest.toString('latin1', 0, lineEnd);
      rest = rest.subarray(lineEnd + 2);
      if (isLast && line === '') return true;
      if (isLast) continue;
      const size = Number.parseInt(line, 16);
      if (Number.isNaN(size)) throw new Error(`“${line}” is no size of a chunk.`);
      if (size === 0) isLast = true;
      else missing = size + 2;
    }
    unread = rest;
    return false;
  };
  return { take, parts, endsWithConnection: false };
}
