/** Undo and redo of a draft whose state lives in the page. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { EventDraft } from './draft.ts';
import { sameValue } from './sameValue.ts';

/** Changes the draft; the function is given the draft as it is by then. */
export type ChangeDraft = (update: (draft: EventDraft) => EventDraft) => void;

/** What the form needs of its history. `undefined` where there is nothing to go back or forward to. */
export interface DraftHistory {
  readonly change: ChangeDraft;
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
}

interface Steps {
  readonly past: readonly EventDraft[];
  readonly present: EventDraft;
  readonly future: readonly EventDraft[];
  readonly changedAt: number;
}

/** Typing on in one field within this time is one step. */
const PAUSE = 1000;
const MOST_STEPS = 200;

/** `change` stays the same function. A draft that comes from elsewhere (another scope, a merge) starts a new history. */
export function useDraftHistory(draft: EventDraft, onChange: (draft: EventDraft) => void): DraftHistory {
  const [steps, setSteps] = useState<Steps>({ past: [], present: draft, future: [], changedAt: 0 });
  if (steps.present !== draft) {
    const isOurs = sameValue(steps.present, draft);
    setSteps(isOurs ? { ...steps, present: draft } : { past: [], present: draft, future: [], changedAt: 0 });
  }
  const latest = useRef({ draft, onChange });
  useEffect(() => {
    latest.current = { draft, onChange };
  });
  const go = useCallback((next: EventDraft, move: (steps: Steps) => Steps) => {
    const { onChange: tell } = latest.current;
    latest.current = { draft: next, onChange: tell };
    setSteps(move);
    tell(next);
  }, []);
  const change = useCallback<ChangeDraft>(
    (update) => {
      const before = latest.current.draft;
      const next = update(before);
      if (next === before || sameValue(next, before)) return;
      const now = Date.now();
      go(next, (known) => {
        const goesOn = now - known.changedAt < PAUSE && known.past.length > 0 && isSameField(known, before, next);
        const past = goesOn ? known.past : [...known.past, before].slice(-MOST_STEPS);
        return { past, present: next, future: [], changedAt: now };
      });
    },
    [go],
  );
  const [previous, following] = [steps.past.at(-1), steps.future[0]];
  return {
    change,
    undo:
      previous &&
      (() =>
        go(previous, ({ past, present, future }) => ({
          past: past.slice(0, -1),
          present: previous,
          future: [present, ...future],
          changedAt: 0,
        }))),
    redo:
      following &&
      (() =>
        go(following, ({ past, present, future }) => ({
          past: [...past, present],
          present: following,
          future: future.slice(1),
          changedAt: 0,
        }))),
  };
}

/** Whether a change goes on in the one field that the last step changed. */
function isSameField(known: Steps, before: EventDraft, next: EventDraft): boolean {
  const last = known.past.at(-1);
  if (last === undefined) return false;
  const [earlier, now] = [changedFields(last, before), changedFields(before, next)];
  return (
    now.length > 0 &&
    now.every((field) => earlier.includes(field)) &&
    earlier.every((field) => now.includes(field)) &&
    !LISTS.has(now[0] ?? '')
  );
}

const LISTS: ReadonlySet<string> = new Set(['attendees', 'extraDates', 'leftOut', 'alarms']);

function changedFields(a: EventDraft, b: EventDraft): readonly string[] {
  return (Object.keys(b) as (keyof EventDraft)[]).filter((field) => a[field] !== b[field]);
}
