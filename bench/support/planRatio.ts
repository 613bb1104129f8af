/** Bundled by bench/plan.ts, so that what is measured is what is shipped. */
import ICAL from 'ical.js';
import { planScheduling } from '../../src/scheduling/plan.ts';

export interface PlanRatio {
  readonly messages: number;
  readonly runs: number;
  /** Median milliseconds of one plan from two texts, and of reading the two texts with ICAL.parse. */
  readonly plan: number;
  readonly parse: number;
}

const OWNER = { addresses: ['mailto:olivia@convoke.example'] };
const NOW = new Date('2027-01-04T08:00:00Z');
const WARM_UP_RUNS = 3;
const WARM_UP_MILLISECONDS = 400;
const ENOUGH_RUNS = 5;
const ENOUGH_MILLISECONDS = 600;

/**
 * Plans the change of one text into another, and reads both with ICAL.parse, in turn, so that both meet the same load. Runs that
 * warm up do not count.
 */
export function measureRatio(original: string, modified: string): PlanRatio {
  const plan = () => planScheduling({ original, modified, owner: OWNER, now: NOW });
  const parse = () => [ICAL.parse(original), ICAL.parse(modified)];
  inTurn(plan, parse, WARM_UP_RUNS, WARM_UP_MILLISECONDS);
  const [planned, parsed] = inTurn(plan, parse, ENOUGH_RUNS, ENOUGH_MILLISECONDS);
  const { messages, violations } = plan();
  if (violations.length > 0) throw new Error(violations.map(({ detail }) => detail).join(' '));
  return { messages: messages.length, runs: planned.length, plan: median(planned), parse: median(parsed) };
}

function inTurn(
  one: () => unknown,
  other: () => unknown,
  runs: number,
  milliseconds: number,
): readonly [readonly number[], readonly number[]] {
  const ones: number[] = [];
  const others: number[] = [];
  const began = performance.now();
  while (ones.length < runs || performance.now() - began < milliseconds) {
    ones.push(timed(one));
    others.push(timed(other));
  }
  return [ones, others];
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
