/** One recurrence set as two: what comes before an instance, and what goes on from it. */
import {
  type Component,
  getProperties,
  makeProperty,
  type Property,
  splitValues,
  withProperties,
} from './component.ts';
import { oneEffort, RecurrenceLimitError } from './expansion.ts';
import { type RecurrenceKey, recurrenceKey } from './recurrenceKey.ts';
import { type BoundRule, type RecurrenceParts, recurrenceParts, startProperty } from './recurrenceParts.ts';
import { readRecurrenceRule } from './recurrenceRule.ts';
import { type CalendarTime, readTime, readTimes, type TimeZones, writeTime } from './timeZone.ts';
import { formatDate, formatWall } from './wallTime.ts';

/** RRULE, RDATE and EXDATE of one side. */
export interface RuleAndDates {
  readonly rrule: readonly Property[];
  readonly rdate: readonly Property[];
  readonly exdate: readonly Property[];
}

export interface DividedRule {
  /** DTSTART of the second side, in the form and TZID of the first; DUE of a VTODO without DTSTART. */
  readonly start: Property;
  readonly before: RuleAndDates;
  readonly after: RuleAndDates;
}

/** Why a recurrence set can't be divided at an instance. */
export type IndivisibleReason =
  /** Nothing comes before it. */
  | 'first-instance'
  /** No instance, or one that RDATE adds: no rule could go on from it. */
  | 'not-of-the-rule'
  /** Several RRULEs, which RFC 5545 §3.8.5.3 advises against, or an EXRULE. */
  | 'several-rules';

/** More instances than this before the key are not counted. */
const MAX_BEFORE = 20_000;

/**
 * Divides the recurrence set of a master component before the instance at `key`, RFC 5545 §3.8.5. Together both sides have the
 * instances of the whole. The first ends with UNTIL at its last instance; the second begins at the time that the rule gives,
 * also where a gap moves it, and keeps UNTIL or has what is left of COUNT.
 * @throws RecurrenceLimitError when more than 20,000 instances come before
 */
export function divideRule(
  master: Component,
  key: RecurrenceKey,
  zones: TimeZones,
): DividedRule | { readonly indivisible: IndivisibleReason } {
  const parts = recurrenceParts(master, zones);
  const anchor = startProperty(master);
  const [property, ...others] = getProperties(master, 'RRULE');
  const rule = parts?.rules[0];
  if (!parts || !anchor || !property || !rule) return { indivisible: 'not-of-the-rule' };
  if (others.length > 0 || parts.exceptionRules.length > 0) return { indivisible: 'several-rules' };
  if (key === parts.startKey) return { indivisible: 'first-instance' };
  const wall = parts.clock.wallsOf(key).find((each) => generates(rule, each, key));
  if (wall === undefined || parts.excluded.has(key)) return { indivisible: 'not-of-the-rule' };

  const local = parts.clock.form === 'date' ? formatDate(wall) : formatWall(wall);
  const isBefore = earlierThan(key, local, parts, zones);
  const rdate = divideDates(getProperties(master, 'RDATE'), isBefore);
  const exdate = divideDates(getProperties(master, 'EXDATE'), isBefore);
  const rules = dividedRules(property, rule, wall, parts);
  return {
    start: writeTime(anchor.name, { ...parts.start, local }, anchor.parameters),
    before: { rrule: rules.before, rdate: rdate.before, exdate: exdate.before },
    after: {
      rrule: rules.after,
      rdate: rdate.after.map((dates) => atTimeOf(parts.start, dates)),
      exdate: exdate.after,
    },
  };
}

/** A component that recurs so. */
export function recurringBy(component: Component, { rrule, rdate, exdate }: RuleAndDates): Component {
  return withProperties(withProperties(withProperties(component, 'RRULE', rrule), 'RDATE', rdate), 'EXDATE', exdate);
}

interface Sides {
  readonly before: readonly Property[];
  readonly after: readonly Property[];
}

function dividedRules(property: Property, rule: BoundRule, wall: number, { clock, startKey }: RecurrenceParts): Sides {
  const effort = oneEffort();
  let count = 0;
  let last: number | undefined;
  let next = rule.expansion.nextAfter(Number.NEGATIVE_INFINITY, wall, effort);
  // DTSTART counts also where the rule does not generate it (RFC 5545 §3.8.5.3).
  if (next === undefined || clock.keyOf(next) !== startKey) count += 1;
  for (; next !== undefined; next = rule.expansion.nextAfter(next, wall, effort)) {
    if (count >= MAX_BEFORE) throw new RecurrenceLimitError(`More than ${MAX_BEFORE} instances come before.`);
    count += 1;
    last = next;
  }
  const { count: whole } = readRecurrenceRule(property);
  return {
    before: last === undefined ? [] : [limited(property, `UNTIL=${clock.keyOf(last)}`)],
    after: [whole === undefined ? property : limited(property, `COUNT=${whole - count}`)],
  };
}

/** The rule with another end; its other parts as they were written. */
function limited(property: Property, limit: string): Property {
  const parts = property.value.split(';').filter((part) => part.trim() !== '' && !/^\s*(UNTIL|COUNT)\s*=/i.test(part));
  return makeProperty(property.name, [...parts, limit].join(';'), property.parameters);
}

function generates({ expansion, end, allows }: BoundRule, wall: number, key: RecurrenceKey): boolean {
  return wall < end && allows(wall, key) && expansion.has(wall);
}

/** Whether a written value of RDATE or EXDATE stands before the key; a DATE under a DATE-TIME before its local day. */
function earlierThan(
  key: RecurrenceKey,
  local: string,
  { start }: RecurrenceParts,
  zones: TimeZones,
): (value: Property) => boolean {
  return (value) => {
    const time = readTime(value);
    if (value.name === 'EXDATE' && time.form === 'date') return time.local < local.slice(0, 8);
    return recurrenceKey(time, start, zones) < key;
  };
}

/** A DATE in an RDATE under a DATE-TIME is the instance at DTSTART's time of day, which is another one on the second side. */
function atTimeOf(start: CalendarTime, dates: Property): Property {
  const times = readTimes(dates);
  if (start.form === 'date' || times.some(({ form }) => form !== 'date')) return dates;
  return writeTime(
    dates.name,
    times.map(({ local }) => ({ ...start, local: local + start.local.slice(8) })),
  );
}

/** The values of date lists on either side; a property that stays whole stays as it was written. */
function divideDates(properties: readonly Property[], isBefore: (value: Property) => boolean): Sides {
  const side = (wanted: boolean): readonly Property[] =>
    properties.flatMap((property) => {
      const values = splitValues(property.value);
      const kept = values.filter(
        (value) => isBefore(makeProperty(property.name, value, property.parameters)) === wanted,
      );
      if (kept.length === values.length) return [property];
      return kept.length === 0 ? [] : [makeProperty(property.name, kept.join(','), property.parameters)];
    });
  return { before: side(true), after: side(false) };
}
