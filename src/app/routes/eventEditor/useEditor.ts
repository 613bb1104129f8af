/** The state of one editor: what was typed, what saving it would send, and what became of saving. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { useMemo, useRef, useState } from 'react';
import type { Tone } from '../../../components/Banner.tsx';
import { showToast } from '../../../components/Toast.tsx';
import { type DeliveryTone, deliverySummary } from '../../../features/delivery-report/deliveryWords.ts';
import type { EditContext, EditScope, EventDraft } from '../../../features/event-editor/draft.ts';
import { parseCalendarData, serializeCalendarData } from '../../../icalendar/calendarData.ts';
import type { Component } from '../../../icalendar/component.ts';
import type { CalendarObject } from '../../../queries/calendarObjects.ts';
import { newCalendarObjectUrl, type SaveOutcome, useSaveCalendarObject } from '../../../queries/saveCalendarObject.ts';
import type { DeliveryOutcome } from '../../../scheduling/reconcile.ts';
import { readSchedulingObject } from '../../../scheduling/schedulingObject.ts';
import type { SchedulingPlan } from '../../../scheduling/types.ts';
import { type ConflictState, decisionId } from './conflictState.ts';
import {
  changeDraft,
  changeScope,
  type EditSession,
  isDirty,
  rebaseSession,
  recreatedSession,
  resetSession,
  type StepConflict,
  sessionAfterSaving,
  takeTheirs,
  transferEdit,
} from './editSession.ts';
import type { MergeField } from './mergeDrafts.ts';
import { type EditPlan, planChange, planEdit } from './planEdit.ts';
import { lastReport, makeReport, rememberReport, type SaveReport } from './reports.ts';
import { useSchedulingPlan } from './useSchedulingPlan.ts';
import type { Viewer, ViewerOf } from './viewer.ts';

/** Why the last save did not end as wished. */
export type SaveNotice =
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Stored, but not read back. */
  | { readonly kind: 'unread' }
  /** Removed from elsewhere meanwhile: saving again creates it anew. */
  | { readonly kind: 'gone' };

export interface Editor {
  readonly object: CalendarObject | undefined;
  readonly session: EditSession;
  /** By the calendar that the event lies in, or is to be put in. */
  readonly viewer: Viewer;
  readonly context: EditContext;
  readonly isDirty: boolean;
  /** Follows the session, a moment later when planning is slow. */
  readonly planned: EditPlan;
  readonly isSaving: boolean;
  readonly notice: SaveNotice | undefined;
  readonly conflict: ConflictState | undefined;
  /** What happened to the last save; undefined once something is typed again. */
  readonly report: SaveReport | undefined;
  readonly change: (draft: EventDraft) => void;
  readonly changeScope: (scope: EditScope) => void;
  /** The same changes, for another scope. */
  readonly transfer: (scope: EditScope) => void;
  readonly discard: () => void;
  readonly save: () => Promise<void>;
  /** Saves something else than what was typed, such as one date left out. */
  readonly saveCalendar: (calendar: Component) => Promise<void>;
  readonly decide: (conflict: StepConflict, field: MergeField, choice: 'mine' | 'theirs') => void;
  readonly closeConflict: () => void;
}

interface EditorOptions {
  readonly object: CalendarObject | undefined;
  readonly initial: EditSession;
  readonly uid: string;
  readonly viewerOf: ViewerOf;
  /** A new event was stored there. */
  readonly onCreated: (url: string) => void;
}

const TOAST_TONE: Readonly<Record<DeliveryTone, Tone>> = {
  good: 'success',
  pending: 'info',
  failed: 'danger',
  contradicted: 'warning',
  unknown: 'info',
};

export function useEditor({ object: loaded, initial, uid, viewerOf, onCreated }: EditorOptions): Editor {
  const { i18n } = useLingui();
  const [object, setObject] = useState(loaded);
  const [session, setSession] = useState(initial);
  const [notice, setNotice] = useState<SaveNotice>();
  const [conflict, setConflict] = useState<ConflictState>();
  const [report, setReport] = useState(() => lastReport(loaded?.url));
  const latest = useRef(session);
  latest.current = session;
  const viewer = viewerOf(session.current.draft.calendar || collectionOf(loaded?.url ?? ''));
  const mutation = useSaveCalendarObject();
  const context = useMemo<EditContext>(
    () => ({ owner: { addresses: viewer.addresses, name: viewer.name }, now: new Date(), uid }),
    [viewer, uid],
  );

  const accept = (stored: CalendarObject, plan: SchedulingPlan, sent: EditSession) => {
    const saved = parseCalendarData(stored.data);
    const made = makeReport(plan, readSchedulingObject(saved));
    rememberReport(stored.url, made);
    setObject(stored);
    setSession(sessionAfterSaving(saved, sent, latest.current, context));
    setReport(made);
    announceDelivery(made.outcomes, plan, i18n);
    if (object === undefined) onCreated(stored.url);
  };

  const meet = async (
    current: CalendarObject | undefined,
    sent: EditSession,
    plan: SchedulingPlan,
    attempt: number,
  ) => {
    if (current === undefined) {
      setObject(undefined);
      setSession(recreatedSession(latest.current, context));
      setNotice({ kind: 'gone' });
      return;
    }
    const rebased = rebaseSession(latest.current, parseCalendarData(current.data), context);
    setObject(current);
    setSession(rebased.session);
    if (attempt < MOST_ATTEMPTS && latest.current === sent && rebased.conflicts.length + rebased.lost.length === 0) {
      // Only replies came in between, on a server that counts them as changes.
      const merged = planEdit(rebased.session, { ...context, now: new Date() }, viewer.policy);
      if (merged.calendar !== undefined && sendsTheSame(merged.plan, plan)) {
        await store(rebased.session, merged.calendar, merged.plan, current, attempt + 1);
        return;
      }
    }
    setConflict({ conflicts: rebased.conflicts, lost: rebased.lost, decided: new Set() });
  };

  const store = async (
    sent: EditSession,
    calendar: Component,
    plan: SchedulingPlan,
    base: CalendarObject | undefined = object,
    attempt = 1,
  ): Promise<void> => {
    setNotice(undefined);
    setConflict(undefined);
    const collection = sent.current.draft.calendar || collectionOf(loaded?.url ?? '');
    const url = base?.url ?? newCalendarObjectUrl(collection, uid);
    let outcome: SaveOutcome;
    try {
      outcome = await mutation.mutateAsync({ url, data: serializeCalendarData(calendar), base });
    } catch (error) {
      setNotice({ kind: 'failed', error });
      return;
    }
    try {
      if (outcome.kind === 'saved') accept(outcome.object, plan, sent);
      else if (outcome.kind === 'conflict') await meet(outcome.current, sent, plan, attempt);
      else setNotice({ kind: 'unread' });
    } catch (error) {
      // What the server has now is damaged.
      setNotice(outcome.kind === 'saved' ? { kind: 'unread' } : { kind: 'failed', error });
    }
  };

  return {
    object,
    session,
    viewer,
    context,
    isDirty: isDirty(session),
    planned: useSchedulingPlan(session, context, viewer.policy),
    isSaving: mutation.isPending,
    notice,
    conflict,
    report,
    change: (draft) => {
      setReport(undefined);
      setSession((present) => changeDraft(present, draft));
    },
    changeScope: (scope) => setSession((present) => changeScope(present, scope, context)),
    transfer: (scope) => setSession((present) => transferEdit(present, scope, context)),
    discard: () => {
      setSession(resetSession(session));
      setConflict(undefined);
      setNotice(undefined);
      showToast({
        tone: 'info',
        title: i18n._(msg`What you had typed is discarded.`),
        action: { label: i18n._(msg`Undo`), onPress: () => setSession(session) },
      });
    },
    save: async () => {
      const { calendar, plan } = planEdit(session, { ...context, now: new Date() }, viewer.policy);
      if (calendar !== undefined) await store(session, calendar, plan);
    },
    saveCalendar: (calendar) => store(session, calendar, planChange(session.saved, calendar, viewer, new Date())),
    decide: (step, field, choice) => {
      if (choice === 'theirs') setSession((present) => takeTheirs(present, step, field));
      setConflict(
        (present) => present && { ...present, decided: new Set([...present.decided, decisionId(step, field)]) },
      );
    },
    closeConflict: () => setConflict(undefined),
  };
}

/** How often a save is tried while replies come in between. */
const MOST_ATTEMPTS = 3;

/** Whether two plans send the same messages to the same people: then what was shown before saving still holds. */
function sendsTheSame(one: SchedulingPlan, other: SchedulingPlan): boolean {
  const sent = ({ messages }: SchedulingPlan) =>
    JSON.stringify(messages.map(({ method, recipients, keys, exdates }) => ({ method, recipients, keys, exdates })));
  return sent(one) === sent(other);
}

/** The collection that a calendar object resource lies in. */
export function collectionOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/') + 1);
}

function announceDelivery(outcomes: readonly DeliveryOutcome[], plan: SchedulingPlan, i18n: I18n): void {
  if (plan.role === 'none') {
    showToast({ tone: 'success', title: i18n._(msg`Saved.`) });
    return;
  }
  const { tone, text } = deliverySummary(outcomes, i18n);
  showToast({ tone: TOAST_TONE[tone], title: text });
}
