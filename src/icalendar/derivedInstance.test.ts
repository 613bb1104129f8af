import { describe, expect, test } from 'vitest';
import { contentLine } from './calendarData.ts';
import type { Component } from './component.ts';
import { deriveInstance } from './recurrence.ts';
import { calendarOf, eventOf, exampleOf } from './testing.ts';

function lines(component: Component): readonly string[] {
  return component.properties.map(contentLine);
}

describe('A derived instance', () => {
  test('stands at its key with RECURRENCE-ID and without what makes the master recur', () => {
    const { master, zones } = eventOf(
      'SUMMARY:Review',
      'DTSTART;TZID=Europe/Berlin:20270308T100000',
      'DTEND;TZID=Europe/Berlin:20270308T110000',
      'RRULE:FREQ=WEEKLY',
      'RDATE:20270310T090000Z',
      'EXDATE:20270315T090000Z',
      'EXRULE:FREQ=YEARLY',
      'BEGIN:VALARM',
      'TRIGGER:-PT5M',
      'END:VALARM',
    );
    const instance = deriveInstance(master, '20270405T080000Z', zones);
    expect(lines(instance)).toEqual([
      'UID:1',
      'SUMMARY:Review',
      'DTSTART;TZID=Europe/Berlin:20270405T100000',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270405T100000',
      'DTEND;TZID=Europe/Berlin:20270405T110000',
    ]);
    expect(instance.properties[1]).toBe(master.properties[1]);
    expect(instance.components).toBe(master.components);
  });

  test('keeps other parameters of DTSTART and DTEND', () => {
    const { master, zones } = eventOf(
      'DTSTART;X-A=1;TZID=Europe/Berlin:20270308T100000',
      'DTEND;X-B=2:20270308T100000Z',
    );
    expect(lines(deriveInstance(master, '20270309T090000Z', zones)).slice(1)).toEqual([
      'DTSTART;TZID=Europe/Berlin;X-A=1:20270309T100000',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270309T100000',
      'DTEND;X-B=2:20270309T100000Z',
    ]);
  });

  test('in UTC, floating time and dates keeps these forms', () => {
    const forms: readonly (readonly [start: string, end: string, key: string, expected: readonly string[]])[] = [
      [
        'DTSTART:20270308T100000Z',
        'DTEND:20270308T110000Z',
        '20270309T100000Z',
        ['DTSTART:20270309T100000Z', 'RECURRENCE-ID:20270309T100000Z', 'DTEND:20270309T110000Z'],
      ],
      [
        'DTSTART:20270308T233000',
        'DTEND:20270309T003000',
        '20270309T233000',
        ['DTSTART:20270309T233000', 'RECURRENCE-ID:20270309T233000', 'DTEND:20270310T003000'],
      ],
      [
        'DTSTART;VALUE=DATE:20270308',
        'DTEND;VALUE=DATE:20270311',
        '20270330',
        ['DTSTART;VALUE=DATE:20270330', 'RECURRENCE-ID;VALUE=DATE:20270330', 'DTEND;VALUE=DATE:20270402'],
      ],
    ];
    for (const [start, end, key, expected] of forms) {
      const { master, zones } = eventOf(start, end);
      expect(lines(deriveInstance(master, key, zones)).slice(1)).toEqual(expected);
    }
  });

  test('whose end is a DTEND takes exactly as long as the master (RFC 5545 §3.8.5.3)', () => {
    const { master, zones } = eventOf(
      'DTSTART;TZID=Europe/Berlin:20270306T220000',
      'DTEND;TZID=Europe/Berlin:20270307T060000',
    );
    expect(lines(deriveInstance(master, '20270327T210000Z', zones)).at(-1)).toBe(
      'DTEND;TZID=Europe/Berlin:20270328T070000',
    );
    expect(lines(deriveInstance(master, '20271030T200000Z', zones)).at(-1)).toBe(
      'DTEND;TZID=Europe/Berlin:20271031T050000',
    );
  });

  test('whose end is a DURATION keeps it', () => {
    const { master, zones } = eventOf('DTSTART;TZID=Europe/Berlin:20270306T220000', 'DURATION:P1D');
    expect(lines(deriveInstance(master, '20270327T210000Z', zones)).at(-1)).toBe('DURATION:P1D');
  });

  test('has an end in another zone than its start where the master has', () => {
    const { master, zones } = eventOf(
      'DTSTART;TZID=Europe/Berlin:20270308T100000',
      'DTEND;TZID=America/New_York:20270308T130000',
    );
    expect(lines(deriveInstance(master, '20270315T090000Z', zones)).at(-1)).toBe(
      'DTEND;TZID=America/New_York:20270315T140000',
    );
  });

  test('of an RDATE;VALUE=PERIOD has the end of the period', () => {
    const { master, zones } = eventOf(
      'DTSTART;TZID=Europe/Berlin:20270308T100000',
      'DTEND;TZID=Europe/Berlin:20270308T110000',
      'RDATE;VALUE=PERIOD:20270309T090000Z/PT3H,20270310T090000Z/20270310T093000Z',
    );
    expect(lines(deriveInstance(master, '20270309T090000Z', zones)).slice(1)).toEqual([
      'DTSTART;TZID=Europe/Berlin:20270309T100000',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270309T100000',
      'DURATION:PT3H',
    ]);
    expect(lines(deriveInstance(master, '20270310T090000Z', zones)).at(-1)).toBe('DTEND:20270310T093000Z');
  });

  test('at the second of two equal hours is written in UTC', () => {
    const { master, zones } = eventOf(
      'DTSTART;TZID=Europe/Berlin:20270308T023000',
      'DTEND;TZID=Europe/Berlin:20270308T033000',
      'RDATE:20271031T013000Z',
    );
    expect(lines(deriveInstance(master, '20271031T013000Z', zones)).slice(1)).toEqual([
      'DTSTART:20271031T013000Z',
      'RECURRENCE-ID:20271031T013000Z',
      'DTEND:20271031T023000Z',
    ]);
  });

  test('in a gap starts after it and is as long as ever', () => {
    const { master, zones } = eventOf(
      'DTSTART;TZID=Europe/Berlin:20270308T023000',
      'DTEND;TZID=Europe/Berlin:20270308T033000',
    );
    expect(lines(deriveInstance(master, '20270328T013000Z', zones)).slice(1)).toEqual([
      'DTSTART;TZID=Europe/Berlin:20270328T033000',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270328T033000',
      'DTEND;TZID=Europe/Berlin:20270328T043000',
    ]);
  });

  test('at DTSTART itself keeps the lines as they were read', () => {
    const { master, zones } = eventOf(
      'DTSTART;TZID="Europe/Berlin":20270308T100000',
      'DTEND;TZID="Europe/Berlin":20270308T110000',
    );
    const instance = deriveInstance(master, '20270308T090000Z', zones);
    expect(instance.properties[1]).toBe(master.properties[1]);
    expect(instance.properties[3]).toBe(master.properties[2]);
  });

  test('of a VTODO moves DUE, and one without DTSTART its DUE only', () => {
    const todo = exampleOf(calendarOf('BEGIN:VTODO', 'DTSTART:20270308T100000Z', 'DUE:20270308T120000Z', 'END:VTODO'));
    expect(lines(deriveInstance(todo.master, '20270309T100000Z', todo.zones))).toEqual([
      'DTSTART:20270309T100000Z',
      'RECURRENCE-ID:20270309T100000Z',
      'DUE:20270309T120000Z',
    ]);
    const due = exampleOf(calendarOf('BEGIN:VTODO', 'DUE:20270308T120000Z', 'END:VTODO'));
    expect(lines(deriveInstance(due.master, '20270309T120000Z', due.zones))).toEqual([
      'DUE:20270309T120000Z',
      'RECURRENCE-ID:20270309T120000Z',
    ]);
  });

  test('in a zone known only from its VTIMEZONE is on its clock', () => {
    const { master, zones } = exampleOf(
      calendarOf(
        'BEGIN:VTIMEZONE',
        'TZID:Ours',
        'BEGIN:STANDARD',
        'DTSTART:19700101T000000',
        'TZOFFSETFROM:+0130',
        'TZOFFSETTO:+0130',
        'END:STANDARD',
        'END:VTIMEZONE',
        'BEGIN:VEVENT',
        'DTSTART;TZID=Ours:20270308T100000',
        'DTEND;TZID=Ours:20270308T110000',
        'END:VEVENT',
      ),
    );
    expect(lines(deriveInstance(master, '20270309T083000Z', zones))).toEqual([
      'DTSTART;TZID=Ours:20270309T100000',
      'RECURRENCE-ID;TZID=Ours:20270309T100000',
      'DTEND;TZID=Ours:20270309T110000',
    ]);
  });
});
