/**
 * What stands behind the `?` of each page's URL. Values are plain text in the URL. The router lays what a reader returns over
 * the raw values, so a reader names every parameter and says undefined for what does not fit.
 */

export type CalendarView = 'month' | 'week' | 'day' | 'agenda';

export interface CalendarSearch {
  /** Absent: week on wide screens, agenda on narrow ones. */
  readonly view?: CalendarView | undefined;
  /** A day in view, `2027-03-08`; absent: today. */
  readonly date?: string | undefined;
}

/** Times are instants, `2027-03-08T09:00:00Z`, or, for `allDay`, dates, `2027-03-08`, the end being the day after the last. */
interface TimeSearch {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly allDay?: boolean | undefined;
}

/** `/event/new` */
export interface NewEventSearch extends TimeSearch {
  /** Path of the calendar to put it in. */
  readonly calendar?: string | undefined;
}

/** `/event`; start and end are new times, prefilled after a drag in the grid. */
export interface EventSearch extends TimeSearch {
  /** Path of the calendar object. */
  readonly url: string;
  /** Recurrence key of the instance that was opened, `20270315T090000Z` or `20270315`. */
  readonly instance?: string | undefined;
}

export interface SignInSearch {
  /** Where to go afterwards: a path of this app. */
  readonly next?: string | undefined;
}

const VIEWS: readonly CalendarView[] = ['month', 'week', 'day', 'agenda'];
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/;
const KEY = /^\d{8}(?:T\d{6}Z?)?$/;

export function readCalendarSearch(search: Record<string, unknown>): CalendarSearch {
  const view = VIEWS.find((one) => one === search['view']);
  const date = matching(search['date'], DATE);
  return { view, date: date !== undefined && isDate(date) ? date : undefined };
}

export function readNewEventSearch(search: Record<string, unknown>): NewEventSearch {
  return { calendar: localPath(search['calendar']), ...readTimes(search) };
}

/** Without a `url` that is a path of this server, `url` is empty: the page says that there is no such event. */
export function readEventSearch(search: Record<string, unknown>): EventSearch {
  const url = localPath(search['url']) ?? '';
  return { url, instance: matching(search['instance'], KEY), ...readTimes(search) };
}

export function readSignInSearch(search: Record<string, unknown>): SignInSearch {
  const next = localPath(search['next']);
  return { next: next?.startsWith('/sign-in') ? undefined : next };
}

/** `?a=b` as an object of texts: no value is read as a number. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) parameters.set(name, String(value));
  // Slashes and colons may stand in a query, RFC 3986 §3.4: the URL stays readable.
  const text = parameters.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

function readTimes(search: Record<string, unknown>): TimeSearch {
  const start = matching(search['start'], TIME);
  const end = matching(search['end'], TIME);
  const allDay = search['allDay'] === true || search['allDay'] === 'true';
  return {
    start: start !== undefined && isDate(start) ? start : undefined,
    end: end !== undefined && isDate(end) ? end : undefined,
    allDay: allDay || undefined,
  };
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && !Number.isNaN(Date.parse(text));
}

/** A path on this origin; never `//host` or `/\host`, which browsers read as another one. */
function localPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}
