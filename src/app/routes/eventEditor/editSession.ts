/**
 * What a person has typed, kept apart from what is saved. An edit is a list of steps, one for each scope that was edited (all
 * instances, or one of them); the last is the one in the form. Applying the steps to what is saved gives what saving would store.
 */
import { withoutForceSend } from '../../../features/event-editor/attendeeWriting.ts';
import type { EditContext, EditScope, EventDraft } from '../../../features/event-editor/draft.ts';
import { mainComponent, overridesOf, readDraft } from '../../../features/event-editor/draftReading.ts';
import { applyDraft, type EditResult } from '../../../features/event-editor/draftWriting.ts';
import { addSeconds, secondsBetween, withLocal } from '../../../features/event-editor/localTime.ts';
import type { Component } from '../../../icalendar/component.ts';
import { type RecurrenceKey, recurrenceSet } from '../../../icalendar/recurrence.ts';
import { timeZonesOf } from '../../../icalendar/timeZone.ts';
import { type MergeField, mergeDrafts, sameDraft, withField } from './mergeDrafts.ts';

export interface EditStep {
  readonly scope: EditScope;
  /** The draft as read, before anything was typed. */
  readonly base: EventDraft;
  readonly draft: EventDraft;
}

export interface EditSession {
  /** What the server has, without SCHEDULE-FORCE-SEND; undefined for a new event. */
  readonly saved: Component | undefined;
  readonly earlier: readonly EditStep[];
  readonly current: EditStep;
}

/** What both sides changed, and what only they changed, in one step. */
export interface StepConflict {
  readonly scope: EditScope;
  readonly base: EventDraft;
  readonly theirs: EventDraft;
  readonly mine: EventDraft;
  readonly taken: readonly MergeField[];
  readonly collisions: readonly MergeField[];
}

export interface Rebased {
  readonly session: EditSession;
  readonly conflicts: readonly StepConflict[];
  /** Steps whose instance is not there any more. */
  readonly lost: readonly EditStep[];
}

/** @throws InvalidCalendarDataError when there is no readable event at that scope */
export function startSession(stored: Component, scope: EditScope): EditSession {
  const saved = withoutForceSend(stored);
  const base = readDraft(saved, scope);
  return { saved, earlier: [], current: { scope, base, draft: base } };
}

export function startNewSession(draft: EventDraft): EditSession {
  return { saved: undefined, earlier: [], current: { scope: 'all', base: draft, draft } };
}

export function changeDraft(session: EditSession, draft: EventDraft): EditSession {
  return { ...session, current: { ...session.current, draft } };
}

/** Goes on in another scope. What was typed in this one stays part of the edit. */
export function changeScope(session: EditSession, scope: EditScope, context: EditContext): EditSession {
  const { saved, earlier, current } = session;
  if (scope === current.scope || saved === undefined) return session;
  const kept = isStepDirty(current) ? [...earlier, current] : earlier;
  const last = kept.at(-1);
  if (last?.scope === scope) return { saved, earlier: kept.slice(0, -1), current: last };
  const base = readDraft(applySteps(saved, kept, context).calendar, scope);
  return { saved, earlier: kept, current: { scope, base, draft: base } };
}

/** The same changes, meant for another scope: “not only this event, all of them”. */
export function transferEdit(session: EditSession, scope: EditScope, context: EditContext): EditSession {
  const { saved, earlier, current } = session;
  if (scope === current.scope || saved === undefined) return session;
  const base = readDraft(applySteps(saved, earlier, context).calendar, scope);
  return { saved, earlier, current: { scope, base, draft: transferDraft(current, base) } };
}

/** What saving would store. @throws InvalidCalendarDataError, RecurrenceLimitError */
export function editedCalendar({ saved, earlier, current }: EditSession, context: EditContext): EditResult {
  if (saved === undefined) return applyDraft(undefined, current.draft, 'all', context);
  return applySteps(saved, [...earlier, current], context);
}

/** Whether anything was typed that is not saved. */
export function isDirty({ earlier, current }: EditSession): boolean {
  return earlier.length > 0 || isStepDirty(current);
}

/** Back to what is saved, in the same scope. */
export function resetSession({ saved, current }: EditSession): EditSession {
  return saved ? startSession(saved, current.scope) : startNewSession(current.base);
}

/** After `sent` was saved: what was typed while it was on its way stays typed. */
export function sessionAfterSaving(
  saved: Component,
  sent: EditSession,
  latest: EditSession,
  context: EditContext,
): EditSession {
  const { scope } = sent.current;
  const fresh = draftAt(saved, scope) === undefined ? startSession(saved, 'all') : startSession(saved, scope);
  if (latest === sent || latest.current.scope !== scope) return fresh;
  const typedMeanwhile = {
    saved,
    earlier: [],
    current: { scope, base: sent.current.draft, draft: latest.current.draft },
  };
  return rebaseSession(typedMeanwhile, saved, context).session;
}

/** The edit as a new event, after the saved one was removed from elsewhere: everybody is asked anew (scheduling.md S7.4). */
export function recreatedSession(session: EditSession, context: EditContext): EditSession {
  const calendar = session.saved && editedCalendar(session, context).calendar;
  const draft = calendar ? readDraft(calendar, 'all') : session.current.draft;
  const attendees = draft.attendees.map((attendee) => ({ ...attendee, partstat: 'NEEDS-ACTION', statuses: [] }));
  const base = { ...draft, attendees: [], calendar: session.current.draft.calendar };
  return { saved: undefined, earlier: [], current: { scope: 'all', base, draft: { ...base, attendees } } };
}

/** Puts the edit on top of what was saved meanwhile. Mine stands where both changed the same thing. */
export function rebaseSession(session: EditSession, stored: Component, context: EditContext): Rebased {
  const theirs = withoutForceSend(stored);
  const conflicts: StepConflict[] = [];
  const lost: EditStep[] = [];
  const steps: EditStep[] = [];
  let calendar = theirs;
  for (const step of [...session.earlier, session.current]) {
    const base = draftAt(calendar, step.scope);
    if (base === undefined) {
      lost.push(step);
      continue;
    }
    const { draft, taken, collisions } = mergeDrafts({ base: step.base, theirs: base, mine: step.draft });
    if (taken.length + collisions.length > 0) {
      conflicts.push({ scope: step.scope, base: step.base, theirs: base, mine: step.draft, taken, collisions });
    }
    const rebased = { scope: step.scope, base, draft };
    steps.push(rebased);
    calendar = applySteps(calendar, [rebased], { ...context, saved: theirs }).calendar;
  }
  const current = steps.at(-1) ?? startSession(theirs, 'all').current;
  return { session: { saved: theirs, earlier: steps.slice(0, -1), current }, conflicts, lost };
}

/** Takes their value of one field into the step of that scope. */
export function takeTheirs(session: EditSession, conflict: StepConflict, field: MergeField): EditSession {
  const change = (step: EditStep): EditStep =>
    step.scope === conflict.scope ? { ...step, draft: withField(step.draft, conflict.theirs, field) } : step;
  return { ...session, earlier: session.earlier.map(change), current: change(session.current) };
}

function applySteps(saved: Component, steps: readonly EditStep[], context: EditContext): EditResult {
  let result: EditResult = { calendar: saved, unmapped: [] };
  for (const { scope, draft } of steps) {
    const next = applyDraft(result.calendar, draft, scope, { ...context, saved: context.saved ?? saved });
    result = { calendar: next.calendar, unmapped: [...result.unmapped, ...next.unmapped] };
  }
  return result;
}

function isStepDirty({ base, draft }: EditStep): boolean {
  return base !== draft && !sameDraft(base, draft);
}

/** Whether an overridden or derived instance stands at the key. */
export function hasInstance(calendar: Component, key: RecurrenceKey): boolean {
  return overridesOf(calendar).has(key) || recurrenceSet(mainComponent(calendar), timeZonesOf(calendar)).has(key);
}

/** Undefined when there is no such instance. */
function draftAt(calendar: Component, scope: EditScope): EventDraft | undefined {
  try {
    return scope === 'all' || hasInstance(calendar, scope) ? readDraft(calendar, scope) : undefined;
  } catch {
    return undefined;
  }
}

/** A new time is carried over as a shift: moving one instance by an hour means moving all by an hour. */
function transferDraft({ base, draft }: EditStep, target: EventDraft): EventDraft {
  const merged = mergeDrafts({ base, theirs: target, mine: draft }).draft;
  return {
    ...merged,
    ...shiftedTimes(base, draft, target),
    recurrence: target.recurrence,
    extraDates: target.extraDates,
    leftOut: target.leftOut,
  };
}

function shiftedTimes(base: EventDraft, draft: EventDraft, target: EventDraft): Pick<EventDraft, 'start' | 'end'> {
  const becameAllDay = (base.start.form === 'date') !== (draft.start.form === 'date');
  if (becameAllDay || !base.end || !draft.end || !target.end) return { start: target.start, end: target.end };
  const start = addSeconds(target.start.local, secondsBetween(base.start.local, draft.start.local));
  const end = addSeconds(target.end.local, secondsBetween(base.end.local, draft.end.local));
  return { start: withLocal(draft.start, start), end: withLocal(draft.end, end) };
}
