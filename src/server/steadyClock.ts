/** Time that never goes back where the machine's clock is set back: messages of one sender are told apart by when they were sent. */

/** Goes on from the latest time that it told, or from `latest` (in milliseconds) if that is later than now. */
export function steadyClock(now: () => Date, latest: number = Number.NEGATIVE_INFINITY): () => Date {
  let told = latest;
  let ahead = 0;
  return () => {
    const at = now().getTime();
    ahead = Math.max(ahead, told - at);
    told = at + ahead;
    return new Date(told);
  };
}
