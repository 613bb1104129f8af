/** The wall-clock times that a recurrence rule generates, RFC 5545 §3.3.10. */
import { type Effort, type Expansion, indexAfter, oneEffort, RecurrenceLimitError } from './expansion.ts';
import { libraryExpansion } from './libraryExpansion.ts';
import { fixedStep, periodicExpansion } from './periodicExpansion.ts';
import type { RecurrenceRule } from './recurrenceRule.ts';
import { daysInMonth, LAST_WALL } from './wallTime.ts';

/**
 * What the rule generates from DTSTART on, within its COUNT; UNTIL is the caller's, who knows the zone. DTSTART counts towards
 * COUNT even when the rule does not generate it (RFC 5545 §3.8.5.3), so such a rule gives one instance less. Equal steps and
 * rules of days, weeks, months and years are computed here; rrule-temporal expands all others: BY* parts by the hour and
 * below, and RSCALE (RFC 7529).
 */
export function expandRule(rule: RecurrenceRule, start: number): Expansion {
  const step = fixedStep(rule);
  if (step !== undefined) {
    return fixedExpansion(start, step, rule.count === undefined ? LAST_WALL : start + (rule.count - 1) * step);
  }
  if (neverMatches(rule)) return NOTHING;
  const endless = periodicExpansion(rule, start) ?? libraryExpansion(rule, start);
  if (rule.count === undefined) return endless;
  return countedExpansion(endless, endless.has(start) ? rule.count : rule.count - 1, start);
}

/** How many instances of a counted rule are expanded before it counts as unreasonable. */
const MAX_COUNTED = 20_000;

const NOTHING: Expansion = { has: () => false, nextAfter: () => undefined };

function fixedExpansion(start: number, step: number, last: number): Expansion {
  return {
    has: (wall) => wall >= start && wall <= last && (wall - start) % step === 0,
    nextAfter: (wall, end) => {
      const next = wall < start ? start : start + (Math.floor((wall - start) / step) + 1) * step;
      return next < end && next <= last ? next : undefined;
    },
  };
}

/** Whether no month of the rule has any of its days, like February 30: the library would search for it for ever. */
function neverMatches(rule: RecurrenceRule): boolean {
  if (rule.rscale !== undefined || rule.byMonthDay.length === 0) return false;
  const months = rule.byMonth.length > 0 ? rule.byMonth.map(Number) : [1];
  const longest = Math.max(...months.map((month) => daysInMonth(2000, month)));
  return rule.byMonthDay.every((day) => Math.abs(Number(day)) > longest);
}

function countedExpansion(endless: Expansion, count: number, start: number): Expansion {
  const counted: number[] = [];
  function expandTo(wall: number, effort: Effort): void {
    while (counted.length < count) {
      const last = counted.at(-1) ?? start - 1;
      if (last > wall) return;
      if (counted.length >= MAX_COUNTED) {
        throw new RecurrenceLimitError(`A rule with COUNT has more than ${MAX_COUNTED} instances.`);
      }
      const next = endless.nextAfter(last, LAST_WALL, effort);
      if (next === undefined) return;
      counted.push(next);
    }
  }
  return {
    has: (wall) => {
      expandTo(wall, oneEffort());
      const at = indexAfter(counted, wall) - 1;
      return at < count && counted[at] === wall;
    },
    nextAfter: (wall, end, effort) => {
      const from = Math.max(wall, start - 1);
      expandTo(Math.min(from, end), effort);
      const at = indexAfter(counted, from);
      const next = at < count ? counted[at] : undefined;
      return next !== undefined && next < end ? next : undefined;
    },
  };
}
