import { describe, expect, it } from 'vitest';
import { addExtraDate, cancelWhole, removeInstance, restoreInstance, timeOfKey } from './instanceEdits.ts';
import { BERLIN, changeOf, EXPORTS, linesOf, overrideLines, valuesOf, weekly } from './testCalendars.ts';

const NOW = new Date('2027-03-01T12:00:00Z');
const SECOND = '20270315T090000Z';
const THIRD = '20270322T090000Z';

describe('a date of a series', () => {
  it('is removed by an EXDATE of its own, whatever EXDATEs there are', () => {
    const before = weekly(`EXDATE;${BERLIN}:20270412T100000`);
    expect(changeOf(before, removeInstance(before, SECOND, NOW))).toEqual({
      gone: [],
      come: [`EXDATE;${BERLIN}:20270315T100000`],
    });
  });

  it('takes its override with it', () => {
    expect(overrideLines(removeInstance(weekly(), THIRD, NOW))).toHaveLength(1);
  });

  it('is removed by its RDATE when that is what adds it', () => {
    const before = weekly(`RDATE;${BERLIN}:20270318T100000,20270319T100000`);
    const after = removeInstance(before, '20270318T090000Z', NOW);
    expect([valuesOf(after, 'RDATE'), valuesOf(after, 'EXDATE')]).toEqual([['20270319T100000'], []]);
  });

  it('comes back when it is restored', () => {
    const removed = removeInstance(weekly(), SECOND, NOW);
    expect(changeOf(weekly(), restoreInstance(removed, SECOND, NOW))).toEqual({ gone: [], come: [] });
    const byDay = weekly('EXDATE;VALUE=DATE:20270315');
    expect(valuesOf(restoreInstance(byDay, SECOND, NOW), 'EXDATE')).toEqual([]);
  });

  it('is added by RDATE on the clock of DTSTART, once', () => {
    const time = { form: 'utc', local: '20270318T090000' } as const;
    const added = addExtraDate(weekly(), time, NOW);
    expect(valuesOf(added, 'RDATE')).toEqual(['20270318T100000']);
    expect(addExtraDate(added, time, NOW)).toBe(added);
  });

  it('has its time on the clock of DTSTART', () => {
    expect(timeOfKey(weekly(), '20270329T080000Z')).toEqual({
      form: 'zoned',
      tzid: 'Europe/Berlin',
      local: '20270329T100000',
    });
  });
});

describe('the whole event', () => {
  it('is cancelled on every component and keeps its data', () => {
    const { gone, come } = changeOf(weekly(), cancelWhole(weekly(), NOW));
    expect([gone, come]).toEqual([[], ['STATUS:CANCELLED', 'STATUS:CANCELLED', 'STATUS:CANCELLED']]);
  });

  it('keeps unknown properties through every single edit', () => {
    for (const calendar of Object.values(EXPORTS)) {
      const unknown = linesOf(calendar).filter((line) => /^X-/.test(line));
      expect(linesOf(cancelWhole(calendar, NOW))).toEqual(expect.arrayContaining([...unknown]));
    }
  });
});
