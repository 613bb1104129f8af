/**
 * Where the instances of a recurring event go when its DTSTART is moved under 'all'. The same answer serves the form (which shows
 * extra and left-out dates at their new places at once) and `applyDraft` (which moves RECURRENCE-ID, EXDATE and RDATE).
 *
 * An instance moves by the local shift of DTSTART, on DTSTART's clock: ten o'clock in Berlin stays ten o'clock in Berlin across a
 * change of the offset. Two cases refine that:
 * - The rule names several days (Monday and Thursday, the 1st and the 15th) and names the same ones after the move: the series only
 *   begins on another of its days. Then only the time of day moves.
 * - A monthly or yearly rule that now falls on another day: an instance of the old rule goes to the new day of the same month,
 *   which need not be equally many days away.
 */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import type { Recurrence, RecurrenceRule } from './draft.ts';
import {
  addDays,
  addSeconds,
  datePart,
  dayInMonth,
  dayNumber,
  secondsBetween,
  timePart,
  weekdayInMonth,
  yearMonthDay,
} from './localTime.ts';
import { samePattern } from './recurrenceRule.ts';

/** DTSTART and rule on one side of a move. */
export interface SeriesStart {
  readonly start: CalendarTime;
  readonly recurrence: Recurrence;
}

/**
 * The move of instances from one DTSTART to another: takes a reading on the old DTSTART's clock and gives one on the new DTSTART's
 * (a date when that is a date). A DATE-valued reading under a timed DTSTART (EXDATE;VALUE=DATE) stays a date.
 */
export function startMove(before: SeriesStart, after: SeriesStart): (local: string) => string {
  const days = dayNumber(after.start.local) - dayNumber(before.start.local);
  const staysOnItsDays = keepsItsDays(before.recurrence, after.recurrence);
  const monthly = staysOnItsDays ? undefined : monthlyMove(before, after);
  const [oldTime, newTime] = [timePart(before.start.local), timePart(after.start.local)];
  const seconds = secondsBetween(before.start.local, after.start.local);
  return (local) => {
    const date = monthly?.(datePart(local)) ?? addDays(local, staysOnItsDays ? 0 : days);
    if (newTime === undefined) return date;
    const time = timePart(local);
    if (time === undefined) return oldTime === undefined ? `${date}T${newTime}` : date;
    if (time === oldTime) return `${date}T${newTime}`;
    return addSeconds(local, staysOnItsDays || monthly?.(datePart(local)) ? seconds - days * 86_400 : seconds);
  };
}

/** Whether a rule with several days of its own names the same ones after the move. */
function keepsItsDays(before: Recurrence, after: Recurrence): boolean {
  if (before.kind !== 'rule' || after.kind !== 'rule' || !samePattern(before, after)) return false;
  return before.weekdays.length > 1 || (before.on.by === 'date' && before.on.days.length > 1);
}

/** For a monthly or yearly rule: the date of the new rule in the month that corresponds to the old one's. */
function monthlyMove(before: SeriesStart, after: SeriesStart): ((date: string) => string | undefined) | undefined {
  const [from, to] = [before.recurrence, after.recurrence];
  if (from.kind !== 'rule' || to.kind !== 'rule' || from.frequency !== to.frequency) return undefined;
  if (from.frequency !== 'MONTHLY' && from.frequency !== 'YEARLY') return undefined;
  const [oldStart, newStart] = [yearMonthDay(before.start.local), yearMonthDay(after.start.local)];
  const months = (newStart.year - oldStart.year) * 12 + newStart.month - oldStart.month;
  return (date) => {
    const { year, month } = yearMonthDay(date);
    if (dateOfRule(from, year, month, oldStart.day) !== date) return undefined;
    const target = year * 12 + month - 1 + months;
    return dateOfRule(to, Math.floor(target / 12), (target % 12) + 1, newStart.day);
  };
}

function dateOfRule({ on }: RecurrenceRule, year: number, month: number, startDay: number): string | undefined {
  if (on.by === 'weekday') return weekdayInMonth(year, month, on.ordinal, on.weekday);
  if (on.by === 'start') return dayInMonth(year, month, startDay);
  const [day] = on.days;
  return on.days.length === 1 && day !== undefined ? dayInMonth(year, month, day) : undefined;
}
