/** The pages /event and /event/new: load, then edit as Organizer or answer as Attendee. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading, Skeleton } from '../../components/Skeleton.tsx';
import type { EditorCalendar } from '../../features/event-editor/formTypes.ts';
import type { Component } from '../../icalendar/component.ts';
import { salvageCalendarData } from '../../icalendar/salvage.ts';
import { type CalendarObject, calendarObjectQuery, useCalendarObject } from '../../queries/calendarObjects.ts';
import { useCalendars } from '../../queries/calendars.ts';
import { wordsForError } from '../../queries/errors.ts';
import type { SchedulingRole } from '../../scheduling/vocabulary.ts';
import type { EventSearch, NewEventSearch } from '../searchParams.ts';
import { BackLink } from './eventEditor/BackLink.tsx';
import { DamagedEvent } from './eventEditor/DamagedEvent.tsx';
import type { EditSession } from './eventEditor/editSession.ts';
import { InvitationEditor } from './eventEditor/InvitationEditor.tsx';
import { newSession, savedSession } from './eventEditor/initialSession.ts';
import { OrganizerEditor } from './eventEditor/OrganizerEditor.tsx';
import { planChange } from './eventEditor/planEdit.ts';
import { collectionOf } from './eventEditor/useEditor.ts';
import { useViewer, useViewers, type Viewer, type ViewerOf } from './eventEditor/viewer.ts';
import styles from './eventEditor.module.css';

export function EventEditorPage() {
  const search: EventSearch | NewEventSearch = useSearch({ strict: false });
  if (!('url' in search)) return <NewEvent search={search} />;
  return search.url === '' ? <NoSuchEvent /> : <SavedEvent search={search} />;
}

function NewEvent({ search }: { readonly search: NewEventSearch }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const viewer = useViewer();
  const { viewerOf } = useViewers();
  const calendars = useEditorCalendars();
  const [uid] = useState(newUid);
  const [now] = useState(() => new Date());
  const { data } = calendars;
  const calendar = search.calendar ?? data?.find(({ readOnly }) => !readOnly)?.url;
  const initial = useMemo(
    () => (calendar === undefined ? undefined : newSession(search, calendar, viewer.zone, now)),
    [search, calendar, viewer.zone, now],
  );
  if (calendars.error) return <Failed error={calendars.error} onRetry={calendars.retry} />;
  if (data === undefined || viewerOf === undefined) return <EditorSkeleton />;
  if (initial === undefined) return <NoCalendar />;
  return (
    <>
      <title>{t`New event – Convoke`}</title>
      <OrganizerEditor
        object={undefined}
        initial={initial}
        uid={uid}
        instance={undefined}
        viewerOf={viewerOf}
        calendars={data}
        onCreated={(url) => void navigate({ to: '/event', search: { url }, replace: true })}
        onDeleted={() => void navigate({ to: '/calendar' })}
        onReload={() => void navigate({ to: '/calendar' })}
      />
    </>
  );
}

function SavedEvent({ search }: { readonly search: EventSearch }) {
  const query = useCalendarObject(search.url);
  const { viewerOf, error, retry } = useViewers();
  const [round, setRound] = useState(0);
  const queryClient = useQueryClient();
  const [loaded, setLoaded] = useState<{ readonly url: string; readonly object: CalendarObject }>();
  const reload = async () => {
    await queryClient.invalidateQueries({ queryKey: calendarObjectQuery(search.url).queryKey });
    setLoaded(undefined);
    setRound(round + 1);
  };
  // What the editor began from stays: a later answer of the query must not replace what is being typed.
  if (loaded?.url !== search.url && query.data && !query.isFetching) setLoaded({ url: search.url, object: query.data });
  if (loaded === undefined || loaded.url !== search.url) {
    return query.error ? <Failed error={query.error} onRetry={() => void query.refetch()} /> : <EditorSkeleton />;
  }
  // In whose calendar it lies decides who its organizer is, and what saving sends.
  if (viewerOf === undefined) return error ? <Failed error={error} onRetry={retry} /> : <EditorSkeleton />;
  return (
    <LoadedEvent
      viewerOf={viewerOf}
      key={`${search.url} ${search.instance ?? ''} ${round}`}
      object={loaded.object}
      search={search}
      onReload={() => void reload()}
    />
  );
}

interface LoadedEventProps {
  readonly object: CalendarObject;
  readonly search: EventSearch;
  readonly viewerOf: ViewerOf;
  readonly onReload: () => void;
}

function LoadedEvent({ object, search, viewerOf, onReload }: LoadedEventProps) {
  const navigate = useNavigate();
  const collection = collectionOf(object.url);
  const viewer = viewerOf(collection);
  const { data: calendars } = useEditorCalendars();
  const read = useMemo(() => readEvent(object, search, viewer), [object, search, viewer]);
  const toCalendar = () => void navigate({ to: '/calendar' });
  if ('error' in read) return <DamagedEvent error={read.error} data={object.data} viewer={viewer} />;
  if (read.role === 'attendee') {
    return (
      <InvitationEditor
        object={object}
        saved={read.saved}
        instance={read.instance}
        viewer={viewer}
        isReadOnly={calendars?.find(({ url }) => url === collection)?.readOnly === true}
        onDeleted={toCalendar}
        onReload={onReload}
      />
    );
  }
  return (
    <OrganizerEditor
      object={object}
      initial={read.session}
      uid=""
      instance={read.instance}
      viewerOf={viewerOf}
      calendars={calendars ?? NO_CALENDARS}
      onCreated={(url) => void navigate({ to: '/event', search: { url }, replace: true })}
      onDeleted={toCalendar}
      onReload={onReload}
    />
  );
}

const NO_CALENDARS: readonly EditorCalendar[] = [];

interface ReadEvent {
  readonly saved: Component;
  readonly session: EditSession;
  readonly role: SchedulingRole;
  readonly instance: string | undefined;
}

function readEvent(
  object: CalendarObject,
  search: EventSearch,
  viewer: Viewer,
): ReadEvent | { readonly error: unknown } {
  // What is damaged in a part can be looked at, but not edited: saving would lose that part.
  const { calendars, problems } = salvageCalendarData(object.data);
  const [saved] = calendars;
  if (saved === undefined || problems.length > 0) return { error: undefined };
  try {
    const session = savedSession(saved, search, viewer.zone);
    const { role } = planChange(saved, saved, viewer, new Date());
    const { scope } = session.current;
    return { saved, session, role, instance: scope === 'all' ? undefined : scope };
  } catch (error) {
    return { error };
  }
}

function useEditorCalendars(): {
  readonly data: readonly EditorCalendar[] | undefined;
  readonly error: unknown;
  readonly retry: () => void;
} {
  const { data, error, refetch } = useCalendars();
  const calendars = useMemo(
    () =>
      data?.map(({ url, displayName, colour, isReadOnly, owner }) => ({
        url,
        name: displayName,
        color: colour,
        readOnly: isReadOnly,
        owner: owner.isSelf ? undefined : owner.displayName,
      })),
    [data],
  );
  return { data: calendars, error, retry: () => void refetch() };
}

/** While the event is loaded: the shape of the editor. */
function EditorSkeleton() {
  const { t } = useLingui();
  return (
    <main className={styles['state']}>
      <Loading label={t`Loading the event`}>
        <div className={styles['skeleton']}>
          <div className={styles['lines']}>
            {['60%', '100%', '100%', '80%', '100%'].map((width, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
              <Skeleton key={index} width={width} height="32px" />
            ))}
          </div>
          <div className={styles['lines']}>
            <Skeleton width="70%" height="20px" />
            <Skeleton width="100%" height="120px" />
            <Skeleton width="100%" height="160px" />
          </div>
        </div>
      </Loading>
    </main>
  );
}

function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { i18n } = useLingui();
  const { title, advice } = wordsForError(error);
  return (
    <main className={styles['state']}>
      <EmptyState
        icon="warning"
        title={i18n._(title)}
        actions={
          <>
            <Button variant="primary" onPress={onRetry}>
              <Trans>Try again</Trans>
            </Button>
            <BackLink />
          </>
        }
      >
        {i18n._(advice)}
      </EmptyState>
    </main>
  );
}

/** The address of the page names no event. */
function NoSuchEvent() {
  const { t } = useLingui();
  return (
    <main className={styles['state']}>
      <EmptyState icon="question" title={t`There is no such event`} actions={<BackLink />}>
        <Trans>The address may be old or cut off.</Trans>
      </EmptyState>
    </main>
  );
}

function NoCalendar() {
  const { t } = useLingui();
  return (
    <main className={styles['state']}>
      <EmptyState icon="calendar" title={t`There is no calendar to put an event in`} actions={<BackLink />}>
        <Trans>Create a calendar first, or ask for the right to write in one that you can see.</Trans>
      </EmptyState>
    </main>
  );
}

/** RFC 5545 §3.8.4.7. randomUUID exists only where the page is served securely. */
function newUid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
