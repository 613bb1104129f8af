/** Changes of start, end and zone in a draft that carry along what hangs on them, as a person expects. */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import { DAY } from '../../icalendar/wallTime.ts';
import type { EventDraft, Recurrence, RecurrenceRule } from './draft.ts';
import {
  addDays,
  addSeconds,
  datePart,
  dayNumber,
  isLastInMonth,
  isOnClockOf,
  ordinalInMonth,
  rotateWeekday,
  secondsBetween,
  timePart,
  weekdayOf,
  withLocal,
  yearMonthDay,
} from './localTime.ts';
import { sortWeekdays } from './recurrenceRule.ts';
import { startMove } from './startMove.ts';

/**
 * The draft with another start. The end keeps its distance on the clock; the rule keeps its place relative to the start ("every
 * week on Monday" follows to Tuesday, unless Tuesday is a day of the rule anyway); extra and left-out dates go where `startMove`
 * sends their instances.
 */
export function withStart(draft: EventDraft, start: CalendarTime): EventDraft {
  const recurrence = followStart(draft.recurrence, draft.start, start);
  const move = startMove(draft, { start, recurrence });
  const moved = (time: CalendarTime): CalendarTime => {
    const local = move(time.local);
    return local.length === 8 ? { form: 'date', local } : withLocal(start, local);
  };
  return {
    ...draft,
    start,
    end: draft.end && followEnd(draft.end, draft.start, start),
    recurrence,
    extraDates: draft.extraDates.map((extra) => ({ ...extra, time: moved(extra.time) })),
    leftOut: draft.leftOut.map(moved),
  };
}

/** Whole days or times of day; `startsAt` says when and where a one-day event starts that gets a time, for an hour. */
export function withAllDay(
  draft: EventDraft,
  allDay: boolean,
  startsAt: { readonly time: string; readonly tzid: string },
): EventDraft {
  if (allDay === (draft.start.form === 'date')) return draft;
  const withoutEnd: EventDraft = { ...draft, end: undefined };
  if (allDay) {
    const last = draft.end === undefined ? draft.start.local : lastDay(draft.start.local, draft.end.local);
    const moved = withStart(withoutEnd, { form: 'date', local: datePart(draft.start.local) });
    return { ...moved, end: { form: 'date', local: addDays(last, 1) } };
  }
  const start: CalendarTime = { form: 'zoned', local: `${draft.start.local}T${startsAt.time}`, tzid: startsAt.tzid };
  const days = draft.end === undefined ? 1 : dayNumber(draft.end.local) - dayNumber(draft.start.local);
  const end = withLocal(start, addSeconds(start.local, 3600 + Math.max(days - 1, 0) * DAY));
  return { ...withStart(withoutEnd, start), end };
}

/** The same clock times in another zone (`UTC` too; undefined: floating); the end follows when it was in the start's zone. */
export function withTimeZone(draft: EventDraft, tzid: string | undefined): EventDraft {
  if (draft.start.form === 'date') return draft;
  const { local } = draft.start;
  if (tzid === undefined || tzid === 'UTC')
    return withStart(draft, { form: tzid === undefined ? 'floating' : 'utc', local });
  return withStart(draft, { form: 'zoned', local, tzid });
}

function followEnd(end: CalendarTime, from: CalendarTime, to: CalendarTime): CalendarTime {
  const local = addSeconds(end.local, secondsBetween(from.local, to.local));
  return isOnClockOf(end, from) ? withLocal(to, local) : withLocal(end, local);
}

function followStart(recurrence: Recurrence, from: CalendarTime, to: CalendarTime): Recurrence {
  const days = dayNumber(to.local) - dayNumber(from.local);
  if (recurrence.kind !== 'rule' || days === 0) return recurrence;
  const moved = followPattern(recurrence, from.local, to.local, days);
  if (moved.end.kind !== 'until') return moved;
  const move = startMove({ start: from, recurrence }, { start: to, recurrence: moved });
  const until = timePart(from.local) === undefined ? moved.end.date : `${moved.end.date}T${timePart(from.local)}`;
  return { ...moved, end: { kind: 'until', date: datePart(move(until)) } };
}

function followPattern(rule: RecurrenceRule, from: string, to: string, days: number): RecurrenceRule {
  if (rule.frequency === 'DAILY') return rule;
  if (rule.frequency === 'WEEKLY') {
    const { weekdays } = rule;
    if (weekdays.length > 1 && weekdays.includes(weekdayOf(to))) return rule;
    return { ...rule, weekdays: sortWeekdays(weekdays.map((weekday) => rotateWeekday(weekday, days))) };
  }
  const month = rule.month === yearMonthDay(from).month ? yearMonthDay(to).month : rule.month;
  return { ...rule, on: followDay(rule.on, from, to), month };
}

function followDay(on: RecurrenceRule['on'], from: string, to: string): RecurrenceRule['on'] {
  const [before, after] = [yearMonthDay(from).day, yearMonthDay(to).day];
  if (on.by === 'date' && on.days.length === 1 && on.days[0] === before && before !== after)
    return { by: 'date', days: [after] };
  if (on.by !== 'weekday' || on.weekday !== weekdayOf(from)) return on;
  const isLast = on.ordinal < 0 && isLastInMonth(to);
  const nth = ordinalInMonth(to);
  const ordinal = isLast || nth === 5 ? -1 : nth;
  return ordinal === on.ordinal && on.weekday === weekdayOf(to)
    ? on
    : { by: 'weekday', ordinal, weekday: weekdayOf(to) };
}

/** The last day an event touches: one that ends at midnight does not touch the next day. */
function lastDay(start: string, end: string): string {
  const last = end.endsWith('T000000') ? addDays(end, -1) : datePart(end);
  return last < datePart(start) ? datePart(start) : last;
}
