/** VTIMEZONE components made from Intl, RFC 5545 §3.6.5: exact for the years asked for. */
import { type Component, escapeText, makeComponent, makeProperty } from './component.ts';
import { WEEKDAYS } from './recurrenceRule.ts';
import { civilFromDays, DAY, daysFromCivil, daysInMonth, formatWall, yearOf } from './wallTime.ts';
import { ianaZone, type OffsetChange, offsetChanges, type Zone } from './zone.ts';

const made = new Map<string, Component>();
const MAX_MADE = 200;

/**
 * The VTIMEZONE of an IANA zone, right for `fromYear` to `toYear` inclusive. Where all years follow one rule it has one
 * STANDARD and one DAYLIGHT with an endless RRULE, from 1970, the form that every program reads; else its changes are listed,
 * followed by the rule, if the last years have one. Years before 1900 and after 2100 are not looked at.
 * @throws RangeError for a name that Intl does not know
 */
export function makeVtimezone(ianaTzid: string, fromYear: number, toYear: number): Component {
  const key = `${ianaTzid}/${fromYear}/${toYear}`;
  const before = made.get(key);
  if (before !== undefined) return before;
  const zone = ianaZone(ianaTzid);
  if (zone === undefined) throw new RangeError(`“${ianaTzid}” is no time zone.`);
  const properties = [
    makeProperty('TZID', escapeText(ianaTzid)),
    makeProperty('X-LIC-LOCATION', escapeText(zone.iana ?? ianaTzid)),
  ];
  const vtimezone = makeComponent('VTIMEZONE', properties, observances(zone, fromYear, toYear));
  if (made.size >= MAX_MADE) made.clear();
  made.set(key, vtimezone);
  return vtimezone;
}

/** One change of the zone; `wall` is its onset on the clock before it. */
interface Transition {
  readonly wall: number;
  readonly year: number;
  readonly offsetFrom: number;
  readonly offsetTo: number;
  readonly kind: 'STANDARD' | 'DAYLIGHT';
}

/** A yearly transition: on the weekday within the seven days from `firstDay`, or on `firstDay` itself without a weekday. */
interface YearlyRule {
  readonly like: Transition;
  readonly month: number;
  readonly weekday: number | undefined;
  readonly firstDay: number;
}

/** Fewer years than this could follow several rules. */
const YEARS_FOR_A_RULE = 13;

function observances(zone: Zone, from: number, to: number): readonly Component[] {
  const fromYear = Math.min(Math.max(from, 1900), 2100);
  const toYear = Math.max(Math.min(to, 2100), fromYear + YEARS_FOR_A_RULE - 1);
  const changes = offsetChanges(
    zone.offsetAt,
    daysFromCivil(fromYear, 1, 1) * DAY,
    daysFromCivil(toYear + 1, 1, 1) * DAY,
  );
  const transitions = readTransitions(changes);
  const anchorYear = Math.min(fromYear, 1970);
  const tail = regularTail(transitions, toYear);
  const listed = transitions.filter((transition) => tail === undefined || transition.year < tail.fromYear);
  const rules = tail?.rules ?? [];
  if (tail !== undefined && listed.length === 0 && tail.fromYear === fromYear) {
    return rules.map((rule) => ruleObservance(rule, anchorYear));
  }
  const initial = changes[0]?.offset ?? 0;
  const anchor = daysFromCivil(anchorYear, 1, 1) * DAY;
  return [
    observance('STANDARD', anchor, initial, initial),
    ...listedObservances(listed),
    ...rules.map((rule) => ruleObservance(rule, rule.like.year)),
  ];
}

function readTransitions(changes: readonly OffsetChange[]): readonly Transition[] {
  return changes.slice(1).map((change, index): Transition => {
    const offsetFrom = changes[index]?.offset ?? 0;
    const next = changes[index + 2];
    const wall = change.from + offsetFrom;
    // Daylight saving is an advance that is taken back within the year; tells programs only which name to show.
    const saving = change.offset > offsetFrom && (next === undefined || next.from - change.from < 330 * DAY);
    return { wall, year: yearOf(wall), offsetFrom, offsetTo: change.offset, kind: saving ? 'DAYLIGHT' : 'STANDARD' };
  });
}

/** The last years of the range, if all of them have the same two transitions. */
function regularTail(
  transitions: readonly Transition[],
  toYear: number,
): { readonly fromYear: number; readonly rules: readonly YearlyRule[] } | undefined {
  let found: { readonly fromYear: number; readonly rules: readonly YearlyRule[] } | undefined;
  const [spring, autumn]: [Transition[], Transition[]] = [[], []];
  for (let year = toYear; ; year--) {
    const [first, second, ...more] = transitions.filter((transition) => transition.year === year);
    if (first === undefined || second === undefined || more.length > 0) return found;
    spring.unshift(first);
    autumn.unshift(second);
    const rules = [yearlyRule(spring), yearlyRule(autumn)].filter((rule) => rule !== undefined);
    if (rules.length < 2) return found;
    if (spring.length >= 3) found = { fromYear: year, rules };
  }
}

/** The rule that one transition follows in all these years, DTSTART in the first of them. */
function yearlyRule(transitions: readonly Transition[]): YearlyRule | undefined {
  const [like] = transitions;
  if (like === undefined) return undefined;
  const time = like.wall % DAY;
  const same = transitions.every(
    ({ wall, offsetFrom, offsetTo }) =>
      wall % DAY === time && offsetFrom === like.offsetFrom && offsetTo === like.offsetTo,
  );
  const dates = transitions.map(({ wall }) => civilFromDays(Math.floor(wall / DAY)));
  const month = dates[0]?.month ?? 1;
  if (!same || dates.some((date) => date.month !== month)) return undefined;
  const days = dates.map((date) => date.day);
  const [low, high] = [Math.min(...days), Math.max(...days)];
  if (low === high) return { like, month, weekday: undefined, firstDay: low };
  const weekday = weekdayOf(like.wall);
  if (high - low > 6 || transitions.some(({ wall }) => weekdayOf(wall) !== weekday)) return undefined;
  // Prefer "the last Sunday", then "the second Sunday", to any other seven days.
  const starts = [daysInMonth(1970, month) - 6, 1, 8, 15, 22, low];
  const firstDay = starts.find((start) => start <= low && start + 6 >= high) ?? low;
  return { like, month, weekday, firstDay };
}

function ruleObservance({ like, month, weekday, firstDay }: YearlyRule, year: number): Component {
  const from = daysFromCivil(year, month, firstDay);
  const day = weekday === undefined ? from : from + ((weekday - weekdayOf(from * DAY) + 7) % 7);
  const component = observance(like.kind, day * DAY + (like.wall % DAY), like.offsetFrom, like.offsetTo);
  const rule = makeProperty('RRULE', `FREQ=YEARLY;BYMONTH=${month};${byDay(month, weekday, firstDay)}`);
  return { ...component, properties: [...component.properties, rule] };
}

function byDay(month: number, weekday: number | undefined, firstDay: number): string {
  if (weekday === undefined) return `BYMONTHDAY=${firstDay}`;
  const name = WEEKDAYS[weekday];
  if (month !== 2 && firstDay === daysInMonth(1970, month) - 6) return `BYDAY=-1${name}`;
  if (firstDay % 7 === 1 && firstDay < 28) return `BYDAY=${(firstDay + 6) / 7}${name}`;
  const days = Array.from({ length: 7 }, (_, index) => firstDay + index);
  return `BYDAY=${name};BYMONTHDAY=${days.join(',')}`;
}

/** One observance for each pair of offsets, with the further onsets as RDATEs. */
function listedObservances(transitions: readonly Transition[]): readonly Component[] {
  const groups = new Map<string, Transition[]>();
  for (const transition of transitions) {
    const key = `${transition.kind}${transition.offsetFrom}/${transition.offsetTo}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [transition]);
    else group.push(transition);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const component = observance(first.kind, first.wall, first.offsetFrom, first.offsetTo);
    if (others.length === 0) return [component];
    const added = makeProperty('RDATE', others.map(({ wall }) => formatWall(wall)).join(','));
    return [{ ...component, properties: [...component.properties, added] }];
  });
}

function observance(kind: Transition['kind'], wall: number, offsetFrom: number, offsetTo: number): Component {
  return makeComponent(kind, [
    makeProperty('DTSTART', formatWall(wall)),
    makeProperty('TZOFFSETFROM', formatOffset(offsetFrom)),
    makeProperty('TZOFFSETTO', formatOffset(offsetTo)),
  ]);
}

/** UTC-OFFSET, RFC 5545 §3.3.14. */
function formatOffset(offset: number): string {
  const size = Math.abs(offset);
  const digits = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return (offset < 0 ? '-' : '+') + (size % 60 === 0 ? digits.slice(0, 2) : digits).join('');
}

/** 0 is Sunday, as in WEEKDAYS; 1970-01-01 was a Thursday. */
function weekdayOf(wall: number): number {
  return (((Math.floor(wall / DAY) + 4) % 7) + 7) % 7;
}
