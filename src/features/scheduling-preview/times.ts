/** iCalendar times as text, in the zone of the reader. */
import { msg } from '@lingui/core/macro';
import { type Component, getProperty } from '../../icalendar/component.ts';
import { endOf } from '../../icalendar/instances.ts';
import { type CalendarTime, readTime, type TimeZones, utcOf } from '../../icalendar/timeZone.ts';
import { formatter } from './dateNames.ts';
import type { Wording } from './wording.ts';

const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

/** “Mon, 8 Mar 2027, 10:00”; a time written in another zone also says what it is there. */
export function timeText(time: CalendarTime, zones: TimeZones, wording: Wording): string {
  const { locale, zone, i18n } = wording;
  if (time.form === 'date') return formatter(locale, { ...DAY, timeZone: 'UTC' }).format(dateOf(time.local));
  if (time.form === 'floating')
    return formatter(locale, { ...DAY, ...CLOCK, timeZone: 'UTC' }).format(dateOf(time.local));
  const here = formatter(locale, { ...DAY, ...CLOCK, timeZone: zone }).format(dateOf(utcOf(time, zones, zone)));
  if (time.form !== 'zoned') return here;
  const itsZone = zones.ianaOf(time.tzid) ?? time.tzid;
  if (itsZone === zone) return here;
  const there = formatter(locale, { ...CLOCK, timeZone: 'UTC' }).format(dateOf(time.local));
  return i18n._(msg`${here} (${there} in ${itsZone})`);
}

/** When a component takes place, as one range: “Mon, 8 Mar 2027, 10:00–11:00”. Empty without DTSTART. */
export function whenText(component: Component, zones: TimeZones, wording: Wording): string {
  const property = getProperty(component, 'DTSTART');
  if (property === undefined) return '';
  const { locale, zone } = wording;
  const start = readTime(property);
  const end = endOf(component, zones);
  if (start.form === 'date') {
    const format = formatter(locale, { ...DAY, timeZone: 'UTC' });
    const first = dateOf(start.local);
    const last = end ? new Date(dateOf(end.local).getTime() - 86_400_000) : first;
    return last > first ? format.formatRange(first, last) : format.format(first);
  }
  const timeZone = start.form === 'floating' ? 'UTC' : zone;
  const format = formatter(locale, { ...DAY, ...CLOCK, timeZone });
  const from = dateOf(utcOf(start, zones, 'UTC'));
  const to = end ? dateOf(utcOf(end, zones, 'UTC')) : from;
  return to > from ? format.formatRange(from, to) : format.format(from);
}

/** “1 hr 30 min” for PT1H30M, RFC 5545 §3.3.6; as written when it is no duration. */
export function durationText(written: string, { locale }: Pick<Wording, 'locale'>): string {
  const found = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(written.trim());
  if (!found) return written;
  const units = ['week', 'day', 'hour', 'minute', 'second'] as const;
  const parts = units.flatMap((unit, index) => {
    const amount = Number(found[index + 1] ?? 0);
    return amount > 0
      ? [new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount)]
      : [];
  });
  return parts.length > 0 ? parts.join(' ') : written;
}

/** Digits of a DATE or DATE-TIME read as UTC. */
function dateOf(digits: string): Date {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(digits) ?? [];
  return new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)),
  );
}
