// Our recurrence sets against python3-dateutil's, on rules that scripts/deep/dateutil_rules.py makes. `npm run test:deep` runs it.
import { expect, inject, test } from 'vitest';
import { RecurrenceLimitError } from './recurrence.ts';
import { eventOf } from './testing.ts';

/** A floating DTSTART, a rule, and the instances that dateutil has before `limit`: the first of them, when there are `more`. */
interface DateutilCase {
  readonly start: string;
  readonly rule: string;
  readonly limit: string;
  readonly instances: readonly string[];
  readonly more: boolean;
}
declare module 'vitest' {
  interface ProvidedContext {
    dateutil: { readonly seed: number; readonly cases: readonly DateutilCase[] };
  }
}

interface Explanation {
  readonly reason: string;
  readonly applies: (compared: DateutilCase) => boolean;
  /** What dateutil would have to find if it read the rule as we do. */
  readonly adjusted: (instances: readonly string[], compared: DateutilCase) => readonly string[];
  /** What is left of ours to compare, where both lists are adjusted. */
  readonly ours?: (instances: readonly string[], compared: DateutilCase) => readonly string[];
}

/** Every difference that is left, and why. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    reason: 'BYWEEKNO without BYDAY: RFC 5545 §3.3.10 takes the weekday from DTSTART, dateutil all days of the week',
    applies: ({ rule }) => rule.includes('BYWEEKNO') && !rule.includes('BYDAY'),
    adjusted: (instances, { start }) => instances.filter((instance) => weekday(instance) === weekday(start)),
  },
  {
    reason:
      'BYWEEKNO at a turn of the year: a week belongs to one year (ISO 8601), dateutil counts its days by calendar year',
    applies: ({ rule }) => rule.includes('BYWEEKNO'),
    adjusted: (instances) => instances.filter((instance) => !isTurnOfYear(instance)),
    ours: (instances) => instances.filter((instance) => !isTurnOfYear(instance)),
  },
  {
    reason: 'WEEKLY with BYSETPOS: dateutil counts from DTSTART on in the first week, RFC 5545 §3.3.10 the whole week',
    applies: ({ rule }) => /WEEKLY.*BYSETPOS/.test(rule),
    adjusted: (instances, { start }) => instances.filter((instance) => instance >= weekAfter(start)),
    ours: (instances, { start }) => instances.filter((instance) => instance >= weekAfter(start)),
  },
  {
    reason:
      'BYWEEKNO with INTERVAL, DTSTART at a turn of the year: ours counts from the year of its week, dateutil of its date',
    applies: ({ rule, start }) => rule.includes('BYWEEKNO') && rule.includes('INTERVAL') && isTurnOfYear(start),
    adjusted: () => [],
    ours: () => [],
  },
  {
    reason:
      'DTSTART off its rule: undefined by RFC 5545 §3.8.5.3; ours counts it as first instance (scheduling.md S2.5)',
    applies: ({ start, instances }) => instances[0] !== start,
    adjusted: (instances, { start, rule }) =>
      [start, ...instances].slice(0, Number(/COUNT=(\d+)/.exec(rule)?.[1] ?? Number.POSITIVE_INFINITY)),
  },
];

const { seed, cases } = inject('dateutil');

test(`${cases.length} rules of seed ${seed} have the instances that dateutil finds`, () => {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  const refused: string[] = [];
  for (const compared of cases) {
    const { start, rule, limit, instances, more } = compared;
    // Up to the last one that dateutil was asked for, which the end of the range leaves out.
    const theirs = more ? instances.slice(0, -1) : instances;
    const to = more ? `${instances.at(-1)}Z` : limit;
    const ours = ourInstances(compared, to);
    if (ours === undefined) {
      refused.push(`DTSTART:${start} RRULE:${rule}`);
      continue;
    }
    if (same(ours, theirs)) continue;
    const reasons = explanationOf(compared, theirs, ours);
    if (reasons === undefined) unexplained.push(differenceOf(compared, theirs, ours));
    else for (const reason of reasons) explained.set(reason, (explained.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of explained) process.stdout.write(`${count} × ${reason}\n`);
  if (refused.length > 0) process.stdout.write(`Refused as too much work:\n${refused.join('\n')}\n`);
  expect(refused.length).toBeLessThan(cases.length / 100);
  expect(unexplained.slice(0, 20).join('\n')).toBe('');
}, 600_000);

/** The fewest reasons, in their order, that make both lists the same; undefined when none do. */
function explanationOf(
  compared: DateutilCase,
  theirs: readonly string[],
  ours: readonly string[],
): readonly string[] | undefined {
  const applying = EXPLANATIONS.filter(({ applies }) => applies(compared));
  const choices = Array.from({ length: 2 ** applying.length }, (_, bits) =>
    applying.filter((_each, at) => bits & (2 ** at)),
  );
  const choice = choices
    .sort((one, other) => one.length - other.length)
    .find((chosen) =>
      same(
        chosen.reduce((list, { ours: left = (all) => all }) => left(list, compared), ours),
        chosen.reduce((list, { adjusted }) => adjusted(list, compared), theirs),
      ),
    );
  return choice?.map(({ reason }) => reason);
}

/** Undefined when the rule is refused, which a server answers with max-instances (RFC 4791 §5.3.2.1). */
function ourInstances({ start, rule }: DateutilCase, to: string): readonly string[] | undefined {
  try {
    return eventOf(`DTSTART:${start}`, `RRULE:${rule}`).set.between(`${start}Z`, to, 'UTC');
  } catch (error) {
    if (error instanceof RecurrenceLimitError) return undefined;
    throw error;
  }
}

function same(ours: readonly string[], theirs: readonly string[]): boolean {
  return ours.length === theirs.length && ours.every((instance, index) => instance === theirs[index]);
}

function differenceOf({ start, rule }: DateutilCase, theirs: readonly string[], ours: readonly string[]): string {
  const at = theirs.findIndex((instance, index) => ours[index] !== instance);
  const from = Math.max(0, (at < 0 ? theirs.length : at) - 1);
  const shown = (list: readonly string[]) => `${list.slice(from, from + 4).join(' ')} (${list.length})`;
  return `DTSTART:${start} RRULE:${rule}\n    dateutil ${shown(theirs)}\n    ours     ${shown(ours)}`;
}

/** 29 December to 3 January, or a day more where weeks do not begin on Monday. */
function isTurnOfYear(local: string): boolean {
  const day = local.slice(4, 8);
  return day >= '1229' || day <= '0103';
}

/** 0 for Sunday. */
function weekday(local: string): number {
  return new Date(utcOf(local)).getUTCDay();
}

/** The day seven days later, as it begins. */
function weekAfter(local: string): string {
  return new Date(utcOf(local) + 7 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Milliseconds at the day's beginning in UTC. */
function utcOf(local: string): number {
  return Date.UTC(Number(local.slice(0, 4)), Number(local.slice(4, 6)) - 1, Number(local.slice(6, 8)));
}
