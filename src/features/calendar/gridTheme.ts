/** FullCalendar without any of its own looks: every part of the grid gets a class of our stylesheet. */
import type { CalendarOptions } from '@fullcalendar/react';
import { classes } from '../../components/classes.ts';
import type { CalendarEvent } from './calendarEvents.ts';
import styles from './grid.module.css';

interface DayInfo {
  readonly isToday: boolean;
  readonly isOther?: boolean;
}

interface EventInfo {
  readonly event: { readonly extendedProps: Readonly<Record<string, unknown>> };
  readonly isShort?: boolean;
  readonly isStart?: boolean;
  readonly isEnd?: boolean;
  readonly isMirror?: boolean;
}

/** The calendar event that was handed to FullCalendar with this one; undefined for the mirror of a selection. */
export function calendarEventOf(info: EventInfo): CalendarEvent | undefined {
  const event = info.event.extendedProps['calendarEvent'];
  return event === undefined ? undefined : (event as CalendarEvent);
}

const day = (info: DayInfo) => classes(styles['day'], info.isToday && styles['today'], info.isOther && styles['other']);

const eventClass = (info: EventInfo) => {
  const event = calendarEventOf(info);
  return classes(
    styles['event'],
    styles[`hue${event?.hue ?? 1}`],
    event !== undefined && styles[event.state],
    (event === undefined || info.isMirror) && styles['mirror'],
  );
};

/** Class options, in the order of FullCalendar's own themes. */
export const GRID_THEME: CalendarOptions = {
  class: styles['calendar'],
  viewClass: styles['view'],
  eventClass,
  blockEventClass: styles['block'],
  blockEventInnerClass: styles['inner'],
  eventTimeClass: styles['time'],
  eventTitleClass: styles['title'],
  rowEventClass: (info) => classes(styles['row'], info.isStart && styles['start'], info.isEnd && styles['end']),
  columnEventClass: (info) => classes(styles['column'], info.isStart && styles['top'], info.isEnd && styles['bottom']),
  columnEventInnerClass: (info) => classes(styles['columnInner'], info.isShort && styles['short']),
  rowEventBeforeClass: (info) => (info.isStartResizable ? classes(styles['handle'], styles['handleStart']) : ''),
  rowEventAfterClass: (info) => (info.isEndResizable ? classes(styles['handle'], styles['handleEnd']) : ''),
  columnEventBeforeClass: (info) => (info.isStartResizable ? classes(styles['handle'], styles['handleTop']) : ''),
  columnEventAfterClass: (info) => (info.isEndResizable ? classes(styles['handle'], styles['handleBottom']) : ''),
  moreLinkClass: styles['more'],
  columnMoreLinkClass: styles['columnMore'],
  dayHeaderAlign: 'start',
  dayHeaderClass: (info) =>
    classes(styles['dayHeader'], info.isToday && styles['today'], info.inPopover && styles['inPopover']),
  dayHeaderInnerClass: styles['dayHeaderInner'],
  dayHeaderRowClass: styles['line'],
  dayHeaderDividerClass: styles['divider'],
  dayRowClass: styles['line'],
  dayCellClass: day,
  dayCellTopClass: styles['dayTop'],
  dayCellTopInnerClass: styles['dayNumber'],
  dayCellBottomClass: styles['dayBottom'],
  dayLaneClass: day,
  dayLaneInnerClass: styles['lane'],
  slotLaneClass: (info) => classes(styles['slot'], info.isMinor && styles['minor']),
  slotHeaderClass: styles['slotHeader'],
  slotHeaderInnerClass: styles['slotHeaderInner'],
  slotHeaderDividerClass: styles['slotHeaderDivider'],
  weekNumberHeaderClass: styles['weekNumber'],
  weekNumberHeaderInnerClass: styles['weekNumberInner'],
  inlineWeekNumberClass: styles['inlineWeekNumber'],
  allDayHeaderClass: styles['allDayHeader'],
  allDayHeaderInnerClass: styles['slotHeaderInner'],
  allDayDividerClass: styles['divider'],
  nowIndicatorLineClass: styles['nowLine'],
  nowIndicatorHeaderClass: styles['nowHeader'],
  nonBusinessHoursClass: styles['offHours'],
  highlightClass: styles['highlight'],
  tableHeaderClass: styles['tableHeader'],
  fillerClass: styles['filler'],
  navLinkClass: styles['navLink'],
  popoverClass: styles['popover'],
  popoverCloseClass: styles['popoverClose'],
  listDayClass: styles['listDay'],
  listDayHeaderClass: (info) => classes(styles['listDayHeader'], info.isToday && styles['today']),
  listDayHeaderInnerClass: styles['listDayHeaderInner'],
  listItemEventClass: styles['listItem'],
  listItemEventBeforeClass: styles['listDot'],
  listItemEventInnerClass: styles['listItemInner'],
  listItemEventTimeClass: styles['listTime'],
  listItemEventTitleClass: styles['listTitle'],
  noEventsClass: styles['noEvents'],
};
