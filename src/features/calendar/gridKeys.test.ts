import { describe, expect, it } from 'vitest';
import { type Box, nearest } from './gridKeys.ts';

const at = (left: number, top: number): Box => ({ left, top, width: 100, height: 40 });

describe('the nearest event', () => {
  const monday = at(0, 100);
  const mondayLater = at(0, 200);
  const tuesday = at(120, 110);
  const friday = at(480, 100);
  const boxes = [monday, mondayLater, tuesday, friday];

  it.each([
    ['right', monday, 2],
    ['right', tuesday, 3],
    ['left', friday, 2],
    ['down', monday, 1],
    ['up', mondayLater, 0],
  ] as const)('%s', (direction, from, index) => {
    expect(nearest(from, boxes, direction)).toBe(index);
  });

  it('is none at the edge', () => {
    expect(nearest(friday, boxes, 'right')).toBeUndefined();
    expect(nearest(monday, [], 'left')).toBeUndefined();
  });
});
