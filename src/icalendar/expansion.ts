/** What expanding a recurrence rule gives: wall-clock times (wallTime.ts), found one after the other. */

/** A recurrence set or rule would need more work than any calendar does. */
export class RecurrenceLimitError extends Error {
  override readonly name = 'RecurrenceLimitError';
}

/** Wall-clock times in ascending order, in seconds. */
export interface Expansion {
  has(wall: number): boolean;
  /**
   * The first one after `wall` and before `end`.
   * @throws RecurrenceLimitError when it is too dear to find
   */
  nextAfter(wall: number, end: number, effort: Effort): number | undefined;
}

/** How much one query may still spend. Each jump over empty time may cost the library milliseconds. */
export interface Effort {
  jumps: number;
}

/** The effort that one query is worth. */
export function oneEffort(): Effort {
  return { jumps: 100 };
}

/** How many instances of rules are still looked at in all queries that share it. */
export interface InstanceBudget {
  left: number;
}

/** Wall-clock times in ascending order: a list, or what is none to save its memory. */
export interface Walls {
  readonly length: number;
  at(index: number): number | undefined;
}

/** The index of the first value above `wall`. */
export function indexAfter(walls: Walls, wall: number): number {
  let low = 0;
  let high = walls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((walls.at(middle) ?? 0) > wall) high = middle;
    else low = middle + 1;
  }
  return low;
}
