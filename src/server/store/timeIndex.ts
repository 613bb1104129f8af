/**
 * How objects are found by time. An index by their start alone would go through everything that ever began, for the few that have
 * not ended. So objects are in classes by how long they are, and of each class only those are looked at that start at most
 * that long before the range.
 */
import { DAY_MS, millisecondsOf, shifted } from '../instant.ts';
import type { TimeBounds } from '../timeBounds.ts';

/** How long the objects of each class are at most, in days. */
export const SPAN_CLASSES = [1, 4, 16, 64, 256, 1024, 4096] as const;
/** The class of what is longer or has no end. */
export const OPEN_CLASS = 0;

/** The columns of the index, in its order. */
export const TIME_INDEX = ['collection_id', 'span_days', 'starts_at', 'ends_at'] as const;

/** The class of an object. */
export function spanOf({ startsAt, endsAt }: Pick<TimeBounds, 'startsAt' | 'endsAt'>): number {
  const days = (millisecondsOf(endsAt) - millisecondsOf(startsAt)) / DAY_MS;
  return SPAN_CLASSES.find((longest) => days <= longest) ?? OPEN_CLASS;
}

/** What of a class has not ended before `from` starts at this instant at the earliest. */
export function earliestStart(spanDays: number, from: string): string {
  return shifted(from, -spanDays * DAY_MS);
}
