/**
 * How long it takes to list the last month of a daily series over ten years with 100 EXDATEs and 50 overrides, and then the month
 * before, beside ical.js and rrule.
 */
import ICAL from 'ical.js';
import rrule from 'rrule';
import { parseCalendarData } from '../src/icalendar/calendarData.ts';
import { instancesBetween } from '../src/icalendar/instances.ts';
import { BERLIN } from './support/meetings.ts';

/** Runs of each library, but no more of a slow one than fill the time. */
const RUNS = 41;
const ENOUGH = 10_000;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const FIRST = Date.UTC(2020, 0, 1, 9);
const DAYS = 3653;
const DECEMBER: Month = { from: Date.UTC(2029, 11, 1), to: Date.UTC(2030, 0, 1) };
const NOVEMBER: Month = { from: Date.UTC(2029, 10, 1), to: Date.UTC(2029, 11, 1) };

// In any other zone rrule answers with other instants.
process.env['TZ'] = 'UTC';

/** Days counted from the first, the last ones near the end. */
const EXCLUDED = Array.from({ length: 100 }, (_, index) => DAYS - 4 - index * 36);
const MOVED = Array.from({ length: 50 }, (_, index) => DAYS - 7 - index * 73);

/** [from, to) in milliseconds. */
interface Month {
  readonly from: number;
  readonly to: number;
}
/** What lists the starts in a month, in milliseconds, ascending. */
type Lister = (month: Month) => readonly number[];
/** Reads the series, which is not measured. */
type Reader = () => Lister;

for (const zone of ['UTC', 'Europe/Berlin'] as const) {
  const text = seriesText(zone);
  const readers: Readonly<Record<string, Reader>> = {
    ours: () => ours(text),
    'ical.js': () => icalJs(text),
    rrule: () => rruleSet(zone),
  };
  for (const [name, read] of Object.entries(readers)) {
    const [found, expected] = [read(), ours(text)];
    for (const month of [DECEMBER, NOVEMBER]) {
      if (JSON.stringify(found(month)) !== JSON.stringify(expected(month)))
        throw new Error(`${name} finds other instances in ${zone}.`);
    }
  }
  const ownTimes = measure(() => ours(text));
  const rows = Object.entries(readers).map(([library, read]) => {
    const { first, next } = library === 'ours' ? ownTimes : measure(read);
    return {
      library,
      'December, median ms': rounded(first),
      'then November, median ms': rounded(next),
      'December, ours = 1': rounded(first / ownTimes.first),
      'November, ours = 1': rounded(next / ownTimes.next),
    };
  });
  console.log(`${zone}: ${ours(text)(DECEMBER).length} instances in December 2029, the same in all`);
  console.table(rows);
}

/** Of an object that was just read, and of the same once more; each run reads it anew. */
function measure(read: Reader): { readonly first: number; readonly next: number } {
  const first: number[] = [];
  const next: number[] = [];
  const begin = performance.now();
  for (let run = 0; run < RUNS && (run < 3 || performance.now() - begin < ENOUGH); run++) {
    const list = read();
    const start = performance.now();
    list(DECEMBER);
    const between = performance.now();
    list(NOVEMBER);
    first.push(between - start);
    next.push(performance.now() - between);
  }
  return { first: median(first), next: median(next) };
}

function ours(text: string): Lister {
  const calendar = parseCalendarData(text);
  return ({ from, to }) =>
    instancesBetween(calendar, basic(from), basic(to), 'UTC').map(({ startUtc }) => instantOf(startUtc));
}

/** As ical.js documents it: the iterator from the beginning, and details of what is in the month. */
function icalJs(text: string): Lister {
  const calendar = ICAL.Component.fromString(text);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const [master, ...overrides] = calendar.getAllSubcomponents('vevent');
  if (master === undefined) throw new Error('ical.js reads no VEVENT.');
  const event = new ICAL.Event(master, { exceptions: overrides });
  return ({ from, to }) => {
    const starts: number[] = [];
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      if (next.toUnixTime() * 1000 >= to) break;
      if (next.toUnixTime() * 1000 < from) continue;
      starts.push(event.getOccurrenceDetails(next).startDate.toUnixTime() * 1000);
    }
    return starts.sort((left, right) => left - right);
  };
}

/** rrule knows no overrides: they are looked up by instant. What it is given under a TZID are local times written as UTC. */
function rruleSet(zone: 'UTC' | 'Europe/Berlin'): Lister {
  const set = new rrule.RRuleSet();
  const written = zone === 'UTC' ? FIRST : FIRST + HOUR;
  const until = new Date(written + (DAYS - 1) * DAY);
  const tzid = zone === 'UTC' ? {} : { tzid: zone };
  set.rrule(new rrule.RRule({ freq: rrule.RRule.DAILY, dtstart: new Date(written), until, ...tzid }));
  for (const day of EXCLUDED) set.exdate(new Date(written + day * DAY));
  // In winter, as both months are.
  const moved = new Map(MOVED.map((day) => [FIRST + day * DAY, FIRST + day * DAY + HOUR]));
  return ({ from, to }) =>
    set.between(new Date(from), new Date(to - 1), true).map((date) => moved.get(date.getTime()) ?? date.getTime());
}

function seriesText(zone: 'UTC' | 'Europe/Berlin'): string {
  const time = (name: string, day: number, hours = 0): string => {
    const instant = FIRST + day * DAY + hours * HOUR;
    return zone === 'UTC' ? `${name}:${basic(instant)}` : `${name};TZID=${zone}:${basic(instant + HOUR).slice(0, -1)}`;
  };
  const event = (...lines: readonly string[]): readonly string[] => [
    ...['BEGIN:VEVENT', 'UID:bench-daily', 'DTSTAMP:20200101T000000Z', 'DURATION:PT30M', 'SUMMARY:Stand-up'],
    ...lines,
    'END:VEVENT',
  ];
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Convoke//bench//EN', ...(zone === 'UTC' ? [] : BERLIN)],
    ...event(
      time('DTSTART', 0),
      `RRULE:FREQ=DAILY;UNTIL=${basic(FIRST + (DAYS - 1) * DAY)}`,
      ...EXCLUDED.map((day) => time('EXDATE', day)),
    ),
    ...MOVED.flatMap((day) => event(time('RECURRENCE-ID', day), time('DTSTART', day, 1))),
    ...['END:VCALENDAR', ''],
  ].join('\r\n');
}

function basic(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.000/g, '');
}

function instantOf(written: string): number {
  return Date.parse(written.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));
}

function median(times: readonly number[]): number {
  return [...times].sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
