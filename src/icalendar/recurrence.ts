/** Recurrence sets, RFC 5545 §3.8.5, as keys: scheduling.md S2. */
import { type Component, getProperty } from './component.ts';
import { type InstanceBudget, oneEffort, RecurrenceLimitError } from './expansion.ts';
import type { RecurrenceKey } from './recurrenceKey.ts';
import { type BoundRule, type RecurrenceParts, recurrenceParts } from './recurrenceParts.ts';
import type { TimeZones } from './timeZone.ts';
import { DAY, formatDate, parseWall } from './wallTime.ts';
import { wallsAround } from './zone.ts';

export { deriveInstance, isRange, rangeAt } from './derivedInstance.ts';
export { type InstanceBudget, RecurrenceLimitError } from './expansion.ts';
export { type ComponentKey, type RecurrenceKey, recurrenceKey } from './recurrenceKey.ts';

/** DTSTART ∪ RRULE ∪ RDATE − EXDATE − EXRULE. Every list is ascending and without repetition. */
export interface RecurrenceSet {
  /** The key of DTSTART, which counts as the first instance also when the rule does not generate it. */
  readonly start: RecurrenceKey;
  /** No RRULE, or each with COUNT or UNTIL. */
  readonly finite: boolean;
  has(key: RecurrenceKey): boolean;
  /**
   * The keys whose start is in [from, to), both UTC in basic form. Dates and floating times are read in `floatingTzid`.
   * @throws RecurrenceLimitError for more than 20,000 instances, or more than the budget has left
   */
  between(from: string, to: string, floatingTzid: string, budget?: InstanceBudget): readonly RecurrenceKey[];
  /** @throws RecurrenceLimitError when more than 20,000 instances would have to be looked at */
  first(count: number): readonly RecurrenceKey[];
}

const MAX_INSTANCES = 20_000;

const known = new WeakMap<RecurrenceParts, RecurrenceSet>();

/** Of a VTODO with neither DTSTART nor DUE: it has no instances. */
const NEVER: RecurrenceSet = { start: '', finite: true, has: () => false, between: () => [], first: () => [] };

/**
 * The recurrence set of a master component; the same object each time. Without RRULE and RDATE it is DTSTART alone.
 * @throws InvalidCalendarDataError naming a malformed property
 */
export function recurrenceSet(master: Component, zones: TimeZones): RecurrenceSet {
  const parts = recurrenceParts(master, zones);
  if (parts === undefined) return NEVER;
  const before = known.get(parts);
  if (before !== undefined) return before;
  const set: RecurrenceSet = {
    start: parts.startKey,
    finite: parts.rules.every((rule) => rule.finite),
    has: (key) => hasKey(parts, key),
    between: (from, to, floatingTzid, budget) => keysBetween(parts, from, to, zones, floatingTzid, budget),
    first: (count) => firstKeys(parts, count),
  };
  known.set(parts, set);
  return set;
}

/**
 * What EXDATE takes away: a DATE under a DATE-TIME takes all instances of that local day, any other value its own key, also
 * when it is no instance.
 */
export function excludedKeys(master: Component, zones: TimeZones): readonly RecurrenceKey[] {
  if (getProperty(master, 'EXDATE') === undefined) return [];
  const parts = recurrenceParts(master, zones);
  if (parts === undefined) return [];
  const keys = new Set(parts.excluded);
  for (const day of parts.excludedDays) {
    const from = parseWall(day);
    for (const key of [parts.startKey, ...parts.added.keys()]) if (dayOf(parts, key) === day) keys.add(key);
    for (const { key } of ruleInstances(parts.rules, parts, from - 1, from + DAY)) keys.add(key);
  }
  return [...keys].sort();
}

/** What RDATE adds, whether EXDATE takes it away again or not. */
export function addedKeys(master: Component, zones: TimeZones): readonly RecurrenceKey[] {
  if (getProperty(master, 'RDATE') === undefined) return [];
  return [...(recurrenceParts(master, zones)?.added.keys() ?? [])].sort();
}

function hasKey(parts: RecurrenceParts, key: RecurrenceKey): boolean {
  const { startKey, added, rules } = parts;
  if (key.length !== startKey.length || !/^\d{8}(?:T\d{6}Z?)?$/.test(key)) return false;
  if (key !== startKey && !added.has(key) && !generates(rules, parts, key)) return false;
  return !isExcluded(parts, key);
}

function isExcluded(parts: RecurrenceParts, key: RecurrenceKey): boolean {
  if (parts.excluded.has(key)) return true;
  if (parts.excludedDays.size > 0 && parts.excludedDays.has(dayOf(parts, key))) return true;
  return parts.exceptionRules.length > 0 && generates(parts.exceptionRules, parts, key);
}

function dayOf(parts: RecurrenceParts, key: RecurrenceKey): string {
  return formatDate(parts.clock.wallOf(key));
}

function generates(rules: readonly BoundRule[], parts: RecurrenceParts, key: RecurrenceKey): boolean {
  if (rules.length === 0) return false;
  const walls = parts.clock.wallsOf(key);
  return rules.some(({ expansion, allows, end }) =>
    walls.some((wall) => {
      if (wall >= end || !allows(wall, key)) return false;
      // A DATE stands for its whole day: FREQ=HOURLY generates times in it.
      return parts.clock.form === 'date'
        ? expansion.nextAfter(wall - 1, wall + DAY, oneEffort()) !== undefined
        : expansion.has(wall);
    }),
  );
}

function keysBetween(
  parts: RecurrenceParts,
  from: string,
  to: string,
  zones: TimeZones,
  floatingTzid: string,
  budget?: InstanceBudget,
): readonly RecurrenceKey[] {
  const { clock } = parts;
  const floats = clock.form === 'date' || clock.form === 'floating';
  const zone = floats ? zones.zoneOf(floatingTzid) : clock.zone;
  const around = (utc: number): { readonly earliest: number; readonly latest: number } =>
    zone === undefined ? { earliest: utc, latest: utc } : wallsAround(zone, utc);
  function isWithin(key: RecurrenceKey): boolean {
    const instant = floats ? zones.toUtc(floatingTzid, key) : key;
    return instant >= from && instant < to;
  }
  const keys = new Set([parts.startKey, ...parts.added.keys()].filter(isWithin));
  const { earliest } = around(parseWall(from));
  // Under a DATE a rule may generate times within a day that began before `to`.
  const latest = around(parseWall(to)).latest + (clock.form === 'date' ? DAY : 1);
  for (const { key } of ruleInstances(parts.rules, parts, earliest - 1, latest, budget)) {
    if (isWithin(key)) keys.add(key);
  }
  return [...keys].filter((key) => !isExcluded(parts, key)).sort();
}

function firstKeys(parts: RecurrenceParts, count: number): readonly RecurrenceKey[] {
  if (count < 1) return [];
  const own = [parts.startKey, ...parts.added.keys()].filter((key) => !isExcluded(parts, key));
  const keys = new Set<RecurrenceKey>();
  // When there are enough, those after the last one's wall-clock time are still looked at: a gap moves times forward.
  let enough = Number.POSITIVE_INFINITY;
  let latest = '';
  for (const { wall, key } of ruleInstances(parts.rules, parts, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)) {
    if (wall > enough) break;
    if (isExcluded(parts, key)) continue;
    keys.add(key);
    if (key > latest) latest = key;
    if (keys.size >= count && enough === Number.POSITIVE_INFINITY) enough = Math.max(wall, parts.clock.wallOf(latest));
  }
  for (const key of own) keys.add(key);
  return [...keys].sort().slice(0, count);
}

interface RuleInstance {
  readonly wall: number;
  readonly key: RecurrenceKey;
}

/** What the rules generate after `from` and before `to`, ascending on the clock. */
function* ruleInstances(
  rules: readonly BoundRule[],
  { clock }: RecurrenceParts,
  from: number,
  to: number,
  budget: InstanceBudget = { left: MAX_INSTANCES },
): Generator<RuleInstance> {
  const effort = oneEffort();
  const next = rules.map(({ expansion, end }) => expansion.nextAfter(from, Math.min(end, to), effort));
  for (let seen = 0; ; seen++) {
    let least = -1;
    for (const [index, wall] of next.entries()) {
      if (wall !== undefined && wall < (next[least] ?? Number.POSITIVE_INFINITY)) least = index;
    }
    const rule = rules[least];
    const wall = next[least];
    if (rule === undefined || wall === undefined) return;
    if (seen >= MAX_INSTANCES) throw new RecurrenceLimitError(`There are more than ${MAX_INSTANCES} instances.`);
    if (budget.left <= 0) throw new RecurrenceLimitError('There are more instances than are left to look at.');
    budget.left -= 1;
    const key = clock.keyOf(wall);
    if (rule.allows(wall, key)) yield { wall, key };
    next[least] = rule.expansion.nextAfter(wall, Math.min(rule.end, to), effort);
  }
}
