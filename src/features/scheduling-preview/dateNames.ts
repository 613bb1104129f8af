/** Recurrence keys as dates that a person reads, in one zone. */
import { msg, plural } from '@lingui/core/macro';
import type { ComponentKey } from '../../icalendar/recurrence.ts';
import { joinList, type Wording } from './wording.ts';

/** Names of the dates of one plan. The year is said when they lie in more than one, the time when two share a day. */
export interface DateNames {
  /** “Mon 15 Mar”, for a column. */
  readonly short: (key: ComponentKey) => string;
  /** “15 March”, in a sentence. */
  readonly long: (key: ComponentKey) => string;
  /** “Monday, 15 March 2027 at 10:00”, where there is room. */
  readonly full: (key: ComponentKey) => string;
  /** “15 March and 22 March”; beyond three “15 March, 22 March and 4 more dates”. */
  readonly list: (keys: readonly ComponentKey[]) => string;
}

const LISTED_DATES = 3;

/** `master` is named “all dates” when the object recurs, else “the meeting”. */
export function dateNames(keys: readonly ComponentKey[], recurring: boolean, wording: Wording): DateNames {
  const { locale, zone, i18n } = wording;
  const moments = [...new Set(keys)].filter((key) => key !== 'master').map((key) => momentOf(key, zone));
  const days = moments.map((moment) => dayOf(moment));
  const year = new Set(days.map((day) => day.slice(0, 4))).size > 1 ? ({ year: 'numeric' } as const) : {};
  const time = new Set(days).size < days.length;
  const format = (key: ComponentKey, options: Intl.DateTimeFormatOptions, withTime: boolean): string => {
    if (key === 'master') return recurring ? i18n._(msg`all dates`) : i18n._(msg`the meeting`);
    const moment = momentOf(key, zone);
    const clock = withTime && moment.timed ? ({ hour: '2-digit', minute: '2-digit' } as const) : {};
    return formatter(locale, { ...options, ...clock, timeZone: moment.zone }).format(moment.date);
  };
  const long = (key: ComponentKey) => format(key, { day: 'numeric', month: 'long', ...year }, time);
  return {
    short: (key) => format(key, { weekday: 'short', day: 'numeric', month: 'short', ...year }, time),
    long,
    full: (key) => format(key, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, true),
    list: (listed) => {
      const shown = listed.length > LISTED_DATES + 1 ? listed.slice(0, LISTED_DATES) : listed;
      const rest = listed.length - shown.length;
      const more = rest > 0 ? [i18n._(msg`${plural(rest, { one: '# more date', other: '# more dates' })}`)] : [];
      return joinList([...shown.map(long), ...more], wording);
    },
  };
}

interface Moment {
  readonly date: Date;
  /** The zone to format it in; a date or floating time is held as UTC. */
  readonly zone: string;
  readonly timed: boolean;
}

const KEY = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;

function momentOf(key: string, zone: string): Moment {
  const found = KEY.exec(key);
  if (!found) throw new RangeError(`“${key}” is no recurrence key.`);
  const [, year, month, day, hour, minute, second, utc] = found;
  const date = new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)),
  );
  return { date, zone: utc === 'Z' ? zone : 'UTC', timed: hour !== undefined };
}

function dayOf({ date, zone }: Moment): string {
  return formatter('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(date);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Intl formatters are slow to make and are asked for in every cell. */
export function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${locale} ${JSON.stringify(options)}`;
  const present = formatters.get(id);
  if (present) return present;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(id, made);
  return made;
}
