/** One request to an upstream and its answer, with limits on time and size. */
import { type ClientRequest, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, type Readable, Transform } from 'node:stream';
import type { GatewayLimits, Upstream } from './upstreams.ts';

export interface UpstreamCall {
  readonly method: string;
  /** Path on the upstream, as `readGatewayAddress` lets it through. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Fails when it is cut off, too slow or too large. Whoever does not read it destroys it. */
  readonly body: Readable;
}

export type UpstreamFailure =
  /** No connection, or it broke. */
  | 'unreachable'
  /** The connection is not safe: the certificate is not trusted, expired, or for another name. */
  | 'tls'
  | 'timeout'
  | 'too-large'
  /** What answered does not speak HTTP properly. */
  | 'malformed';

/** The upstream did not answer as it should. `message` carries no data of anybody. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: UpstreamFailure;

  constructor(failure: UpstreamFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** All headers of an answer together, in octets. */
const MAX_HEADERS = 32_768;
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH|EPROTO$)/;

/**
 * Sends a request and waits for the headers of the answer. Each request has a connection of its own, so that no answer can be
 * taken for another person's and no change is lost on a connection that just closed.
 * @throws UpstreamError
 */
export function requestUpstream(
  upstream: Upstream,
  call: UpstreamCall,
  limits: GatewayLimits,
): Promise<UpstreamAnswer> {
  const { promise, resolve, reject } = withResolvers<UpstreamAnswer>();
  const request = open(upstream, call);
  const phase = phaseTimer((error) => request.destroy(error));
  const total = setTimeout(() => phase.giveUp('The server took too long.'), limits.totalMs);
  const abort = (): void => phase.giveUp('Nobody waits for the answer any more.');
  call.signal?.addEventListener('abort', abort, { once: true });
  const end = (): void => {
    phase.end();
    clearTimeout(total);
    call.signal?.removeEventListener('abort', abort);
  };
  phase.begin(limits.connectMs, 'The server cannot be reached.');
  request.on('socket', (socket) => {
    const connected = upstream.url.protocol === 'https:' ? 'secureConnect' : 'connect';
    socket.once(connected, () => phase.begin(limits.headersMs, 'The server did not begin to answer.'));
  });
  request.on('upgrade', (_response, socket) => {
    end();
    socket.destroy();
    reject(new UpstreamError('malformed', 'The server wants to speak another protocol.'));
  });
  request.on('error', (error) => {
    end();
    reject(upstreamError(error));
  });
  request.on('close', end);
  request.on('response', (message) => {
    phase.watch((error) => message.destroy(error));
    resolve({
      status: message.statusCode ?? 0,
      headers: message.headers,
      body: limitedBody(message, limits, () => phase.begin(limits.idleMs, 'The server stopped in the middle.')),
    });
  });
  if (call.signal?.aborted) abort();
  else request.end(call.body);
  return promise;
}

/** The whole body as octets. @throws UpstreamError when it is larger than that, or fails */
export async function readBody(body: Readable, maxOctets: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let octets = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      octets += chunk.length;
      if (octets > maxOctets) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw upstreamError(error as Error);
  }
  return Buffer.concat(chunks);
}

function open({ url }: Upstream, { method, path, headers, body }: UpstreamCall): ClientRequest {
  const isSecure = url.protocol === 'https:';
  const length = body === undefined ? {} : { 'content-length': String(body.length) };
  return (isSecure ? httpsRequest : httpRequest)({
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    method,
    path,
    headers: { ...headers, ...length, host: url.host, connection: 'close' },
    agent: false,
    maxHeaderSize: MAX_HEADERS,
    insecureHTTPParser: false,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: passwords go over this connection.
    rejectUnauthorized: true,
  });
}

/** Counts the octets, and lets the time begin anew with each piece. */
function limitedBody(message: IncomingMessage, { answerOctets }: GatewayLimits, alive: () => void): Readable {
  let octets = 0;
  alive();
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      octets += chunk.length;
      alive();
      done(octets > answerOctets ? tooLarge() : null, chunk);
    },
  });
  // Whoever stops reading closes the connection too.
  pipeline(message, counter, () => message.destroy());
  return counter;
}

interface PhaseTimer {
  readonly begin: (ms: number, message: string) => void;
  /** Who hears of it from now on when the time is over. */
  readonly watch: (stop: (error: UpstreamError) => void) => void;
  readonly giveUp: (message: string) => void;
  readonly end: () => void;
}

function phaseTimer(stop: (error: UpstreamError) => void): PhaseTimer {
  let timer: NodeJS.Timeout | undefined;
  let tell = stop;
  const giveUp = (message: string): void => tell(new UpstreamError('timeout', message));
  return {
    begin: (ms, message) => {
      clearTimeout(timer);
      timer = setTimeout(() => giveUp(message), ms);
    },
    watch: (other) => {
      tell = other;
    },
    giveUp,
    end: () => clearTimeout(timer),
  };
}

function tooLarge(): UpstreamError {
  return new UpstreamError('too-large', 'The answer of the server is too large.');
}

/** What any failure of a request or its body means. */
export function upstreamError(cause: Error): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const code = String((cause as { readonly code?: unknown }).code);
  if (TLS_CODE.test(code)) return new UpstreamError('tls', `The connection is not safe (${code}).`, { cause });
  if (code.startsWith('HPE_')) return new UpstreamError('malformed', `The answer is no HTTP (${code}).`, { cause });
  return new UpstreamError('unreachable', `The connection failed (${code}).`, { cause });
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: UpstreamError) => void = () => {};
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
