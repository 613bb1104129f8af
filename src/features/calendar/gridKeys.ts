/** Arrow keys on the grid: from event to event, by where they stand on the screen. */
import type { KeyboardEvent } from 'react';

type Direction = 'left' | 'right' | 'up' | 'down';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
/** How much farther something to the side of the way feels than something on it. */
const SIDEWAYS = 3;

/** Moves the focus from a focused event to the nearest one in the arrow's direction. */
export function moveFocusBetweenEvents(press: KeyboardEvent<HTMLElement>): void {
  const direction = DIRECTIONS[press.key];
  const from = press.target;
  if (direction === undefined || press.altKey || press.ctrlKey || press.metaKey || !(from instanceof HTMLElement))
    return;
  if (from.closest('[data-calendar-event]') !== from) return;
  const others = Array.from(press.currentTarget.querySelectorAll<HTMLElement>('[data-calendar-event]'));
  const boxes = others.map((other) => other.getBoundingClientRect());
  const next = nearest(from.getBoundingClientRect(), boxes, direction);
  press.preventDefault();
  if (next !== undefined) others[next]?.focus();
}

/** Index of the nearest box in that direction; undefined when there is none. */
export function nearest(from: Box, boxes: readonly Box[], direction: Direction): number | undefined {
  let best: number | undefined;
  let shortest = Number.POSITIVE_INFINITY;
  boxes.forEach((box, at) => {
    const distance = distanceTo(from, box, direction);
    if (distance < shortest) {
      shortest = distance;
      best = at;
    }
  });
  return best;
}

function distanceTo(from: Box, to: Box, direction: Direction): number {
  const across = to.left + to.width / 2 - (from.left + from.width / 2);
  const down = to.top - from.top;
  const isSideways = direction === 'left' || direction === 'right';
  const ahead = (isSideways ? across : down) * (direction === 'left' || direction === 'up' ? -1 : 1);
  return ahead < 1 ? Number.POSITIVE_INFINITY : ahead + SIDEWAYS * Math.abs(isSideways ? down : across);
}
