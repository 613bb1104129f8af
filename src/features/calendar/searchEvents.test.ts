import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from './calendarEvents.ts';
import { searchEvents } from './searchEvents.ts';

const NOW = '2027-03-10T12:00:00Z';

function event(title: string, start: string, more: Partial<CalendarEvent> = {}): CalendarEvent {
  const times = { start, end: `${start.slice(0, 11)}23:00:00Z` };
  const rest = { instance: undefined, location: '', isAllDay: false, hue: 1, state: 'confirmed', guests: [] } as const;
  return { id: `${title}${start}`, url: '/a.ics', title, ...times, ...rest, isMovable: true, ...more };
}

const EVENTS = [
  event('Planning', '2027-03-01T09:00:00Z'),
  event('Planning', '2027-03-15T09:00:00Z'),
  event('Planning', '2027-03-08T09:00:00Z'),
  event('Planning', '2027-03-22T09:00:00Z'),
  event('Déjeuner', '2027-03-11T09:00:00Z', { location: 'Café Noir', guests: ['Zoë Ames'] }),
];

function starts(text: string): readonly string[] {
  return searchEvents(EVENTS, text, NOW).map(({ start }) => start.slice(5, 10));
}

describe('searching events', () => {
  it('lists what is to come first, then what is past', () => {
    expect(starts('plan')).toEqual(['03-15', '03-22', '03-08', '03-01']);
  });

  it.each(['dejeuner', 'DÉJ', 'cafe zoe', 'ames noir'])('finds %j in title, place and guests', (text) => {
    expect(starts(text)).toEqual(['03-11']);
  });

  it('needs every word', () => {
    expect(starts('planning zoe')).toEqual([]);
  });

  it('finds nothing for nothing', () => {
    expect(starts('  ')).toEqual([]);
  });
});
