/** Long lists, so that one request of thousands of objects does not make all others wait for it. */
import { setImmediate } from 'node:timers/promises';

const PART_SIZE = 128;
/** How long others wait at most, beside one part's own time. */
const SLICE_MS = 10;

/** Makes a function to be awaited before every costly step: when others have waited long enough it lets them go first. */
export function givingWay(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await setImmediate();
    since = performance.now();
  };
}

/** The items in their order, part by part; between two parts others are served. */
export async function* inParts<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  const giveWay = givingWay();
  for (let at = 0; at < items.length; at += PART_SIZE) {
    yield items.slice(at, at + PART_SIZE);
    await giveWay();
  }
}
