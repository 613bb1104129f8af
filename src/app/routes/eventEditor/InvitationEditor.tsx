import { useLingui } from '@lingui/react/macro';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { showToast } from '../../../components/Toast.tsx';
import { DeliveryReport } from '../../../features/delivery-report/DeliveryReport.tsx';
import { replySummary } from '../../../features/delivery-report/deliveryWords.ts';
import type { EditScope, InvitationReply } from '../../../features/event-editor/draft.ts';
import { readDraft } from '../../../features/event-editor/draftReading.ts';
import type { FormProblem } from '../../../features/event-editor/formTypes.ts';
import { InvitationForm } from '../../../features/event-editor/InvitationForm.tsx';
import { organizerOf, readReply, respond } from '../../../features/event-editor/invitationReply.ts';
import { Headline } from '../../../features/scheduling-preview/Headline.tsx';
import { SchedulingPreview } from '../../../features/scheduling-preview/SchedulingPreview.tsx';
import { saveLabel } from '../../../features/scheduling-preview/sentences.ts';
import { parseCalendarData, serializeCalendarData } from '../../../icalendar/calendarData.ts';
import type { Component } from '../../../icalendar/component.ts';
import type { CalendarObject } from '../../../queries/calendarObjects.ts';
import { useSaveCalendarObject } from '../../../queries/saveCalendarObject.ts';
import { readSchedulingObject } from '../../../scheduling/schedulingObject.ts';
import { EditorFoot } from './EditorFoot.tsx';
import { EditorLayout } from './EditorLayout.tsx';
import { editorInstances } from './instances.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import { maySend, OwnerNotice, SenderLine } from './OwnerNotice.tsx';
import { namesIn, planChange } from './planEdit.ts';
import { makeReport, type SaveReport } from './reports.ts';
import { SaveNotices } from './SaveNotices.tsx';
import { useDeletion } from './useDeletion.tsx';
import type { SaveNotice } from './useEditor.ts';
import { useWording, type Viewer } from './viewer.ts';

interface InvitationEditorProps {
  readonly object: CalendarObject;
  readonly saved: Component;
  readonly instance: string | undefined;
  readonly viewer: Viewer;
  /** A calendar that one may only look at. */
  readonly isReadOnly: boolean;
  readonly onDeleted: () => void;
  readonly onReload: () => void;
}

/** An event to which somebody else invites: the facts, and one’s own answer. */
export function InvitationEditor({
  object: loaded,
  saved: loadedData,
  instance,
  viewer,
  isReadOnly,
  onDeleted,
  onReload,
}: InvitationEditorProps) {
  const { t, i18n } = useLingui();
  const leaving = useRef(false);
  const mayLeave = useCallback(() => leaving.current, []);
  const [object, setObject] = useState(loaded);
  const [saved, setSaved] = useState(loadedData);
  const [scope, setScope] = useState<EditScope>(instance ?? 'all');
  const [answer, setAnswer] = useState(() => ({
    base: readReply(loadedData, instance ?? 'all', viewer.addresses),
    reply: readReply(loadedData, instance ?? 'all', viewer.addresses),
  }));
  const [notice, setNotice] = useState<SaveNotice>();
  const [report, setReport] = useState<SaveReport>();
  const [now] = useState(() => new Date());
  const mutation = useSaveCalendarObject();

  const begin = (calendar: Component, next: EditScope, kept?: InvitationReply) => {
    const base = readReply(calendar, next, viewer.addresses);
    setScope(next);
    setAnswer({ base, reply: kept ?? base });
  };
  const answered = (reply: InvitationReply) =>
    respond(saved, scope, reply, { addresses: viewer.addresses, now: new Date() });
  const reply = useDeferredValue(answer.reply);
  const plan = useMemo(
    () => planChange(saved, respond(saved, scope, reply, { addresses: viewer.addresses, now }), viewer, now),
    [saved, scope, reply, viewer, now],
  );
  const isDirty = JSON.stringify(answer.base) !== JSON.stringify(answer.reply);
  const wording = useWording(
    viewer,
    useMemo(() => namesIn(saved), [saved]),
  );
  const draft = useMemo(() => readDraft(saved, scope), [saved, scope]);
  const instances = useMemo(() => editorInstances(saved, instance, now, viewer), [saved, instance, now, viewer]);
  const organizer = organizerOf(saved) ?? { name: '', address: '' };

  const store = async (calendar: Component) => {
    setNotice(undefined);
    const sent = planChange(saved, calendar, viewer, new Date());
    try {
      const outcome = await mutation.mutateAsync({
        url: object.url,
        data: serializeCalendarData(calendar),
        base: object,
      });
      if (outcome.kind === 'saved') {
        const stored = parseCalendarData(outcome.object.data);
        setObject(outcome.object);
        setSaved(stored);
        begin(stored, scope);
        const made = makeReport(sent, readSchedulingObject(stored));
        setReport(made);
        showToast({ tone: 'success', title: sent.messages.length > 0 ? replySummary(made.outcomes, i18n) : t`Saved.` });
      } else if (outcome.kind === 'conflict' && outcome.current) {
        const theirs = parseCalendarData(outcome.current.data);
        setObject(outcome.current);
        setSaved(theirs);
        begin(theirs, scope, answer.reply);
        showToast({
          tone: 'warning',
          title: t`The organizer changed the event meanwhile. Look at it again; your answer is kept and not sent yet.`,
        });
      } else {
        setNotice({ kind: outcome.kind === 'conflict' ? 'gone' : 'unread' });
      }
    } catch (error) {
      setNotice({ kind: 'failed', error });
    }
  };
  const save = () => void store(answered(answer.reply));

  const deletion = useDeletion({
    editor: {
      object,
      session: { saved, earlier: [], current: { scope, base: draft, draft } },
      isSaving: mutation.isPending,
      saveCalendar: store,
    },
    viewer,
    wording,
    instance: scope === 'all' ? undefined : scope,
    onDeleted: () => {
      leaving.current = true;
      onDeleted();
    },
  });

  return (
    <>
      <LeaveGuard isDirty={isDirty} mayLeave={mayLeave} />
      <EditorLayout
        title={draft.title || t`No title`}
        notices={
          <>
            {notice ? <SaveNotices notice={notice} onRetry={save} onReload={onReload} /> : null}
            <OwnerNotice viewer={viewer} isReadOnly={isReadOnly} plan={isDirty ? plan : undefined} />
          </>
        }
        form={
          <InvitationForm
            draft={draft}
            organizer={organizer}
            reply={answer.reply}
            onChange={(next) => {
              setReport(undefined);
              setAnswer((present) => ({ ...present, reply: next }));
            }}
            scope={scope}
            onScopeChange={(next) => begin(saved, next)}
            instances={instances}
            problems={NO_PROBLEMS}
            timeZone={viewer.zone}
            isReadOnly={isReadOnly}
            invited={viewer.actsFor?.name}
          />
        }
        previewTitle={t`What the organizer will be told`}
        preview={
          report !== undefined && !isDirty ? (
            <DeliveryReport
              sender="attendee"
              outcomes={report.outcomes}
              names={wording.names}
              meanings={report.meanings}
            />
          ) : (
            <>
              <SenderLine plan={plan} viewer={viewer} />
              <SchedulingPreview
                plan={plan}
                names={wording.names}
                zone={viewer.zone}
                locale={viewer.locale}
                server={viewer.server}
              />
            </>
          )
        }
        previewLine={<Headline plan={plan} />}
        foot={
          isReadOnly ? null : (
            <EditorFoot
              saveLabel={saveLabel(plan, i18n)}
              deleteLabel={t`Remove from calendar…`}
              canSave={isDirty && maySend(plan, viewer)}
              canDiscard={isDirty}
              isSaving={mutation.isPending}
              onSave={save}
              onDiscard={() => begin(saved, scope)}
              onDelete={deletion.open}
            />
          )
        }
      />
      {deletion.dialog}
    </>
  );
}

const NO_PROBLEMS: readonly FormProblem[] = [];
