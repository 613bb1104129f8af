import FullCalendar, { type CalendarOptions, type CalendarRef, type EventInput } from '@fullcalendar/react';
import dayGridPlugin from '@fullcalendar/react/daygrid';
import interactionPlugin from '@fullcalendar/react/interaction';
import listPlugin from '@fullcalendar/react/list';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import type { CalendarDate } from '@internationalized/date';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useRef } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import type { CalendarEvent } from './calendarEvents.ts';
import { EventContent } from './EventContent.tsx';
import styles from './grid.module.css';
import { moveFocusBetweenEvents } from './gridKeys.ts';
import { calendarEventOf, GRID_THEME } from './gridTheme.ts';
import { type CalendarView, type DateConventions, firstWeekday } from './viewRange.ts';

/** Times of an event that is to be made or moved: instants, or dates when all day, the end exclusive. */
export interface EventTimes {
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
}

export interface CalendarGridProps {
  readonly view: CalendarView;
  readonly date: CalendarDate;
  readonly conventions: DateConventions;
  readonly events: readonly CalendarEvent[];
  readonly onOpen: (event: Pick<CalendarEvent, 'url' | 'instance'>) => void;
  readonly onCreate: (times: EventTimes) => void;
  /** An event was dragged or resized. The grid shows the old times until they are saved elsewhere. */
  readonly onMove: (event: CalendarEvent, times: EventTimes) => void;
  readonly onOpenDay: (date: string) => void;
}

const PLUGINS = [dayGridPlugin, timeGridPlugin, listPlugin, interactionPlugin];
const VIEW_TYPES = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay', agenda: 'agenda' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', meridiem: 'short' } as const;
const WORKING_HOURS = { daysOfWeek: [1, 2, 3, 4, 5], startTime: '09:00', endTime: '17:00' };

/** Month, week, day and agenda. Everything that changes goes out through the callbacks; nothing is stored here. */
export function CalendarGrid(props: CalendarGridProps) {
  const { view, date, conventions, events } = props;
  const { t } = useLingui();
  const grid = useRef<CalendarRef>(null);
  const inputs = useMemo(() => events.map(inputOf), [events]);
  const day = date.toString();

  useEffect(() => {
    // FullCalendar renders at once: not while React is still rendering.
    queueMicrotask(() => grid.current?.getApi().changeView(VIEW_TYPES[view], day));
  }, [view, day]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the events inside, which have the focus
    <div className={styles['frame']} onKeyDown={moveFocusBetweenEvents}>
      <FullCalendar
        ref={grid}
        {...GRID_THEME}
        {...callbacksOf(props)}
        plugins={PLUGINS}
        initialView={VIEW_TYPES[view]}
        initialDate={day}
        views={{ agenda: { type: 'list', duration: { days: 28 } }, dayGridMonth: { fixedWeekCount: false } }}
        headerToolbar={false}
        height="100%"
        borderless
        locale={conventions.locale}
        timeZone={conventions.timeZone}
        firstDay={firstWeekday(conventions)}
        events={inputs}
        eventDisplay="block"
        eventInteractive
        eventTimeFormat={TIME}
        slotHeaderFormat={TIME}
        slotDuration="00:30:00"
        slotMinHeight={20}
        eventMinHeight={20}
        eventShortHeight={36}
        scrollTime="07:30:00"
        weekNumbers
        weekNumberCalculation="ISO"
        weekNumberFormat={{ week: 'numeric' }}
        weekNumberHeaderContent={({ text }) => t`W${text}`}
        inlineWeekNumberContent={({ text }) => t`W${text}`}
        nowIndicator
        businessHours={WORKING_HOURS}
        dayMaxEvents
        navLinks
        navLinkHint={(dateText) => t`Go to ${dateText}`}
        allDayText={t`all day`}
        moreLinkContent={({ num }) => t`${num} more`}
        selectable
        selectMirror
        selectMinDistance={4}
        editable
        eventContent={(info) => {
          const event = calendarEventOf(info);
          if (event === undefined) return info.timeText;
          return <EventContent event={event} {...pick(info)} />;
        }}
        noEventsContent={() => <NothingPlanned />}
      />
    </div>
  );
}

/** What the list view says when it has nothing to list. */
function NothingPlanned() {
  return (
    <EmptyState icon="calendar" title={<Trans>Nothing is planned in these four weeks</Trans>}>
      <Trans>
        Press <kbd>c</kbd> to create an event, or <kbd>j</kbd> to look at the next four weeks.
      </Trans>
    </EmptyState>
  );
}

function callbacksOf({ onOpen, onCreate, onMove, onOpenDay, conventions }: CalendarGridProps): CalendarOptions {
  return {
    navLinkDayClick: (date) => onOpenDay(dateIn(date, conventions.timeZone)),
    eventClick: (info) => {
      info.jsEvent.preventDefault();
      const event = calendarEventOf(info);
      if (event !== undefined) onOpen(event);
    },
    eventDidMount: ({ el, isMirror }) => {
      if (!isMirror) el.dataset['calendarEvent'] = '';
    },
    select: (info) => onCreate(timesOf(info.startStr, info.endStr, info.allDay)),
    dateClick: (info) => {
      const length = info.allDay ? 24 * 60 : 60;
      onCreate(timesOf(info.dateStr, addMinutes(info.dateStr, length, info.allDay), info.allDay));
    },
    eventDrop: (info) => moved(info.event, info.revert),
    eventResize: (info) => moved(info.event, info.revert),
  };

  function moved(dropped: DroppedEvent, revert: () => void): void {
    const { startStr, endStr, allDay } = dropped;
    const end = endStr === '' ? addMinutes(startStr, allDay ? 24 * 60 : 60, allDay) : endStr;
    const event = calendarEventOf({ event: dropped });
    revert();
    if (event !== undefined) onMove(event, timesOf(startStr, end, allDay));
  }
}

interface DroppedEvent {
  readonly startStr: string;
  readonly endStr: string;
  readonly allDay: boolean;
  readonly extendedProps: Readonly<Record<string, unknown>>;
}

function inputOf(event: CalendarEvent): EventInput {
  return {
    id: event.id,
    title: event.title,
    start: event.start,
    end: event.end,
    allDay: event.isAllDay,
    editable: event.isMovable,
    extendedProps: { calendarEvent: event },
  };
}

function pick(info: { timeText: string; isShort: boolean; timeClass: string; titleClass: string }) {
  const { timeText, isShort, timeClass, titleClass } = info;
  return { timeText, isShort, timeClass, titleClass };
}

/** FullCalendar writes times with the zone's offset; URLs carry UTC. */
function timesOf(start: string, end: string, allDay: boolean): EventTimes {
  if (allDay) return { start: start.slice(0, 10), end: end.slice(0, 10), allDay };
  return { start: instant(start), end: instant(end), allDay };
}

function addMinutes(start: string, minutes: number, allDay: boolean): string {
  const later = new Date(Date.parse(start) + minutes * 60_000).toISOString();
  return allDay ? later.slice(0, 10) : later;
}

function instant(text: string): string {
  return new Date(text).toISOString().replace(/\.\d+/, '');
}

function dateIn(date: Date, timeZone: string): string {
  // en-CA writes 2027-03-08.
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(date);
}
