/** What ical.js does to calendar data, and that this layer does not: each trap that was measured before it was ruled out. */
import { readdirSync, readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { contentLine, parseCalendarData, serializeCalendarData } from './calendarData.ts';
import { type Component, getParameter, getProperty, makeComponent, withParameter } from './component.ts';
import { instancesBetween } from './instances.ts';
import { salvageCalendarData } from './salvage.ts';
import { calendarOf } from './testing.ts';
import { readTime, timeZonesOf, utcOf } from './timeZone.ts';

const FOUR = ['mailto:a@x.example', 'mailto:b@x.example', 'mailto:c@x.example', 'mailto:d@x.example'];

test.each(['MEMBER', 'DELEGATED-TO', 'DELEGATED-FROM'])('four quoted values of %s leave the address alone', (name) => {
  const line = `ATTENDEE;${name}=${FOUR.map((uri) => `"${uri}"`).join(',')};CN=Al:mailto:al@x.example`;
  const attendee = calendarOf(line).properties[0];
  if (attendee === undefined) throw new Error('There is no property.');
  expect([attendee.value, attendee.parameters[name], getParameter(attendee, 'CN')]).toEqual([
    'mailto:al@x.example',
    FOUR,
    'Al',
  ]);
  expect(contentLine(withParameter(attendee, 'CN', 'Alan'))).toBe(line.replace('CN=Al:', 'CN=Alan:'));
});

test('a byte order mark is no part of the first name, also where the rest is damaged, and is not written', () => {
  const text = '\ufeffBEGIN:VCALENDAR\r\nX-A:\ufeffb\r\nEND:VCALENDAR\r\n';
  expect(serializeCalendarData(parseCalendarData(text))).toBe(text.slice(1));
  expect(salvageCalendarData(text)).toEqual({ calendars: [parseCalendarData(text)], problems: [] });
  expect(() => ICAL.parse(text)).toThrow();
});

test('a line without a colon costs its component, and not the file', () => {
  const whole = ['BEGIN:VEVENT', 'UID:1', 'DTSTART:20270308', 'END:VEVENT'];
  const text = ['BEGIN:VCALENDAR', ...whole, 'BEGIN:VEVENT', 'and so on', 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');
  expect(salvageCalendarData(text)).toEqual({
    calendars: [calendarOf(...whole)],
    problems: [{ line: 7, component: 'VEVENT', title: '', message: '“and so on” has no colon.' }],
  });
  expect(() => ICAL.parse(text)).toThrow();
});

test.each([
  ['Europe/Berlin', '20270705T080000Z'],
  ['europe/berlin', '20270705T080000Z'],
  ['W. Europe Standard Time', '20270705T080000Z'],
  ['"W. Europe Standard Time"', '20270705T080000Z'],
  ['Eastern Standard Time', '20270705T140000Z'],
  ['India Standard Time', '20270705T043000Z'],
  ['/mozilla.org/20050126_1/Asia/Tokyo', '20270705T010000Z'],
  ['tzone://Microsoft/Utc', '20270705T100000Z'],
])('TZID=%s without a VTIMEZONE is that zone for instances, and stays as it is written', (tzid, utc) => {
  const line = `DTSTART;TZID=${tzid.includes(':') ? `"${tzid}"` : tzid}:20270701T100000`;
  const calendar = calendarOf('BEGIN:VEVENT', 'UID:1', line, 'RRULE:FREQ=DAILY;COUNT=9', 'END:VEVENT');
  const [instance] = instancesBetween(calendar, '20270705T000000Z', '20270706T000000Z', 'Pacific/Auckland');
  expect(instance?.startUtc).toBe(utc);
  expect(serializeCalendarData(calendar)).toContain(`\r\n${line}\r\n`);
});

test('a component taken out of its VCALENDAR keeps its TZID, and is no floating time', () => {
  const line = 'DTSTART;TZID=W. Europe Standard Time:20270705T100000';
  const [event] = calendarOf('BEGIN:VEVENT', 'UID:1', line, 'END:VEVENT').components;
  const start = event && getProperty(event, 'DTSTART');
  if (start === undefined) throw new Error('There is no DTSTART.');
  const time = readTime(start);
  expect(time).toEqual({ form: 'zoned', local: '20270705T100000', tzid: 'W. Europe Standard Time' });
  expect(utcOf(time, timeZonesOf(makeComponent('VCALENDAR', [])), 'Pacific/Auckland')).toBe('20270705T080000Z');
});

test('reading a series with twice the overrides looks at twice as much', () => {
  const work = (count: number): number => {
    let looks = 0;
    const calendar = calendarOf(
      ...['BEGIN:VEVENT', 'UID:1', 'DTSTART:20270101T100000Z', 'RRULE:FREQ=DAILY', 'END:VEVENT'],
      ...Array.from({ length: count }, (_, index) => {
        const day = new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10).replaceAll('-', '');
        const lines = [`RECURRENCE-ID:${day}T100000Z`, `DTSTART:${day}T110000Z`];
        return ['BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT'].join('\r\n');
      }),
    );
    const counted = calendar.components.map(
      (component): Component => ({
        name: component.name,
        components: component.components,
        get properties() {
          looks += 1;
          return component.properties;
        },
      }),
    );
    const found = instancesBetween({ ...calendar, components: counted }, '20270101T000000Z', '20270102T000000Z', 'UTC');
    expect(found).toHaveLength(1);
    return looks;
  };
  const [few, many] = [work(400), work(800)];
  expect(few).toBeGreaterThan(400);
  expect(many).toBeLessThan(few * 2.1);
});

test('ical.js reads durations and offsets only: its parser, its writer and its O(n²) events are not used', () => {
  const used = readdirSync(new URL('.', import.meta.url))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => readFileSync(new URL(name, import.meta.url), 'utf8').match(/\bICAL\.\w+/g) ?? []);
  expect(new Set(used)).toEqual(new Set(['ICAL.Duration', 'ICAL.UtcOffset']));
});

test('the last line has its CRLF, also after a change', () => {
  const [calendar] = salvageCalendarData('BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR').calendars;
  if (calendar === undefined) throw new Error('There is no calendar.');
  expect(serializeCalendarData({ ...calendar, components: [makeComponent('VEVENT', [])] })).toMatch(
    /END:VEVENT\r\nEND:VCALENDAR\r\n$/,
  );
  expect(new ICAL.Component('vcalendar').toString()).toMatch(/END:VCALENDAR$/);
});

test('several values of an X- parameter stay several, without quotes that they do not need', () => {
  const line = 'ATTENDEE;X-LIST=a,b,c;X-MIXED="d;e",f:mailto:al@x.example';
  const attendee = calendarOf(line).properties[0];
  if (attendee === undefined) throw new Error('There is no property.');
  expect(attendee.parameters['X-LIST']).toEqual(['a', 'b', 'c']);
  expect(contentLine(withParameter(attendee, 'RSVP', 'TRUE'))).toBe(line.replace(':mailto:al', ';RSVP=TRUE:mailto:al'));
});
