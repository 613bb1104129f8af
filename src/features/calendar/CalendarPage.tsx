import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useRef } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Skeleton.tsx';
import { VisuallyHidden } from '../../components/VisuallyHidden.tsx';
import { wordsForError } from '../../queries/errors.ts';
import { CalendarGrid, type CalendarGridProps } from './CalendarGrid.tsx';
import styles from './CalendarPage.module.css';
import { CalendarSkeleton } from './CalendarSkeleton.tsx';
import type { UnreadablePart } from './calendarEvents.ts';
import type { LoadedEvents } from './useCalendarEvents.ts';
import type { CalendarPageState } from './useCalendarPage.ts';

type OpenObject = CalendarPageProps['onOpen'];
export type CalendarPageProps = Omit<CalendarGridProps, 'events'> & {
  readonly state: CalendarPageState;
  /** Undefined: the server does not let one make calendars. */
  readonly onNewCalendar: (() => void) | undefined;
};

/** The grid with what it has to say about loading, failing and being empty. */
export function CalendarPage({ state, onNewCalendar, ...grid }: CalendarPageProps) {
  const { calendars, loaded } = state;
  const hasLoaded = useRef(false);
  if (calendars.isPending) return <CalendarSkeleton />;
  if (calendars.error !== null) {
    return <Failure error={calendars.error} onRetry={() => void calendars.refetch()} />;
  }
  if (calendars.data.length === 0) return <NoCalendar onNew={onNewCalendar} />;
  // The skeleton is for the first time; afterwards the grid stays while another page of it is loaded.
  if (!loaded.isPending) hasLoaded.current = true;
  if (!hasLoaded.current) return <CalendarSkeleton />;
  return (
    <div className={styles['page']} aria-busy={loaded.isPending}>
      <Notices loaded={loaded} onOpen={grid.onOpen} />
      <div className={styles['grid']}>
        {loaded.isPending ? <LoadingLine /> : null}
        <CalendarGrid {...grid} events={loaded.events} />
        {grid.view === 'agenda' ? null : <Hint loaded={loaded} />}
      </div>
    </div>
  );
}

function LoadingLine() {
  const { t } = useLingui();
  return (
    <Loading label={t`Loading events`}>
      <div className={styles['line']} />
    </Loading>
  );
}

/** What could not be loaded or read; the rest is shown all the same. */
function Notices({ loaded, onOpen }: { readonly loaded: LoadedEvents; readonly onOpen: OpenObject }) {
  const { i18n } = useLingui();
  const { failed, unreadable, retry } = loaded;
  const [first] = failed;
  if (first === undefined && unreadable.length === 0) return null;
  return (
    <div className={styles['notices']}>
      {first === undefined ? null : (
        <Banner
          tone="danger"
          isLive
          title={
            <Trans>
              Not loaded: {failed.map(({ calendar }) => calendar.displayName).join(', ')} –{' '}
              {i18n._(wordsForError(first.error).title)}
            </Trans>
          }
          actions={
            <Button size="small" onPress={retry}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {i18n._(wordsForError(first.error).advice)}
        </Banner>
      )}
      {unreadable.length === 0 ? null : <Damaged parts={unreadable} onOpen={onOpen} />}
    </div>
  );
}

/** More would hide the grid. */
const MOST_DAMAGED = 4;

/** Each part that is not shown, by file and line. */
function Damaged({ parts, onOpen }: { readonly parts: readonly UnreadablePart[]; readonly onOpen: OpenObject }) {
  const more = parts.length - MOST_DAMAGED;
  return (
    <Banner
      tone="warning"
      title={
        <Plural
          value={parts.length}
          one="# entry is damaged, so that it cannot be shown. It stays on the server as it is."
          other="# entries are damaged, so that they cannot be shown. They stay on the server as they are."
        />
      }
    >
      <ul className={styles['damaged']}>
        {parts.slice(0, MOST_DAMAGED).map((part) => (
          <li key={`${part.url} ${part.line}`}>
            <DamagedPart part={part} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {more > 0 ? <Plural value={more} one="and # more" other="and # more" /> : null}
    </Banner>
  );
}

function DamagedPart({ part, onOpen }: { readonly part: UnreadablePart; readonly onOpen: OpenObject }) {
  const { url, line, title, message } = part;
  const file = lastSegment(url);
  return (
    <>
      {title === '' ? null : <span dir="auto">{title}: </span>}
      <span translate="no">{file}</span>
      {line === undefined ? null : (
        <>
          , <Trans>line {line}</Trans>
        </>
      )}
      : <span translate="no">{message}</span>{' '}
      <Button variant="quiet" size="small" onPress={() => onOpen({ url, instance: undefined })}>
        <Trans>Details</Trans>
        <VisuallyHidden> {file}</VisuallyHidden>
      </Button>
    </>
  );
}

function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { i18n } = useLingui();
  const { title, advice } = wordsForError(error);
  return (
    <Centre>
      <div role="alert">
        <EmptyState
          icon="warning"
          title={i18n._(title)}
          actions={
            <Button variant="primary" onPress={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {i18n._(advice)}
        </EmptyState>
      </div>
    </Centre>
  );
}

function NoCalendar({ onNew }: { readonly onNew: (() => void) | undefined }) {
  return (
    <Centre>
      {onNew === undefined ? (
        <EmptyState icon="calendar" title={<Trans>This account has no calendar yet</Trans>}>
          <Trans>Create one with another CalDAV app, or ask whoever runs the server; then reload this page.</Trans>
        </EmptyState>
      ) : (
        <EmptyState
          icon="calendar"
          title={<Trans>This account has no calendar yet</Trans>}
          actions={
            <Button variant="primary" icon="plus" onPress={onNew}>
              <Trans>New calendar</Trans>
            </Button>
          }
        >
          <Trans>Make one to put your events in.</Trans>
        </EmptyState>
      )}
    </Centre>
  );
}

/** On an empty grid: how to begin, or why nothing is seen. */
function Hint({ loaded }: { readonly loaded: LoadedEvents }) {
  if (loaded.isPending || loaded.events.length + loaded.failed.length + loaded.unreadable.length > 0) return null;
  return (
    <p className={styles['hint']} role="status">
      {loaded.isEverythingHidden ? (
        <Trans>All calendars are hidden. Tick one to see its events.</Trans>
      ) : (
        <Trans>
          Nothing here yet. Drag over a time, or press <kbd>c</kbd>, to create an event.
        </Trans>
      )}
    </p>
  );
}

function Centre({ children }: { readonly children: ReactNode }) {
  return <div className={styles['centre']}>{children}</div>;
}

function lastSegment(url: string): string {
  return url.split('/').filter(Boolean).at(-1) ?? url;
}
