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
/** At least so many runs and milliseconds, but no more than so many milliseconds once there are a few runs. */
const WARM_UP = { runs: 5, milliseconds: 500, atMost: 3000 };
const MEASURED = { runs: 51, milliseconds: 800, atMost: 6000 };
const FEW_RUNS = 3;

/**
 * Plans the change of one text into another, and reads both with ICAL.parse, in turn, so that both meet the same load. Runs that
 * warm up do not count.
 */
export function measureRatio(original: string, modified: string): PlanRatio {
  const plan = () => planScheduling({ original, modified, owner: OWNER, now: NOW });
  const parse = () => [ICAL.parse(original), ICAL.parse(modified)];
  inTurn(plan, parse, WARM_UP);
  const [planned, parsed] = inTurn(plan, parse, MEASURED);
  const { messages, violations } = plan();
  if (violations.length > 0) throw new Error(violations.map(({ detail }) => detail).join(' '));
  return { messages: messages.length, runs: planned.length, plan: median(planned), parse: median(parsed) };
}

function inTurn(
  one: () => unknown,
  other: () => unknown,
  enough: typeof MEASURED,
): readonly [readonly number[], readonly number[]] {
  const ones: number[] = [];
  const others: number[] = [];
  const began = performance.now();
  for (let past = 0; ; past = performance.now() - began) {
    if (ones.length >= enough.runs && past >= enough.milliseconds) break;
    if (ones.length >= FEW_RUNS && past >= enough.atMost) break;
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
