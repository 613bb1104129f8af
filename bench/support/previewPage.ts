/** Bundled into the page that bench/preview.ts opens. */
import {
  changeDraft,
  type EditSession,
  editedCalendar,
  startSession,
} from '../../src/app/routes/eventEditor/editSession.ts';
import type { EventDraft } from '../../src/features/event-editor/draft.ts';
import { parseCalendarData } from '../../src/icalendar/calendarData.ts';
import { planScheduling } from '../../src/scheduling/plan.ts';

/** What a person does in the form; the same again is another value, as with each letter typed. */
export type Change = 'title of all' | 'all later' | 'one guest fewer' | 'title of one instance';

export interface PreviewTimes {
  readonly decisions: number;
  readonly messages: number;
  readonly runs: number;
  readonly 'plan, median ms': number;
  readonly 'plan, slowest ms': number;
  /** What the form does before: the draft written into the components that were read. */
  readonly 'write, median ms': number;
}

declare global {
  interface Window {
    measurePreview: typeof measurePreview;
  }
}

const OWNER = { addresses: ['mailto:olivia@convoke.example'], name: 'Olivia' };
const CONTEXT = { owner: OWNER, now: new Date('2027-01-04T08:00:00Z'), uid: 'bench-meeting' };
const INSTANCE = '20270111T090000Z';
const WARM_UP_RUNS = 10;
const ENOUGH_RUNS = 25;
const ENOUGH_MILLISECONDS = 3000;

window.measurePreview = measurePreview;

/**
 * What the editor does for each letter typed: the draft is written into the saved components, and the plan made from both versions,
 * of which the saved one was read when the editor opened. Runs it for three seconds and 25 times at least, after ten that do not count.
 */
function measurePreview(text: string, change: Change): PreviewTimes {
  const opened = startSession(parseCalendarData(text), change === 'title of one instance' ? INSTANCE : 'all');
  for (let run = 0; run < WARM_UP_RUNS; run++) preview(opened, change, run);
  const runs: ReturnType<typeof preview>[] = [];
  const began = performance.now();
  while (runs.length < ENOUGH_RUNS || performance.now() - began < ENOUGH_MILLISECONDS) {
    runs.push(preview(opened, change, runs.length));
  }
  const [last] = runs.slice(-1);
  const plans = sorted(runs.map(({ planned }) => planned));
  return {
    decisions: last?.plan.decisions.length ?? 0,
    messages: last?.plan.messages.length ?? 0,
    runs: runs.length,
    'plan, median ms': median(plans),
    'plan, slowest ms': twoDecimals(plans.at(-1)),
    'write, median ms': median(sorted(runs.map(({ written }) => written))),
  };
}

function preview(opened: EditSession, change: Change, run: number) {
  const typed = changeDraft(opened, changed(opened.current.draft, change, run));
  const start = performance.now();
  const { calendar } = editedCalendar(typed, CONTEXT);
  const middle = performance.now();
  const plan = planScheduling({ original: opened.saved, modified: calendar, owner: OWNER, now: CONTEXT.now });
  const end = performance.now();
  if (plan.violations.length > 0) throw new Error(plan.violations.map(({ detail }) => detail).join(' '));
  return {
    plan: { decisions: plan.decisions, messages: plan.messages },
    written: middle - start,
    planned: end - middle,
  };
}

function changed(draft: EventDraft, change: Change, run: number): EventDraft {
  switch (change) {
    case 'all later': {
      const local = `${draft.start.local.slice(0, 8)}T11${String(run % 60).padStart(2, '0')}00`;
      return { ...draft, start: { ...draft.start, local } };
    }
    case 'one guest fewer':
      return { ...draft, attendees: draft.attendees.filter((_, index) => index !== run % draft.attendees.length) };
    default:
      return { ...draft, title: `Planning ${run}` };
  }
}

function sorted(times: readonly number[]): readonly number[] {
  return times.toSorted((a, b) => a - b);
}

function median(ascending: readonly number[]): number {
  return twoDecimals(ascending[Math.floor(ascending.length / 2)]);
}

function twoDecimals(milliseconds = 0): number {
  return Math.round(milliseconds * 100) / 100;
}
