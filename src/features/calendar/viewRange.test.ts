import { parseDate, today } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import {
  type CalendarView,
  type DateConventions,
  firstWeekday,
  stepDate,
  suggestedStart,
  utcRange,
  viewRange,
  viewTitle,
} from './viewRange.ts';

const BRITISH: DateConventions = { locale: 'en-GB', weekStart: 'locale', timeZone: 'Europe/Berlin' };
const AMERICAN: DateConventions = { locale: 'en-US', weekStart: 'locale', timeZone: 'America/New_York' };

function days(view: CalendarView, date: string, conventions: DateConventions): string {
  const { from, to } = viewRange(view, parseDate(date), conventions);
  return `${from}…${to}`;
}

describe('the days of a view', () => {
  it('fill the weeks of a month', () => {
    expect(days('month', '2027-03-10', BRITISH)).toBe('2027-03-01…2027-04-05');
    expect(days('month', '2027-03-10', AMERICAN)).toBe('2027-02-28…2027-04-04');
  });

  it('begin the week where the locale or the person does', () => {
    expect(days('week', '2027-03-14', BRITISH)).toBe('2027-03-08…2027-03-15');
    expect(days('week', '2027-03-14', AMERICAN)).toBe('2027-03-14…2027-03-21');
    expect(days('week', '2027-03-14', { ...BRITISH, weekStart: 'saturday' })).toBe('2027-03-13…2027-03-20');
    expect(firstWeekday(BRITISH)).toBe(1);
    expect(firstWeekday({ ...BRITISH, weekStart: 'sunday' })).toBe(0);
  });

  it('are one, or four weeks', () => {
    expect(days('day', '2027-03-14', BRITISH)).toBe('2027-03-14…2027-03-15');
    expect(days('agenda', '2027-03-14', BRITISH)).toBe('2027-03-14…2027-04-11');
  });

  it('are asked for from midnight to midnight, also where the clock changes', () => {
    expect(utcRange(viewRange('day', parseDate('2027-03-28'), BRITISH), 'Europe/Berlin')).toEqual({
      fromUtc: '20270327T230000Z',
      toUtc: '20270328T220000Z',
    });
  });
});

describe('a new event without a time', () => {
  it('begins at nine on a day of another week', () => {
    expect(suggestedStart('week', parseDate('1999-07-08'), BRITISH)).toBe('1999-07-08T07:00:00Z');
  });

  it('is left to the editor while today is in view', () => {
    expect(suggestedStart('week', today('Europe/Berlin'), BRITISH)).toBeUndefined();
  });
});

describe('paging', () => {
  it('never skips a month', () => {
    expect(`${stepDate('month', parseDate('2027-01-31'), 1)}`).toBe('2027-02-01');
    expect(`${stepDate('month', parseDate('2027-03-31'), -1)}`).toBe('2027-02-01');
  });

  it('goes by the length of the view', () => {
    expect(`${stepDate('week', parseDate('2027-03-08'), 1)}`).toBe('2027-03-15');
    expect(`${stepDate('day', parseDate('2027-03-01'), -1)}`).toBe('2027-02-28');
    expect(`${stepDate('agenda', parseDate('2027-03-01'), 1)}`).toBe('2027-03-29');
  });
});

describe('the title', () => {
  it.each([
    ['month', 'March 2027'],
    ['week', '8–14 March 2027'],
    ['day', 'Wednesday 10 March 2027'],
    ['agenda', '10 Mar–6 Apr 2027'],
  ] as const)('of a %s is %s', (view, title) => {
    // Commas and the space around a dash differ between versions of ICU.
    const written = viewTitle(view, parseDate('2027-03-10'), BRITISH);
    expect(written.replaceAll(',', '').replaceAll(/\s*–\s*/g, '–')).toBe(title);
  });
});
