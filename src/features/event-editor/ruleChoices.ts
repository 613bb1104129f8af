/** The rules that the form offers for an event that starts on a given date. Pure. */
import type { Recurrence, RecurrenceEnd, RecurrenceRule } from './draft.ts';
import { addDays, datePart, isLastInMonth, ordinalInMonth, weekdayOf, yearMonthDay } from './localTime.ts';
import { sameValue } from './sameValue.ts';

export type Frequency = RecurrenceRule['frequency'];

const NEVER: RecurrenceEnd = { kind: 'never' };

/** The simplest rule of a frequency; interval and end go over from a rule there was. */
export function ruleOf(frequency: Frequency, startLocal: string, known: Recurrence): RecurrenceRule {
  const before = known.kind === 'rule' ? known : undefined;
  return {
    kind: 'rule',
    frequency,
    interval: before?.interval ?? 1,
    weekdays: frequency === 'WEEKLY' ? [weekdayOf(startLocal)] : [],
    on: { by: 'start' },
    month: undefined,
    end: before?.end ?? NEVER,
  };
}

/** The days of the month by which it may repeat: by number, by weekday, the last; and the one it has, if that is another. */
export function dayChoices(rule: RecurrenceRule, startLocal: string): readonly RecurrenceRule['on'][] {
  const weekday = weekdayOf(startLocal);
  const choices: RecurrenceRule['on'][] = [
    { by: 'start' },
    { by: 'weekday', ordinal: ordinalInMonth(startLocal), weekday },
  ];
  if (isLastInMonth(startLocal)) choices.push({ by: 'weekday', ordinal: -1, weekday });
  if (yearMonthDay(addDays(startLocal, 1)).day === 1) choices.push({ by: 'date', days: [-1] });
  const isStart =
    rule.on.by === 'date' && rule.on.days.length === 1 && rule.on.days[0] === yearMonthDay(startLocal).day;
  if (isStart) return [rule.on, ...choices.slice(1)];
  return choices.some((choice) => sameValue(choice, rule.on)) ? choices : [...choices, rule.on];
}

/** The rule on another day; a yearly one by weekday or number needs its month named. */
export function withDay(rule: RecurrenceRule, on: RecurrenceRule['on'], startLocal: string): RecurrenceRule {
  if (rule.frequency !== 'YEARLY') return { ...rule, on };
  return { ...rule, on, month: on.by === 'start' ? undefined : (rule.month ?? yearMonthDay(startLocal).month) };
}

/** An end of that kind to begin with: three months on, or ten times. */
export function endOfKind(kind: RecurrenceEnd['kind'], startLocal: string): RecurrenceEnd {
  if (kind === 'never') return NEVER;
  return kind === 'count' ? { kind, count: 10 } : { kind, date: addDays(datePart(startLocal), 91) };
}

/** Whether DTSTART is a day of the rule; if not, it is one date more, RFC 5545 §3.8.5.3. */
export function startsOnItsDay(rule: RecurrenceRule, startLocal: string): boolean {
  const { on } = rule;
  if (rule.frequency === 'WEEKLY') return rule.weekdays.length === 0 || rule.weekdays.includes(weekdayOf(startLocal));
  const { month, day } = yearMonthDay(startLocal);
  if (rule.month !== undefined && rule.month !== month) return false;
  if (on.by === 'start') return true;
  const isLastDay = yearMonthDay(addDays(startLocal, 1)).day === 1;
  if (on.by === 'date') return on.days.includes(day) || (isLastDay && on.days.includes(-1));
  if (on.weekday !== weekdayOf(startLocal)) return false;
  if (on.ordinal > 0) return on.ordinal === ordinalInMonth(startLocal);
  return on.ordinal === -1
    ? isLastInMonth(startLocal)
    : !isLastInMonth(startLocal) && isLastInMonth(addDays(startLocal, 7));
}
