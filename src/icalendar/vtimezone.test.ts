import { describe, expect, test } from 'vitest';
import { contentLine } from './calendarData.ts';
import type { Component } from './component.ts';
import { observedZone } from './observances.ts';
import { makeVtimezone } from './vtimezone.ts';
import { ianaZone } from './zone.ts';

const HOUR = 3600;

const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Chisinau',
  'Europe/Moscow',
  'Europe/Istanbul',
  'Europe/Volgograd',
  'America/New_York',
  'America/Chicago',
  'America/Phoenix',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Asuncion',
  'America/Nuuk',
  'America/Mexico_City',
  'America/Sao_Paulo',
  'America/Caracas',
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'Africa/Cairo',
  'Africa/Juba',
  'Africa/Johannesburg',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Beirut',
  'Asia/Amman',
  'Asia/Tokyo',
  'Asia/Almaty',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Easter',
  'Pacific/Norfolk',
  'Pacific/Apia',
  'Antarctica/Troll',
  'UTC',
  'Etc/GMT+5',
];

describe('A VTIMEZONE made from Intl', { timeout: 60_000 }, () => {
  for (const tzid of ZONES) {
    test(`has the offsets of ${tzid} from 2020 to 2032`, () => {
      expectSameOffsets(tzid, 2020, 2032);
    });
  }

  test('is right for years before its rules, too', () => {
    expectSameOffsets('America/New_York', 1995, 2032);
    expectSameOffsets('Europe/Berlin', 1975, 2030);
    expectSameOffsets('Asia/Tokyo', 1940, 1960);
  });

  test('has one STANDARD and one DAYLIGHT with rules where all years are alike', () => {
    const vtimezone = makeVtimezone('Europe/Berlin', 2020, 2032);
    expect(vtimezone.properties.map(contentLine)).toEqual(['TZID:Europe/Berlin', 'X-LIC-LOCATION:Europe/Berlin']);
    expect(vtimezone.components.map((component) => component.name)).toEqual(['DAYLIGHT', 'STANDARD']);
    expect(vtimezone.components[0]?.properties.map(contentLine)).toEqual([
      'DTSTART:19700329T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    ]);
    const [, november] = makeVtimezone('America/New_York', 2020, 2032).components;
    expect(november?.properties.map(contentLine).at(-1)).toBe('RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU');
  });

  test('lists changes that follow no rule', () => {
    const lines = linesOf(makeVtimezone('Africa/Casablanca', 2025, 2027));
    expect(lines.some((line) => line.startsWith('RDATE'))).toBe(true);
    expect(lines.some((line) => line.startsWith('RRULE'))).toBe(false);
  });

  test('has one STANDARD where the clock never changes', () => {
    expect(linesOf(makeVtimezone('Asia/Kolkata', 2020, 2032)).slice(2)).toEqual([
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0530',
      'TZOFFSETTO:+0530',
    ]);
  });

  test('is made once', () => {
    expect(makeVtimezone('Europe/Rome', 2020, 2032)).toBe(makeVtimezone('Europe/Rome', 2020, 2032));
  });

  test('of an unknown name throws', () => {
    expect(() => makeVtimezone('Nowhere/Else', 2020, 2032)).toThrow(RangeError);
  });
});

function linesOf(component: Component): readonly string[] {
  return [...component.properties.map(contentLine), ...component.components.flatMap(linesOf)];
}

/** Every hour within two days of a change and every fifth day else, by Intl itself. */
function expectSameOffsets(tzid: string, fromYear: number, toYear: number): void {
  const made = observedZone(makeVtimezone(tzid, fromYear, toYear));
  const zone = ianaZone(tzid);
  if (made === undefined || zone === undefined) throw new Error(`${tzid} has no observances.`);
  const from = Date.UTC(fromYear, 0, 2) / 1000;
  const to = Date.UTC(toYear + 1, 0, 1) / 1000;
  const wrong: number[] = [];
  for (let instant = from; instant < to; instant += HOUR) {
    const offset = zone.offsetAt(instant);
    if (offset !== made.offsetAt(instant)) wrong.push(instant);
    const nearChange = zone.offsetAt(instant - 48 * HOUR) !== zone.offsetAt(instant + 48 * HOUR);
    if ((nearChange || instant % (120 * HOUR) === 0) && intlOffset(tzid, instant) !== offset) wrong.push(instant);
  }
  expect(wrong.slice(0, 3).map((instant) => new Date(instant * 1000).toISOString())).toEqual([]);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function intlOffset(timeZone: string, instant: number): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return Date.parse(`${format.format(instant * 1000).replace(' ', 'T')}Z`) / 1000 - instant;
}
