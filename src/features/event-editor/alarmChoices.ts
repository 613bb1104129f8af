/** Alarms in words, and those that the form offers. Pure. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { DraftAlarm } from './draft.ts';

/** Minutes before a start at a time of day. */
const TIMED = [0, 5, 10, 15, 30, 60, 120, 1440, 2880, 10_080];
/** Minutes before the midnight at which an all-day event starts: on the day at nine, the day before at nine or at six, a week before. */
const ALL_DAY = [-540, 900, 360, 2340, 9540];

/** The offered minutes, with the one that an alarm has. */
export function alarmChoices(isAllDay: boolean, present: number | undefined): readonly number[] {
  const offered = isAllDay ? ALL_DAY : TIMED;
  return present === undefined || offered.includes(present) ? offered : [...offered, present].sort((a, b) => a - b);
}

/** "10 minutes before"; for whole days "1 day before at 09:00". */
export function alarmText(minutesBefore: number, isAllDay: boolean, i18n: I18n, locale: string): string {
  if (isAllDay && minutesBefore % 1440 !== 0) return dayAlarmText(minutesBefore, i18n, locale);
  if (minutesBefore === 0) return i18n._(msg`At the start`);
  const span = spanText(Math.abs(minutesBefore), locale);
  return minutesBefore > 0 ? i18n._(msg`${span} before`) : i18n._(msg`${span} after the start`);
}

/** An alarm that cannot be edited here. */
export function keptAlarmText({ action, trigger }: DraftAlarm, i18n: I18n): string {
  const kind =
    action === 'EMAIL'
      ? i18n._(msg`E-mail`)
      : action === 'AUDIO'
        ? i18n._(msg`Sound`)
        : action === 'NONE'
          ? i18n._(msg`No alarm`)
          : i18n._(msg`Alarm`);
  return i18n._(msg`${kind} of another program (${trigger})`);
}

function dayAlarmText(minutesBefore: number, i18n: I18n, locale: string): string {
  const days = Math.ceil(minutesBefore / 1440);
  const minute = days * 1440 - minutesBefore;
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(
    minute * 60_000,
  );
  if (days <= 0) return i18n._(msg`On the day at ${time}`);
  const span = spanText(days * 1440, locale);
  return i18n._(msg`${span} before at ${time}`);
}

/** The largest unit that fits evenly. */
function spanText(minutes: number, locale: string): string {
  const units = [
    ['week', 10_080],
    ['day', 1440],
    ['hour', 60],
    ['minute', 1],
  ] as const;
  const [unit, size] = units.find(([, length]) => minutes % length === 0) ?? (['minute', 1] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(minutes / size);
}
