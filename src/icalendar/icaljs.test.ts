import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { parseCalendarData, serializeCalendarData } from './calendarData.ts';
import { type Component, makeComponent, makeProperty, unescapeText } from './component.ts';
import { readDuration, readUtcOffset } from './duration.ts';

// A second opinion: ical.js reads the same lines, wherever it does not fall into one of its traps.
const name = fc.constantFrom('SUMMARY', 'DESCRIPTION', 'LOCATION', 'CONTACT');
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/[\p{Cc}\\]/gu, ' '));
const escaped = text.map((value) => value.replace(/[;,]/g, (found) => `\\${found}`));
const parameter = fc.record(
  { LANGUAGE: fc.constantFrom('en', 'de'), ALTREP: fc.constantFrom('http://a.example/x;y', 'cid:1,2') },
  { requiredKeys: [] },
);
const property = fc
  .tuple(name, escaped, parameter)
  .map(([key, value, { LANGUAGE, ALTREP }]) =>
    makeProperty(key, value, { ...(LANGUAGE && { LANGUAGE: [LANGUAGE] }), ...(ALTREP && { ALTREP: [ALTREP] }) }),
  );

test('what is written here, ical.js reads as the same names, parameters and texts', () => {
  fc.assert(
    fc.property(fc.array(property, { maxLength: 8 }), (properties) => {
      const written = serializeCalendarData(makeComponent('VCALENDAR', [], [makeComponent('VEVENT', properties)]));
      const [, , [event]] = ICAL.parse(written) as [
        string,
        unknown,
        [[string, [string, Record<string, string>, string, string][]]],
      ];
      expect(event[1].map(([key, parameters, , value]) => [key, parameters, value])).toEqual(
        properties.map((each) => [
          each.name.toLowerCase(),
          Object.fromEntries(Object.entries(each.parameters).map(([key, [value]]) => [key.toLowerCase(), value])),
          unescapeText(each.value),
        ]),
      );
    }),
  );
});

test('what ical.js writes is read here as the same component', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, text), { maxLength: 8 }), (properties) => {
      const written = ICAL.stringify([
        'vcalendar',
        [],
        [['vevent', properties.map(([key, value]) => [key.toLowerCase(), {}, 'text', value]), []]],
      ]);
      const event = parseCalendarData(written).components[0] as Component;
      expect(event.properties.map((each) => [each.name, unescapeText(each.value)])).toEqual(properties);
    }),
  );
});

test('durations and offsets carry their sign, and what ical.js would misread is refused', () => {
  expect(readDuration('-P1W2DT3H4M5S')).toEqual({ days: -9, seconds: -11045 });
  expect(readDuration('PT0S')).toEqual({ days: 0, seconds: 0 });
  expect(readUtcOffset('-0530')).toBe(-19800);
  expect(readUtcOffset('+005328')).toBe(3208);
  for (const written of ['P', 'PT', '1H', 'P1H', 'PT1,5H']) expect(() => readDuration(written)).toThrow('no duration');
  for (const written of ['0100', '+1', '+01:00', '+0160']) expect(() => readUtcOffset(written)).toThrow('no offset');
});
