/** One writer: saves are decided and committed one after the other, so that none is decided on what another is changing. */

/** Runs work after everything that was queued before it, whether that went well or not. */
export type WriteQueue = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Deciding is computing in this one thread, so waiting costs nothing; reading goes on meanwhile. */
export function writeQueue(): WriteQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}
