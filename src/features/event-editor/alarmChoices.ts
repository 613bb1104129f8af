/** Alarms in words, and those that the form offers. Pure. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { readDuration } from '../../icalendar/duration.ts';
import { momentText } from './dateWords.ts';
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

/** An alarm whose time cannot be edited here: relative to the end, to the second, or at a moment. */
export function keptAlarmText({ action, trigger }: DraftAlarm, i18n: I18n, locale: string): string {
  const kind = alarmKind(action, i18n) ?? i18n._(msg`Alarm`);
  const when = keptTime(trigger, i18n, locale);
  return i18n._(msg`${kind}: ${when}`);
}

/** How it makes itself felt, when not by a message on the screen. */
export function alarmKind(action: string, i18n: I18n): string | undefined {
  if (action === 'EMAIL') return i18n._(msg`E-mail`);
  if (action === 'AUDIO') return i18n._(msg`Sound`);
  return action === 'NONE' ? i18n._(msg`No alarm`) : undefined;
}

/** A TRIGGER in words, as far as they go. One relative to the start in whole minutes is never asked for here. */
function keptTime(trigger: string, i18n: I18n, locale: string): string {
  const seconds = secondsOf(trigger);
  if (seconds !== undefined && seconds % 60 === 0) {
    const span = spanText(Math.abs(seconds) / 60, locale);
    return seconds <= 0 ? i18n._(msg`${span} before the end`) : i18n._(msg`${span} after the end`);
  }
  const moment = /^(\d{8}T\d{6})Z?$/.exec(trigger)?.[1];
  return moment === undefined ? trigger : momentText({ form: 'utc', local: moment }, { locale });
}

function secondsOf(trigger: string): number | undefined {
  try {
    const { days, seconds } = readDuration(trigger);
    return days * 86_400 + seconds;
  } catch {
    return undefined;
  }
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
