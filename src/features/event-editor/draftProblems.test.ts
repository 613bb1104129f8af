import { expect, it } from 'vitest';
import type { EventDraft, RecurrenceRule } from './draft.ts';
import { draftProblems } from './draftProblems.ts';
import { newAttendee, newDraft } from './newDraft.ts';

const START = { form: 'zoned', local: '20270308T100000', tzid: 'Europe/Berlin' } as const;
const DRAFT = newDraft(START, { ...START, local: '20270308T110000' });
const RULE: RecurrenceRule = {
  kind: 'rule',
  frequency: 'WEEKLY',
  interval: 1,
  weekdays: [],
  on: { by: 'start' },
  month: undefined,
  end: { kind: 'never' },
};

function kinds(change: Partial<EventDraft>): readonly string[] {
  return draftProblems({ ...DRAFT, ...change }).map(({ field, kind }) => `${field} ${kind}`);
}

it('a draft without problems has none', () => {
  expect(
    kinds({ recurrence: RULE, attendees: [newAttendee('mailto:a@b.example', '')], webPage: 'https://a.example' }),
  ).toEqual([]);
});

it('an end before the start is found across zones', () => {
  expect(kinds({ end: { ...START, local: '20270308T095900' } })).toEqual(['end end-before-start']);
  expect(kinds({ end: { form: 'zoned', local: '20270308T050000', tzid: 'America/New_York' } })).toEqual([]);
  expect(kinds({ end: { form: 'zoned', local: '20270308T040000', tzid: 'America/New_York' } })).toEqual([]);
  expect(kinds({ end: { form: 'zoned', local: '20270308T035900', tzid: 'America/New_York' } })).toEqual([
    'end end-before-start',
  ]);
  expect(kinds({ start: { form: 'date', local: '20270308' }, end: { form: 'date', local: '20270308' } })).toEqual([
    'end end-before-start',
  ]);
});

it('an empty rule is found', () => {
  expect(kinds({ recurrence: { ...RULE, interval: 0 } })).toEqual(['recurrence no-interval']);
  expect(kinds({ recurrence: { ...RULE, frequency: 'MONTHLY', on: { by: 'date', days: [] } } })).toEqual([
    'recurrence no-days',
  ]);
  expect(kinds({ recurrence: { ...RULE, end: { kind: 'until', date: '20270307' } } })).toEqual([
    'recurrence until-before-start',
  ]);
  expect(kinds({ recurrence: { ...RULE, end: { kind: 'count', count: Number.NaN } } })).toEqual([
    'recurrence no-count',
  ]);
});

it('a bad address and a link that is none are found', () => {
  expect(kinds({ attendees: [newAttendee('mailto:alice', '')], videoLink: 'javascript:alert(1)' })).toEqual([
    'attendees no-at',
    'videoLink no-link',
  ]);
  expect(kinds({ attendees: [newAttendee('urn:uuid:1', '')] })).toEqual([]);
});
