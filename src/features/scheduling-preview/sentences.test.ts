import { expect, test } from 'vitest';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import { dateNames } from './dateNames.ts';
import { headlineParts, planSentence, saveLabel } from './sentences.ts';
import {
  ALICE,
  address,
  BOB,
  CAROL,
  CELL,
  DAN,
  differs,
  FIVE_GUESTS,
  MARCH_8,
  MARCH_15,
  MARCH_22,
  message,
  plan,
  wording,
} from './testing.ts';

function sentence(of: SchedulingPlan): string {
  const keys = of.decisions.map((decision) => decision.key);
  return planSentence(of, dateNames(keys, true, wording()), wording());
}

function headline(of: SchedulingPlan): string {
  return headlineParts(of, wording().i18n)
    .map((part) => part.text)
    .join(' · ');
}

test('five guests with four fates are one headline, one sentence and one label', () => {
  expect(headline(FIVE_GUESTS)).toBe('1 invitation · 2 updates · 1 cancellation · 1 told nothing');
  expect(sentence(FIVE_GUESTS)).toBe(
    'Carol is invited to 22 March; Alice and Bob get an update; Dan’s invitation is cancelled; Eve is told nothing, because only the alarm changed.',
  );
  expect(saveLabel(FIVE_GUESTS, wording().i18n)).toBe('Save · 3 requests · 1 cancellation');
});

test('an update of the master covers what changes at its overrides, so nobody reads the same news twice', () => {
  const moved = plan(
    [
      {
        attendee: ALICE,
        key: 'master',
        ...CELL.request,
        outcome: { send: 'REQUEST', reason: 'changed' },
        askedAgain: true,
        differences: [differs('DTSTART'), differs('DTEND')],
      },
      {
        attendee: ALICE,
        key: MARCH_22,
        ...CELL.request,
        outcome: { send: 'REQUEST', reason: 'changed' },
        differences: [differs('DTSTART')],
      },
    ],
    [message('REQUEST', [ALICE], ['master', MARCH_22])],
  );
  expect(sentence(moved)).toBe('Alice gets an update and is asked again.');
  expect(headline(moved)).toBe('1 update');
});

test('a moved series is one piece of news, also at dates that it did not have before, and says who is asked again', () => {
  const time = [differs('DTSTART'), differs('DTEND')];
  const request = { ...CELL.request, outcome: { send: 'REQUEST', reason: 'changed' }, differences: time } as const;
  const moved = plan(
    [
      { attendee: ALICE, key: 'master', ...request, askedAgain: true },
      { attendee: BOB, key: 'master', ...request },
      { attendee: ALICE, key: MARCH_22, ...CELL.invite, outcome: { send: 'REQUEST', reason: 'instance-added' } },
    ],
    [message('REQUEST', [ALICE, BOB], ['master', MARCH_22])],
  );
  expect(sentence(moved)).toBe('Alice and Bob get an update; Alice will be asked again.');
});

test('a cancellation of one key and an invitation to another are both said of the same guest', () => {
  const rescheduled = plan(
    [
      { attendee: CAROL, key: MARCH_22, ...CELL.cancel, outcome: { send: 'CANCEL', reason: 'instance-cancelled' } },
      { attendee: CAROL, key: '20270322T100000Z', ...CELL.invite, outcome: { send: 'REQUEST', reason: 'invited' } },
    ],
    [message('CANCEL', [CAROL], [MARCH_22]), message('REQUEST', [CAROL], ['20270322T100000Z'])],
  );
  expect(sentence(rescheduled)).toBe(
    'Carol is invited to 22 March at 11:00; 22 March at 10:00 is cancelled for Carol.',
  );
  expect(headline(rescheduled)).toBe('1 invitation · 1 cancellation');
});

test('an extra date by ADD, dates taken out and guests taken off single dates are told apart', () => {
  const added = plan(
    [
      {
        attendee: ALICE,
        key: MARCH_8,
        ...CELL.invite,
        outcome: { send: 'ADD', reason: 'instance-added' },
        askedAgain: true,
      },
      {
        attendee: BOB,
        key: MARCH_8,
        ...CELL.invite,
        outcome: { send: 'ADD', reason: 'instance-added' },
        askedAgain: true,
      },
    ],
    [message('ADD', [ALICE, BOB], [MARCH_8])],
  );
  expect(sentence(added)).toBe('Alice and Bob get the extra date 8 March; Alice and Bob will be asked again.');
  expect(saveLabel(added, wording().i18n)).toBe('Save · 2 extra dates');
  const out = plan(
    [
      { attendee: ALICE, key: MARCH_8, ...CELL.cancel, outcome: { send: 'CANCEL', reason: 'instance-cancelled' } },
      { attendee: ALICE, key: MARCH_15, ...CELL.cancel, outcome: { send: 'CANCEL', reason: 'instance-cancelled' } },
      { attendee: DAN, key: MARCH_22, ...CELL.cancel, outcome: { send: 'CANCEL', reason: 'removed' } },
    ],
    [message('CANCEL', [ALICE], [MARCH_8, MARCH_15]), message('CANCEL', [DAN], [MARCH_22])],
  );
  expect(sentence(out)).toBe(
    '8 March and 15 March are cancelled for Alice; Dan’s invitation to 22 March is cancelled.',
  );
});

test('SCHEDULE-AGENT taken from SERVER to NONE is said to cancel, and why', () => {
  const quiet = plan(
    [{ attendee: BOB, key: 'master', ...CELL.toNone, outcome: { send: 'CANCEL', reason: 'agent-changed' } }],
    [message('CANCEL', [BOB])],
  );
  expect(sentence(quiet)).toBe('Bob’s invitation is cancelled, because the server is no longer to send it.');
});

test('a hundred guests are named by the first few', () => {
  const guests = Array.from({ length: 100 }, (_, index) => address(`guest${index}`));
  const invited = plan(
    guests.map((attendee) => ({
      attendee,
      key: 'master',
      ...CELL.invite,
      outcome: { send: 'REQUEST', reason: 'invited' },
    })),
    [message('REQUEST', guests)],
    { operation: 'create' },
  );
  expect(sentence(invited)).toBe(
    'guest0@convoke.example, guest1@convoke.example, guest2@convoke.example, guest3@convoke.example and 96 others are invited.',
  );
  expect(headline(invited)).toBe('100 invitations');
});

test('with nothing to send the label says that nobody is told', () => {
  const quiet = plan([{ attendee: ALICE, key: 'master', ...CELL.request, outcome: { silent: 'unchanged' } }], []);
  expect(saveLabel(quiet, wording().i18n)).toBe('Save · nobody is told');
  expect(headline(quiet)).toBe('1 told nothing');
  expect(sentence(quiet)).toBe('Alice is told nothing, because nothing changes for them.');
});

test('an event without guests has a plain label, a refused one says so', () => {
  expect(saveLabel(plan([], [], { role: 'none', operation: 'none' }), wording().i18n)).toBe('Save');
  const refused = plan([], [], {
    violations: [{ precondition: 'valid-calendar-data', detail: 'DTEND lies before DTSTART.' }],
  });
  expect(saveLabel(refused, wording().i18n)).toBe('Save · will be refused');
});

test('a right-to-left name is kept from turning the sentence around it', () => {
  const names = new Map([[ALICE, 'أليس']]);
  const invited = plan(
    [{ attendee: ALICE, key: 'master', ...CELL.invite, outcome: { send: 'REQUEST', reason: 'invited' } }],
    [message('REQUEST', [ALICE])],
  );
  expect(planSentence(invited, dateNames(['master'], false, wording()), wording({ names }))).toBe(
    '\u2068أليس\u2069 is invited.',
  );
});

test('dates are said in the zone asked for, with the year only when years differ', () => {
  const berlin = dateNames([MARCH_8, MARCH_15], true, wording());
  expect(berlin.short(MARCH_8)).toBe('Mon 8 Mar');
  expect(berlin.full(MARCH_8)).toMatch(/^Monday,? 8 March 2027 at 10:00$/);
  const late = dateNames(['20270308T233000Z'], true, wording());
  expect(late.long('20270308T233000Z')).toBe('9 March');
  const years = dateNames(['20261228', '20270104'], true, wording());
  expect(years.list(['20261228', '20270104'])).toBe('28 December 2026 and 4 January 2027');
});

test('a date that an update takes out is one piece of news', () => {
  const whole = {
    attendee: BOB,
    key: 'master',
    ...CELL.request,
    outcome: { send: 'REQUEST', reason: 'changed' },
  } as const;
  const one = {
    attendee: BOB,
    key: MARCH_15,
    ...CELL.cancel,
    outcome: { send: 'REQUEST', reason: 'removed' },
  } as const;
  const alice = { attendee: ALICE, key: MARCH_15, ...CELL.request, outcome: { silent: 'not-told' } } as const;
  expect(sentence(plan([whole, one, alice], [message('REQUEST', [BOB])]))).toBe(
    'Bob gets an update without 15 March; Alice is told nothing, because this server does not tell guests of such a change.',
  );
  const renamed = { ...whole, differences: [differs('SUMMARY')] };
  expect(sentence(plan([renamed, one], [message('REQUEST', [BOB])]))).toBe(
    'Bob gets an update; Bob gets an update without 15 March.',
  );
});
