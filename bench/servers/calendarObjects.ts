/** The calendar objects that all servers get: the same at every run, about 1 KB each, one in ten recurring. */
import { BERLIN } from '../support/meetings.ts';

export interface CalendarObject {
  /** The last segment of its path. */
  readonly name: string;
  readonly uid: string;
  /** Its text at a version; another version has another title only. */
  readonly text: (version: number) => string;
  /** The months in which an instance of it takes place, as `2026-03`. */
  readonly months: ReadonlySet<string>;
}

const FIRST_DAY = Date.UTC(2020, 0, 6);
const LAST_DAY = Date.UTC(2029, 11, 20);
const DAY = 86_400_000;
const WORDS =
  'budget planning review of the quarter with figures from sales and what we decide about hiring next to'.split(' ');

/** Objects over ten years, of a calendar: another calendar has others, since a UID occurs once among a person's calendars. */
export function calendarObjects(calendar: string, count: number): readonly CalendarObject[] {
  const random = randomNumbers(calendar);
  return Array.from({ length: count }, (_, index) => calendarObject(index, random));
}

type RandomNumbers = () => number;

function calendarObject(index: number, random: RandomNumbers): CalendarObject {
  const uid = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('-');
  const day = FIRST_DAY + Math.floor((random() * (LAST_DAY - FIRST_DAY)) / DAY) * DAY;
  const { lines, days } = index % 10 === 0 ? series(day, random) : single(day, random);
  const description = folded(`DESCRIPTION:${phrase(random, 60)}`);
  const title = phrase(random, 4);
  const text = (version: number) =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Convoke//bench//EN',
      ...BERLIN,
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'DTSTAMP:20260101T000000Z',
      ...lines,
      `SEQUENCE:${version}`,
      `SUMMARY:${title}${version === 0 ? '' : ` ${version}`}`,
      'LOCATION:Room 12\\, second floor',
      ...description,
      'STATUS:CONFIRMED',
      'TRANSP:OPAQUE',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT15M',
      'DESCRIPTION:Reminder',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
  return { name: `${uid}.ics`, uid, text, months: new Set(days.map(monthOf)) };
}

interface Dates {
  readonly lines: readonly string[];
  /** Of all instances. */
  readonly days: readonly number[];
}

function single(day: number, random: RandomNumbers): Dates {
  return { lines: startAndEnd(day, random), days: [day] };
}

/** Weekly: some end after a count, some at a date, one in ten never; some leave one instance out. */
function series(day: number, random: RandomNumbers): Dates {
  const kind = random();
  const times = 4 + Math.floor(random() * 40);
  const isEndless = kind < 0.1;
  const until = `UNTIL=${stamp(day + (times - 1) * 7 * DAY)}T230000Z`;
  const end = isEndless ? '' : kind < 0.5 ? `;${until}` : `;COUNT=${times}`;
  const first = startAndEnd(day, random);
  const start = first[0] ?? '';
  const leftOut = random() < 0.3 ? 1 + Math.floor(random() * (times - 1)) : undefined;
  const last = isEndless ? Math.floor((LAST_DAY + 365 * DAY - day) / (7 * DAY)) : times;
  const days = Array.from({ length: last }, (_, week) => day + week * 7 * DAY).filter((_, week) => week !== leftOut);
  const exception =
    leftOut === undefined
      ? []
      : [start.replace('DTSTART', 'EXDATE').replace(stamp(day), stamp(day + leftOut * 7 * DAY))];
  return { lines: [...first, `RRULE:FREQ=WEEKLY${end}`, ...exception], days };
}

/** Working hours in Berlin, so that the day is the same in UTC. */
function startAndEnd(day: number, random: RandomNumbers): readonly string[] {
  const hour = 8 + Math.floor(random() * 9);
  const time = (at: number) => `${stamp(day)}T${String(at).padStart(2, '0')}0000`;
  return [`DTSTART;TZID=Europe/Berlin:${time(hour)}`, `DTEND;TZID=Europe/Berlin:${time(hour + 1)}`];
}

function phrase(random: RandomNumbers, words: number): string {
  return Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}

/** RFC 5545 §3.1; ASCII only. */
function folded(line: string): readonly string[] {
  const [first = '', ...rest] = line.match(/.{1,74}/g) ?? [];
  return [first, ...rest.map((part) => ` ${part}`)];
}

function stamp(day: number): string {
  return new Date(day).toISOString().slice(0, 10).replaceAll('-', '');
}

function monthOf(day: number): string {
  return new Date(day).toISOString().slice(0, 7);
}

/** Numbers from 0 to below 1, always the same ones for a seed (mulberry32). */
export function randomNumbers(seed: string): RandomNumbers {
  let state = [...seed].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
