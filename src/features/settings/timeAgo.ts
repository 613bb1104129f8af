const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago something was, in the words of the locale: `20 minutes ago`, `yesterday`; after a week the date, `8 Mar 2027`. Uses are
 * kept to ten minutes, so that less than that is undefined: just now.
 */
export function timeAgo(then: Date, now: Date, locale: string): string | undefined {
  const passed = Math.max(0, now.getTime() - then.getTime());
  if (passed < 10 * MINUTE) return undefined;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (passed < HOUR) return words.format(-Math.round(passed / MINUTE), 'minute');
  if (passed < DAY) return words.format(-Math.round(passed / HOUR), 'hour');
  if (passed < 7 * DAY) return words.format(-Math.round(passed / DAY), 'day');
  return shortDate(then, locale);
}

/** `8 Mar 2027` */
export function shortDate(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(date);
}
