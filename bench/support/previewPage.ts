/** Bundled into the page that bench/preview.ts opens. */
import { planScheduling } from '../../src/scheduling/plan.ts';
import { readSchedulingObject } from '../../src/scheduling/schedulingObject.ts';

const OWNER = { addresses: ['mailto:olivia@convoke.example'] };

Object.assign(window, { benchmark: { planTime } });

/** One preview: the saved object was read when the editor opened; the edited one is read and planned anew. */
function planTime(
  originalText: string,
  modifiedText: string,
): { milliseconds: number; decisions: number; messages: number } {
  const original = readSchedulingObject(originalText);
  const start = performance.now();
  const plan = planScheduling({
    original,
    modified: modifiedText,
    owner: OWNER,
    now: new Date('2027-01-04T08:00:00Z'),
  });
  const milliseconds = performance.now() - start;
  return { milliseconds, decisions: plan.decisions.length, messages: plan.messages.length };
}
