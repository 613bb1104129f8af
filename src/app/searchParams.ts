/** What stands behind the `?` of each page's URL. Values are plain text in the URL; what does not fit is left out. */

export type CalendarView = 'month' | 'week' | 'day' | 'agenda';

export interface CalendarSearch {
  /** Absent: week on wide screens, agenda on narrow ones. */
  readonly view?: CalendarView;
  /** A day in view, `2027-03-08`; absent: today. */
  readonly date?: string;
}

/** Times are instants, `2027-03-08T09:00:00Z`, or, for `allDay`, dates, `2027-03-08`, the end being the day after the last. */
interface TimeSearch {
  readonly start?: string;
  readonly end?: string;
  readonly allDay?: boolean;
}

/** `/event/new` */
export interface NewEventSearch extends TimeSearch {
  /** Path of the calendar to put it in. */
  readonly calendar?: string;
}

/** `/event`; start and end are new times, prefilled after a drag in the grid. */
export interface EventSearch extends TimeSearch {
  /** Path of the calendar object. */
  readonly url: string;
  /** Recurrence key of the instance that was opened, `20270315T090000Z` or `20270315`. */
  readonly instance?: string;
}

export interface SignInSearch {
  /** Where to go afterwards: a path of this app. */
  readonly next?: string;
}

const VIEWS: readonly CalendarView[] = ['month', 'week', 'day', 'agenda'];
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/;
const KEY = /^\d{8}(?:T\d{6}Z?)?$/;

export function readCalendarSearch(search: Record<string, unknown>): CalendarSearch {
  const view = VIEWS.find((one) => one === search['view']);
  const date = matching(search['date'], DATE);
  return { ...(view && { view }), ...(date && isDate(date) && { date }) };
}

export function readNewEventSearch(search: Record<string, unknown>): NewEventSearch {
  const calendar = localPath(search['calendar']);
  return { ...(calendar && { calendar }), ...readTimes(search) };
}

/** Without a `url` that is a path of this server, `url` is empty: the page says that there is no such event. */
export function readEventSearch(search: Record<string, unknown>): EventSearch {
  const instance = matching(search['instance'], KEY);
  return { url: localPath(search['url']) ?? '', ...(instance && { instance }), ...readTimes(search) };
}

export function readSignInSearch(search: Record<string, unknown>): SignInSearch {
  const next = localPath(search['next']);
  return next === undefined || next.startsWith('/sign-in') ? {} : { next };
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
    ...(start && isDate(start) && { start }),
    ...(end && isDate(end) && { end }),
    ...(allDay && { allDay }),
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
