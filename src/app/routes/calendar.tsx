import { today } from '@internationalized/date';
import { useLingui } from '@lingui/react/macro';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useLocale } from 'react-aria-components/I18nProvider';
import { IconButton } from '../../components/IconButton.tsx';
import { useMediaQuery } from '../../components/useMediaQuery.ts';
import type { EventTimes } from '../../features/calendar/CalendarGrid.tsx';
import { CalendarPage } from '../../features/calendar/CalendarPage.tsx';
import { CalendarSideBar } from '../../features/calendar/CalendarSideBar.tsx';
import { CalendarToolbar } from '../../features/calendar/CalendarToolbar.tsx';
import type { CalendarEvent } from '../../features/calendar/calendarEvents.ts';
import { SearchDialog } from '../../features/calendar/SearchDialog.tsx';
import { ShortcutsDialog } from '../../features/calendar/ShortcutsDialog.tsx';
import { useCalendarPage, useDateConventions } from '../../features/calendar/useCalendarPage.ts';
import { useShortcuts } from '../../features/calendar/useShortcuts.ts';
import { type CalendarView, dateOrToday, stepDate, suggestedStart } from '../../features/calendar/viewRange.ts';
import { Shell } from '../Shell.tsx';
import { useCalendarCommands } from './calendars/useCalendarCommands.ts';

const route = getRouteApi('/signed-in/calendar');
const CalendarDialogs = lazy(async () => ({
  default: (await import('./calendars/CalendarDialogs.tsx')).CalendarDialogs,
}));

/** `/calendar?view=week&date=2027-03-08` */
export function CalendarRoute() {
  const { t } = useLingui();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { locale } = useLocale();
  const conventions = useDateConventions(locale);
  const isPhone = useMediaQuery('(width < 600px)');
  const view = search.view ?? (isPhone ? 'agenda' : 'week');
  const date = dateOrToday(search.date, conventions.timeZone);
  const state = useCalendarPage(view, date, conventions);
  const [dialog, setDialog] = useState<'search' | 'keys'>();
  const calendars = useCalendarCommands(state.wanted.calendars);

  const show = (next: { readonly view?: CalendarView; readonly date?: string }) =>
    void navigate({ to: '/calendar', search: { ...search, ...next } });
  const now = () => today(conventions.timeZone);
  const open = ({ url, instance }: Pick<CalendarEvent, 'url' | 'instance'>) =>
    void navigate({ to: '/event', search: { url, instance } });
  const create = () => void navigate({ to: '/event/new', search: { start: suggestedStart(view, date, conventions) } });

  useShortcuts({
    t: () => show({ date: now().toString() }),
    j: () => show({ date: stepDate(view, date, 1).toString() }),
    k: () => show({ date: stepDate(view, date, -1).toString() }),
    '1': () => show({ view: 'month' }),
    '2': () => show({ view: 'week' }),
    '3': () => show({ view: 'day' }),
    '4': () => show({ view: 'agenda' }),
    c: create,
    '/': () => setDialog('search'),
    '?': () => setDialog('keys'),
  });

  return (
    <Shell
      toolbar={
        <CalendarToolbar
          view={view}
          date={date}
          today={now()}
          conventions={conventions}
          onView={(next) => show({ view: next })}
          onDate={(next) => show({ date: next.toString() })}
        />
      }
      tools={
        <>
          <IconButton icon="search" label={t`Search events`} onPress={() => setDialog('search')} />
          <IconButton icon="question" label={t`Keyboard`} onPress={() => setDialog('keys')} />
        </>
      }
      sideBar={{
        title: t`Calendars and dates`,
        content: (
          <CalendarSideBar
            state={state}
            date={date}
            conventions={conventions}
            onDate={(next) => show({ date: next.toString() })}
            onCreate={create}
            canShare={calendars.canShare}
            onNewCalendar={calendars.onNew}
            onCommand={calendars.onCommand}
          />
        ),
      }}
    >
      <CalendarPage
        state={state}
        view={view}
        date={date}
        conventions={conventions}
        onNewCalendar={calendars.onNew}
        onOpen={open}
        onOpenDay={(day) => show({ view: 'day', date: day })}
        onCreate={(times) => void navigate({ to: '/event/new', search: timesSearch(times) })}
        onMove={({ url, instance }, times) =>
          void navigate({ to: '/event', search: { url, instance, ...timesSearch(times) } })
        }
      />
      <ShortcutsDialog isOpen={dialog === 'keys'} onOpenChange={(isOpen) => setDialog(isOpen ? 'keys' : undefined)} />
      {dialog === 'search' ? (
        <SearchDialog {...state.wanted} locale={locale} onClose={() => setDialog(undefined)} onOpen={open} />
      ) : null}
      {calendars.task === undefined ? null : (
        <Suspense>
          <CalendarDialogs task={calendars.task} calendars={state.wanted.calendars} onClose={calendars.onClose} />
        </Suspense>
      )}
    </Shell>
  );
}

function timesSearch({ start, end, allDay }: EventTimes) {
  return { start, end, allDay: allDay || undefined };
}
