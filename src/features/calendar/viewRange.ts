/** Which days a view shows, what comes before and after, and how it is called. */
import {
  type CalendarDate,
  endOfMonth,
  getDayOfWeek,
  parseDate,
  startOfMonth,
  startOfWeek,
  Time,
  toCalendarDateTime,
  today,
  toZoned,
} from '@internationalized/date';
import type { UtcRange } from '../../queries/calendarObjects.ts';
import type { WeekStart } from '../../queries/preferences.ts';

export type CalendarView = 'month' | 'week' | 'day' | 'agenda';
type FirstDay = 'sun' | 'mon' | 'sat';

/** How dates are written and where weeks begin. */
export interface DateConventions {
  /** RFC 5646 tag. */
  readonly locale: string;
  readonly weekStart: WeekStart;
  /** IANA name. */
  readonly timeZone: string;
}

/** Days from `from` up to and without `to`. */
export interface DayRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

const AGENDA_DAYS = 28;

/** The days that are on screen, those of neighbouring months in a month's first and last week included. */
export function viewRange(view: CalendarView, date: CalendarDate, conventions: DateConventions): DayRange {
  switch (view) {
    case 'month': {
      const from = weekOf(startOfMonth(date), conventions);
      return { from, to: weekOf(endOfMonth(date), conventions).add({ days: 7 }) };
    }
    case 'week': {
      const from = weekOf(date, conventions);
      return { from, to: from.add({ days: 7 }) };
    }
    case 'day':
      return { from: date, to: date.add({ days: 1 }) };
    case 'agenda':
      return { from: date, to: date.add({ days: AGENDA_DAYS }) };
  }
}

/** The day that the next (1) or previous (-1) page of a view stands at. */
export function stepDate(view: CalendarView, date: CalendarDate, direction: 1 | -1): CalendarDate {
  switch (view) {
    case 'month':
      return startOfMonth(date).add({ months: direction });
    case 'week':
      return date.add({ weeks: direction });
    case 'day':
      return date.add({ days: direction });
    case 'agenda':
      return date.add({ days: direction * AGENDA_DAYS });
  }
}

/** The heading of a view, for example `8 – 14 March 2027`; `short` names of weekdays and months where there is little room. */
export function viewTitle(
  view: CalendarView,
  date: CalendarDate,
  conventions: DateConventions,
  names: 'long' | 'short' = 'long',
): string {
  const { locale } = conventions;
  const day = (one: CalendarDate) => one.toDate('UTC');
  if (view === 'month') return format(locale, { month: 'long', year: 'numeric' }).format(day(date));
  if (view === 'day') {
    return format(locale, { weekday: names, day: 'numeric', month: names, year: 'numeric' }).format(day(date));
  }
  const { from, to } = viewRange(view, date, conventions);
  const month = view === 'week' ? names : 'short';
  return format(locale, { day: 'numeric', month, year: 'numeric' }).formatRange(
    day(from),
    day(to.subtract({ days: 1 })),
  );
}

/** The range as UTC instants in basic form, midnight to midnight in the display zone. */
export function utcRange({ from, to }: DayRange, timeZone: string): UtcRange {
  return { fromUtc: utcOfMidnight(from, timeZone), toUtc: utcOfMidnight(to, timeZone) };
}

/**
 * When a new event begins that was asked for without a time: at nine on the day in view, `2027-03-08T08:00:00Z`;
 * undefined while today is in view, where the next full hour is better.
 */
export function suggestedStart(
  view: CalendarView,
  date: CalendarDate,
  conventions: DateConventions,
): string | undefined {
  const { from, to } = viewRange(view, date, conventions);
  const now = today(conventions.timeZone);
  if (now.compare(from) >= 0 && now.compare(to) < 0) return undefined;
  const morning = toZoned(toCalendarDateTime(date, new Time(9)), conventions.timeZone);
  return morning.toAbsoluteString().replace(/\.\d+/, '');
}

/** The day in the URL, else today in the display zone. */
export function dateOrToday(text: string | undefined, timeZone: string): CalendarDate {
  return text === undefined ? today(timeZone) : parseDate(text);
}

/** The weekday that weeks begin with, Sunday being 0. */
export function firstWeekday(conventions: DateConventions): number {
  return weekOf(parseDate('2027-03-10'), conventions).toDate('UTC').getUTCDay();
}

/** The same for react-aria; undefined leaves it to the locale. */
export function firstDayOfWeek(weekStart: WeekStart): FirstDay | undefined {
  return weekStart === 'locale' ? undefined : (weekStart.slice(0, 3) as FirstDay);
}

function weekOf(date: CalendarDate, { locale, weekStart }: DateConventions): CalendarDate {
  const firstDay = firstDayOfWeek(weekStart);
  if (firstDay === undefined) return startOfWeek(date, locale);
  return date.subtract({ days: getDayOfWeek(date, locale, firstDay) });
}

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
}

function utcOfMidnight(date: CalendarDate, timeZone: string): string {
  return toZoned(date, timeZone)
    .toAbsoluteString()
    .replace(/[-:]|\.\d+/g, '');
}
