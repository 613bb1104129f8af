/** Bundled into the page that bench/preview.ts opens. */
import { planScheduling } from '../../src/scheduling/plan.ts';
import { readSchedulingObject } from '../../src/scheduling/schedulingObject.ts';

export interface PlanTimes {
  readonly decisions: number;
  readonly messages: number;
  readonly runs: number;
  readonly 'median ms': number;
  readonly 'slowest ms': number;
}

declare global {
  interface Window {
    measurePlanning: typeof measurePlanning;
  }
}

const OWNER = { addresses: ['mailto:olivia@convoke.example'] };
const NOW = new Date('2027-01-04T08:00:00Z');
const ENOUGH_RUNS = 5;
const ENOUGH_MILLISECONDS = 3000;

window.measurePlanning = measurePlanning;

/**
 * One preview is: the saved object was read when the editor opened; the edited text is read and planned anew.
 * Runs it for three seconds and five times at least, after two runs that do not count.
 */
function measurePlanning(originalText: string, modifiedText: string): PlanTimes {
  const original = readSchedulingObject(originalText);
  const preview = () => planScheduling({ original, modified: modifiedText, owner: OWNER, now: NOW });
  preview();
  const plan = preview();
  const times: number[] = [];
  const began = performance.now();
  while (times.length < ENOUGH_RUNS || performance.now() - began < ENOUGH_MILLISECONDS) {
    const start = performance.now();
    preview();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return {
    decisions: plan.decisions.length,
    messages: plan.messages.length,
    runs: times.length,
    'median ms': oneDecimal(times[Math.floor(times.length / 2)]),
    'slowest ms': oneDecimal(times.at(-1)),
  };
}

function oneDecimal(milliseconds = 0): number {
  return Math.round(milliseconds * 10) / 10;
}
