import { describe, expect, it } from 'vitest';
import { CALENDAR_HUES, colourOf, hueFor } from './calendarHue.ts';

describe('the hue of a calendar', () => {
  it.each([
    ['#ff0000', 10],
    ['#2244ff', 1],
    ['#00a020', 5],
    ['#ff8800', 8],
    ['#aa22cc', 12],
  ])('%s is nearest to %i', (colour, hue) => {
    expect(hueFor(colour, 7)).toBe(hue);
  });

  it.each([undefined, '#808080', '#ffffff', 'tomato', '#12345'])('goes by the place in the list for %s', (colour) => {
    expect(hueFor(colour, 0)).toBe(1);
    expect(hueFor(colour, 1)).toBe(5);
  });

  it('is the one that was chosen when its colour comes back from the server', () => {
    expect(CALENDAR_HUES.map((hue) => hueFor(colourOf(hue), 0))).toEqual(CALENDAR_HUES);
  });

  it('differs for the first twelve calendars without a colour', () => {
    expect(new Set(Array.from({ length: 12 }, (_, place) => hueFor(undefined, place))).size).toBe(12);
  });
});
