import { describe, expect, it } from 'vitest';
import type { EventDraft, Recurrence, RecurrenceRule } from './draft.ts';
import { withAllDay, withStart } from './draftTimes.ts';
import { newDraft } from './newDraft.ts';

const BERLIN = { form: 'zoned', tzid: 'Europe/Berlin' } as const;

function draftOf(local: string, end: string, recurrence: Recurrence): EventDraft {
  return { ...newDraft({ ...BERLIN, local }, { ...BERLIN, local: end }), recurrence };
}

function rule(parts: Partial<RecurrenceRule>): RecurrenceRule {
  return {
    kind: 'rule',
    frequency: 'WEEKLY',
    interval: 1,
    weekdays: [],
    on: { by: 'start' },
    month: undefined,
    end: { kind: 'never' },
    ...parts,
  };
}

/** The recurrence after moving a start from Monday 8 March 2027 to another date. */
function moved(recurrence: RecurrenceRule, date: string): Recurrence {
  return withStart(draftOf('20270308T100000', '20270308T110000', recurrence), { ...BERLIN, local: `${date}T100000` })
    .recurrence;
}

describe('another start', () => {
  it('takes the end along on the clock, also over midnight', () => {
    const draft = withStart(draftOf('20270308T100000', '20270308T113000', { kind: 'none' }), {
      ...BERLIN,
      local: '20270309T230000',
    });
    expect(draft.end).toEqual({ ...BERLIN, local: '20270310T003000' });
  });

  it('takes a weekly rule to the new weekday', () => {
    expect(moved(rule({ weekdays: ['MO'] }), '20270309')).toMatchObject({ weekdays: ['TU'] });
    expect(moved(rule({ weekdays: ['MO', 'WE'] }), '20270309')).toMatchObject({ weekdays: ['TU', 'TH'] });
    expect(moved(rule({ weekdays: ['MO', 'WE'] }), '20270310')).toMatchObject({ weekdays: ['MO', 'WE'] });
  });

  it('takes a monthly rule to the new date or weekday', () => {
    const monthly = (on: RecurrenceRule['on']) => rule({ frequency: 'MONTHLY', on });
    expect(moved(monthly({ by: 'date', days: [8] }), '20270309')).toMatchObject({ on: { days: [9] } });
    expect(moved(monthly({ by: 'weekday', ordinal: 2, weekday: 'MO' }), '20270316')).toMatchObject({
      on: { ordinal: 3, weekday: 'TU' },
    });
    expect(moved(monthly({ by: 'weekday', ordinal: 2, weekday: 'MO' }), '20270329')).toMatchObject({
      on: { ordinal: -1, weekday: 'MO' },
    });
  });

  it('takes the last day along, so that there are as many instances', () => {
    expect(moved(rule({ weekdays: ['MO'], end: { kind: 'until', date: '20270405' } }), '20270310')).toMatchObject({
      weekdays: ['WE'],
      end: { date: '20270407' },
    });
  });

  it('takes a left-out second Monday to the second Tuesday of the same month', () => {
    const draft = draftOf(
      '20270308T100000',
      '20270308T110000',
      rule({ frequency: 'MONTHLY', on: { by: 'weekday', ordinal: 2, weekday: 'MO' } }),
    );
    const left = { ...draft, leftOut: [{ ...BERLIN, local: '20270614T100000' }] };
    expect(withStart(left, { ...BERLIN, local: '20270309T110000' }).leftOut).toEqual([
      { ...BERLIN, local: '20270608T110000' },
    ]);
  });
});

describe('whole days', () => {
  it('cover every day that the event touches, and come back as one hour', () => {
    const days = withAllDay(draftOf('20270308T220000', '20270309T010000', { kind: 'none' }), true, {
      time: '090000',
      tzid: 'Europe/Berlin',
    });
    expect([days.start, days.end]).toEqual([
      { form: 'date', local: '20270308' },
      { form: 'date', local: '20270310' },
    ]);
    const midnight = withAllDay(draftOf('20270308T220000', '20270309T000000', { kind: 'none' }), true, {
      time: '090000',
      tzid: 'Europe/Berlin',
    });
    expect(midnight.end).toEqual({ form: 'date', local: '20270309' });
    const timed = withAllDay(midnight, false, { time: '090000', tzid: 'Europe/Berlin' });
    expect([timed.start, timed.end]).toEqual([
      { ...BERLIN, local: '20270308T090000' },
      { ...BERLIN, local: '20270308T100000' },
    ]);
  });
});
