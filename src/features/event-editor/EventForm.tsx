import { Trans, useLingui } from '@lingui/react/macro';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { classes } from '../../components/classes.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { TextField } from '../../components/TextField.tsx';
import { AlarmField } from './AlarmField.tsx';
import { ExtraDates, LeftOutDates } from './DateLists.tsx';
import { CalendarField, PrivacyFields, TextFields, WebPageField } from './DetailFields.tsx';
import type { EventDraft } from './draft.ts';
import { draftProblems, textsFor } from './draftProblems.ts';
import styles from './form.module.css';
import type { DraftField, EventFormProps } from './formTypes.ts';
import { GuestFields } from './GuestFields.tsx';
import { RepeatField } from './RepeatField.tsx';
import { ScopeChooser } from './ScopeChooser.tsx';
import { type DraftHistory, useDraftHistory } from './useDraftHistory.ts';
import { useFormWords } from './useFormWords.ts';
import { WhenFields } from './WhenFields.tsx';

/**
 * The form of an event that is one's own: a plain one, or a meeting that one organizes. Its state is the page's; it keeps the
 * steps back and forth. Ctrl+Z (and Ctrl+Shift+Z) undo steps of the form outside of text fields, which have their own.
 */
export function EventForm(props: EventFormProps) {
  const { draft, onChange, scope, onScopeChange, instances, problems, timeZone, isReadOnly = false } = props;
  const { t } = useLingui();
  const words = useFormWords();
  const history = useDraftHistory(draft, onChange);
  const { change } = history;
  const form = useRef<HTMLDivElement>(null);
  useUndoKeys(form, history);
  const setAlarms = useCallback((alarms: EventDraft['alarms']) => change((known) => ({ ...known, alarms })), [change]);
  const own = draftProblems(draft, props.base);
  const problemOf = (field: DraftField) => textsFor(field, own, problems, words);
  const general = problems.filter(({ field }) => field === undefined);
  const shared = { draft, change, isReadOnly };
  const isSeries = scope === 'all';
  // Whose calendar it is decides in whose name guests are invited: then the choice stands where nobody can miss it.
  const actsForOthers = props.calendars.some(({ owner, readOnly }) => owner !== undefined && !readOnly);
  const calendarField = isSeries ? (
    <CalendarField {...shared} calendars={props.calendars} problem={problemOf('calendar')} />
  ) : null;
  const recurs = draft.recurrence.kind !== 'none' || draft.extraDates.length > 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <form> would submit on Enter, and saving is the page's
    <div className={styles['form']} role="form" aria-label={t`Event`} ref={form}>
      <div className={styles['tools']}>
        <ScopeChooser scope={scope} onScopeChange={onScopeChange} instances={instances} />
        <HistoryButtons history={history} />
      </div>
      {general.map(({ message }) => (
        <Banner key={message} tone="danger" isLive title={message} />
      ))}
      <Cancelled {...shared} />
      <TextField
        label={t`Title`}
        className={styles['inline']}
        value={draft.title}
        isReadOnly={isReadOnly}
        isInvalid={problemOf('title') !== undefined}
        errorMessage={problemOf('title')}
        onChange={(title) => change((known) => ({ ...known, title }))}
      />
      {actsForOthers ? calendarField : null}
      <WhenFields {...shared} timeZone={timeZone} problem={problemOf('start') ?? problemOf('end')} />
      {isSeries ? <RepeatField {...shared} problem={problemOf('recurrence')} /> : null}
      {isSeries && recurs ? <ExtraDates {...shared} /> : null}
      {isSeries && recurs ? <LeftOutDates {...shared} /> : null}
      <GuestFields
        attendees={draft.attendees}
        change={change}
        searchPrincipals={props.searchPrincipals}
        ownerAddresses={props.ownerAddresses}
        isMeeting={props.role === 'organizer'}
        problem={problemOf('attendees')}
        isReadOnly={isReadOnly}
      />
      <TextFields {...shared} problemOf={problemOf} />
      <AlarmField
        alarms={draft.alarms}
        isAllDay={draft.start.form === 'date'}
        isReadOnly={isReadOnly}
        onChange={setAlarms}
      />
      <Disclosure
        title={actsForOthers ? t`Visibility, web page` : t`Calendar, visibility, web page`}
        defaultExpanded={problemOf('webPage') !== undefined}
      >
        <div className={styles['more']}>
          {actsForOthers ? null : calendarField}
          <PrivacyFields {...shared} />
          <WebPageField {...shared} problemOf={problemOf} />
        </div>
      </Disclosure>
    </div>
  );
}

/** An event that is called off says so first, with the way back. */
function Cancelled({
  draft,
  change,
  isReadOnly,
}: Pick<DraftHistory, 'change'> & Pick<EventFormProps, 'draft'> & { readonly isReadOnly: boolean }) {
  const { t } = useLingui();
  if (draft.status !== 'CANCELLED') return null;
  const takeBack = (
    <Button size="small" onPress={() => change((known) => ({ ...known, status: 'CONFIRMED' }))}>
      <Trans>Let it take place again</Trans>
    </Button>
  );
  return <Banner tone="warning" title={t`This event is cancelled.`} actions={isReadOnly ? undefined : takeBack} />;
}

function HistoryButtons({ history }: { readonly history: DraftHistory }) {
  const { undo, redo } = history;
  const isIdle = undo === undefined && redo === undefined;
  // Their room is kept, so that the form does not jump with the first letter.
  return (
    <span className={classes(styles['history'], isIdle && styles['idle'])}>
      <Button variant="quiet" size="small" isDisabled={undo === undefined} onPress={() => undo?.()}>
        <Trans>Undo</Trans>
      </Button>
      <Button variant="quiet" size="small" isDisabled={redo === undefined} onPress={() => redo?.()}>
        <Trans>Redo</Trans>
      </Button>
    </span>
  );
}

/** Undo and redo by key, in the form or where nothing has the focus; text fields have their own. */
function useUndoKeys(form: RefObject<HTMLElement | null>, history: DraftHistory): void {
  const latest = useRef(history);
  useEffect(() => {
    latest.current = history;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isHere = target === document.body || (target instanceof Node && form.current?.contains(target));
      const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      if (!isHere || isText || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const { undo, redo } = latest.current;
      const key = event.key.toLowerCase();
      const go = key === 'y' || (key === 'z' && event.shiftKey) ? redo : key === 'z' ? undo : undefined;
      if (go === undefined) return;
      event.preventDefault();
      go();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [form]);
}
