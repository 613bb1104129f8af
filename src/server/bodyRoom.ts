/** How much of request bodies may be in memory at the same time, so that many large ones together cannot take all of it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DavError } from './errors.ts';

/** Bodies of this many octets are always let in: nobody with large ones can keep others from saving a meeting. */
const SMALL = 64_000;

/** Takes the room of a body until its answer is sent or its connection is gone. `most`: octets of the largest body let in. */
export type TakeRoom = (request: IncomingMessage, response: ServerResponse, most: number) => void;

/**
 * Room for `total` octets. A body has the room that its Content-Length says, and the most that it may have when it says nothing.
 * The function throws DavError 503 when there is not as much left.
 */
export function bodyRoom(total: number): TakeRoom {
  let taken = 0;
  return ({ headers }, response, most) => {
    const isChunked = headers['transfer-encoding'] !== undefined;
    const size = isChunked ? most : Math.min(Number(headers['content-length'] ?? 0), most);
    if (!(size > SMALL)) return;
    if (taken + size > total)
      throw new DavError(503, 'Others are sending too much at the same time. Please try again.');
    taken += size;
    response.once('close', () => {
      taken -= size;
    });
  };
}
