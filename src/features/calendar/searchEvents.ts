import type { CalendarEvent } from './calendarEvents.ts';

/** More would not be read, but searched for better. */
const LIMIT = 50;

/**
 * Events in whose title, place or guests every word occurs, in any case and without accents;
 * what is still to come first, the nearest first, then what is past, the latest first. `now` is an ISO instant.
 */
export function searchEvents(events: readonly CalendarEvent[], text: string, now: string): readonly CalendarEvent[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = events.filter((event) => {
    const searched = plain([event.title, event.location, ...event.guests].join('\n'));
    return words.every((word) => searched.includes(word));
  });
  const byStart = found.sort((left, right) => (left.start < right.start ? -1 : left.start > right.start ? 1 : 0));
  const coming = byStart.filter(({ end }) => end >= now);
  const past = byStart.filter(({ end }) => end < now).reverse();
  return [...coming, ...past].slice(0, LIMIT);
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
