import { useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { draftProblems } from '../../../features/event-editor/draftProblems.ts';
import { EventForm } from '../../../features/event-editor/EventForm.tsx';
import type { EditorCalendar, FormProblem } from '../../../features/event-editor/formTypes.ts';
import { Headline } from '../../../features/scheduling-preview/Headline.tsx';
import { saveLabel } from '../../../features/scheduling-preview/sentences.ts';
import { matters } from '../../../features/scheduling-preview/serverDifferenceWords.ts';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import { timeZonesOf } from '../../../icalendar/timeZone.ts';
import type { CalendarObject } from '../../../queries/calendarObjects.ts';
import { ConflictNotice } from './ConflictNotice.tsx';
import { EditorFoot } from './EditorFoot.tsx';
import { EditorLayout } from './EditorLayout.tsx';
import type { EditSession } from './editSession.ts';
import { editorInstances } from './instances.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import styles from './OrganizerEditor.module.css';
import { maySend, OwnerNotice } from './OwnerNotice.tsx';
import { PreviewPane } from './PreviewPane.tsx';
import { useInvitedPeople, useSearchPrincipals, withNames } from './people.ts';
import { namesIn } from './planEdit.ts';
import { draftRecurrenceWords, ruleWords } from './ruleWords.ts';
import { SaveNotices } from './SaveNotices.tsx';
import { ScopeChoice } from './ScopeChoice.tsx';
import { useDeletion } from './useDeletion.tsx';
import { collectionOf, type Editor, useEditor } from './useEditor.ts';
import { useWording, type ViewerOf } from './viewer.ts';

export interface OrganizerEditorProps {
  /** Undefined: a new event. */
  readonly object: CalendarObject | undefined;
  readonly initial: EditSession;
  /** UID of a new event. */
  readonly uid: string;
  /** Recurrence key of the instance that the page was opened for. */
  readonly instance: string | undefined;
  readonly viewerOf: ViewerOf;
  readonly calendars: readonly EditorCalendar[];
  readonly onCreated: (url: string) => void;
  readonly onDeleted: () => void;
  /** Reads the event again from the server. */
  readonly onReload: () => void;
}

/** The editor of an event that is one’s own: a plain one, or a meeting that one organizes. */
export function OrganizerEditor(props: OrganizerEditorProps) {
  const { object, initial, uid, instance, viewerOf, calendars, onReload } = props;
  const { t, i18n } = useLingui();
  const leaving = useRef(false);
  const mayLeave = useCallback(() => leaving.current, []);
  const editor = useEditor({
    object,
    initial,
    uid,
    viewerOf,
    onCreated: (url) => {
      leaving.current = true;
      props.onCreated(url);
    },
  });
  const { session, planned, viewer } = editor;
  const { draft, scope } = session.current;
  const known = useMemo(() => namesIn(session.saved, planned.calendar), [session.saved, planned.calendar]);
  const people = useInvitedPeople(planned.plan, known, viewer);
  const wording = useWording(
    viewer,
    useMemo(() => new Map([...people.names, ...known]), [people.names, known]),
  );
  const wordsOfRule = useCallback(
    (rule: string) => ruleWords(rule, draft.start, timeZonesOf(planned.calendar ?? NO_CALENDAR), wording),
    [draft.start, planned.calendar, wording],
  );
  const problems = useMemo(() => draftProblems(draft, session.current.base), [draft, session.current.base]);
  const searchPrincipals = useSearchPrincipals();
  const [now] = useState(() => new Date());
  const instances = useMemo(
    () => (session.saved ? editorInstances(session.saved, instance, now, viewer) : []),
    [session.saved, instance, now, viewer],
  );
  const calendar = draft.calendar || collectionOf(object?.url ?? '');
  const shown = useMemo(() => withNames({ ...draft, calendar }, people.names), [draft, calendar, people.names]);
  const isReadOnly = calendars.find(({ url }) => url === calendar)?.readOnly === true && object !== undefined;
  const deletion = useDeletion({
    editor,
    viewer,
    wording,
    instance: scope === 'all' ? undefined : scope,
    onDeleted: () => {
      leaving.current = true;
      props.onDeleted();
    },
  });
  const canSave =
    !isReadOnly &&
    (editor.isDirty || session.saved === undefined) &&
    planned.calendar !== undefined &&
    problems.length === 0 &&
    maySend(planned.plan, viewer);
  return (
    <>
      <LeaveGuard isDirty={editor.isDirty} mayLeave={mayLeave} />
      <EditorLayout
        title={draft.title || (session.saved ? t`No title` : t`New event`)}
        notices={
          <>
            <Notices editor={editor} wording={wording} onReload={onReload} />
            <OwnerNotice viewer={viewer} isReadOnly={isReadOnly} plan={editor.isDirty ? planned.plan : undefined} />
          </>
        }
        form={
          <EventForm
            draft={shown}
            base={session.current.base}
            onChange={editor.change}
            role={planned.plan.role === 'organizer' ? 'organizer' : 'none'}
            ownerAddresses={viewer.addresses}
            scope={scope}
            onScopeChange={editor.changeScope}
            instances={instances}
            searchPrincipals={searchPrincipals}
            calendars={object === undefined ? calendars : calendars.filter(({ url }) => url === calendar)}
            problems={NO_PROBLEMS}
            timeZone={viewer.zone}
            isReadOnly={isReadOnly}
          />
        }
        previewTitle={editor.report && !editor.isDirty ? t`What saving has sent` : t`What saving will send`}
        preview={
          <PreviewPane
            editor={editor}
            viewer={viewer}
            wording={wording}
            unknownAddresses={people.unknown}
            ruleWords={wordsOfRule}
            isReadOnly={isReadOnly}
            choice={
              instance !== undefined && instances.length > 0 && editor.isDirty && session.earlier.length === 0 ? (
                <ScopeChoice editor={editor} instance={instance} wording={wording} policy={viewer.policy} />
              ) : null
            }
          />
        }
        previewLine={<Headline plan={planned.plan} isWarned={planned.differences.some(matters)} />}
        foot={
          isReadOnly ? null : (
            <EditorFoot
              saveLabel={footLabel()}
              deleteLabel={session.saved ? deleteLabel(planned.plan.role === 'organizer') : undefined}
              canSave={canSave}
              canDiscard={editor.isDirty}
              isSaving={editor.isSaving}
              onSave={() => void editor.save()}
              onDiscard={editor.discard}
              onDelete={deletion.open}
            />
          )
        }
      />
      {deletion.dialog}
    </>
  );

  function footLabel(): string {
    if (problems.length > 0) return t`Save · mend what is marked first`;
    return editor.isDirty ? saveLabel(planned.plan, i18n) : t`Save`;
  }

  function deleteLabel(isMeeting: boolean): string {
    return isMeeting ? t`Delete meeting…` : t`Delete event…`;
  }
}

const NO_PROBLEMS: readonly FormProblem[] = [];
const NO_CALENDAR = { name: 'VCALENDAR', properties: [], components: [] };

function Notices({
  editor,
  wording,
  onReload,
}: {
  readonly editor: Editor;
  readonly wording: Wording;
  readonly onReload: () => void;
}) {
  const { notice, conflict, session } = editor;
  const ref = useRef<HTMLDivElement>(null);
  // Saving was asked for below; why it did not happen stands above, where the form may be scrolled away from.
  useEffect(() => {
    if (notice !== undefined || conflict !== undefined) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [notice, conflict]);
  if (notice === undefined && conflict === undefined) return null;
  const zones = timeZonesOf(session.saved ?? NO_CALENDAR);
  return (
    <div ref={ref} className={styles['notices']}>
      {notice ? <SaveNotices notice={notice} onRetry={() => void editor.save()} onReload={onReload} /> : null}
      {conflict ? (
        <ConflictNotice
          state={conflict}
          context={{ wording, zones, recurrenceWords: (draft) => draftRecurrenceWords(draft, wording) }}
          onDecide={editor.decide}
          onClose={editor.closeConflict}
        />
      ) : null}
    </div>
  );
}
