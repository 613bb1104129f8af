// @vitest-environment jsdom
import { setupI18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import type { DeliveryOutcome } from '../../scheduling/reconcile.ts';
import { DeliveryReport } from './DeliveryReport.tsx';
import { deliveryLine, deliverySummary, replySummary } from './deliveryWords.ts';

const ALICE = normalizeAddress('alice@convoke.example');
const BOB = normalizeAddress('bob@convoke.example');
const DAN = normalizeAddress('dan@convoke.example');
const i18n = setupI18n({ locale: 'en', messages: { en: {} } });

afterEach(cleanup);

test('each guest has a line with name, outcome and code, failures first', () => {
  const outcomes: readonly DeliveryOutcome[] = [
    { attendee: ALICE, methods: ['REQUEST'], outcome: 'confirmed', statuses: ['1.2'] },
    { attendee: BOB, methods: ['REQUEST'], outcome: 'failed', statuses: ['3.7'] },
    { attendee: DAN, methods: ['CANCEL'], outcome: 'no-evidence', statuses: [] },
  ];
  render(
    <I18nProvider i18n={i18n}>
      <DeliveryReport outcomes={outcomes} names={new Map([[ALICE, 'Alice Ames']])} />
    </I18nProvider>,
  );
  expect(screen.getByRole('status').textContent).toBe('Saved. 1 of 3 guests was not reached.');
  const lines = within(screen.getByRole('list', { name: 'Delivery, guest by guest' })).getAllByRole('listitem');
  expect(lines.map((line) => line.textContent)).toEqual([
    'bob@convoke.exampleUpdatemailbox unknown (3.7)Nobody has this address on the server. Check the address.',
    'dan@convoke.exampleCancelno wordA guest who stands nowhere in the event any more leaves no place where the server could note it. That is how the standard is; it does not mean that the cancellation failed.',
    'Alice AmesUpdatedelivered (1.2)',
  ]);
});

test.each([
  ['1.0', 'pending', 'on its way'],
  ['1.1', 'good', 'mailed'],
  ['1.2', 'good', 'delivered'],
  ['2.0', 'good', 'done'],
])('code %s is confirmed as %s: %s', (code, tone, what) => {
  expect(
    deliveryLine({ attendee: ALICE, methods: ['REQUEST'], outcome: 'confirmed', statuses: [code] }, i18n),
  ).toMatchObject({ tone, what });
});

test.each([
  ['2.3', 'request to send again not understood'],
  ['3.7', 'mailbox unknown'],
  ['3.8', 'not allowed'],
  ['5.1', 'could not be delivered now'],
  ['5.2', 'no way to reach this address'],
  ['5.3', 'refused'],
  ['5.9', 'not delivered'],
  ['3.0;Invalid property', 'not delivered'],
])('code %s is a failure in words, with what to do', (code, what) => {
  const line = deliveryLine({ attendee: ALICE, methods: ['REQUEST'], outcome: 'failed', statuses: [code] }, i18n);
  expect(line).toMatchObject({ tone: 'failed', what });
  expect(line.detail).toMatch(/\.$/);
});

test('of several codes the worst is said', () => {
  expect(
    deliveryLine(
      { attendee: ALICE, methods: ['CANCEL', 'REQUEST'], outcome: 'failed', statuses: ['1.2', '5.1'] },
      i18n,
    ),
  ).toMatchObject({
    what: 'could not be delivered now',
    codes: '1.2, 5.1',
  });
});

test('something noted for a guest who was to hear nothing contradicts the plan', () => {
  const line = deliveryLine({ attendee: ALICE, methods: [], outcome: 'contradicted', statuses: ['1.1'] }, i18n);
  expect(line.detail).toBe('Nothing was to be sent to this guest, but the server noted: mailed.');
});

test.each<[readonly DeliveryOutcome[], string]>([
  [[], 'Saved. Nobody was told.'],
  [[{ attendee: ALICE, methods: ['REQUEST'], outcome: 'confirmed', statuses: ['1.2'] }], 'Saved. 1 guest was told.'],
  [
    [
      { attendee: ALICE, methods: ['REQUEST'], outcome: 'confirmed', statuses: ['1.2'] },
      { attendee: BOB, methods: ['REQUEST'], outcome: 'confirmed', statuses: ['1.1'] },
    ],
    'Saved. Both guests were told.',
  ],
  [
    [
      { attendee: ALICE, methods: ['REQUEST'], outcome: 'confirmed', statuses: ['1.2'] },
      { attendee: DAN, methods: ['CANCEL'], outcome: 'no-evidence', statuses: [] },
    ],
    'Saved. 1 guest was told, no word about 1.',
  ],
  [
    [{ attendee: DAN, methods: ['CANCEL'], outcome: 'no-evidence', statuses: [] }],
    'Saved. The server left no word about delivery.',
  ],
  [
    [{ attendee: BOB, methods: ['REQUEST'], outcome: 'contradicted', statuses: [] }],
    'Saved. The server did something else than foretold for 1 guest.',
  ],
])('the toast says it in one line', (outcomes, text) => {
  expect(deliverySummary(outcomes, i18n).text).toBe(text);
});

test('of one’s own reply it is said whether the organizer was told', () => {
  const reply = { attendee: ALICE, methods: ['REPLY'], outcome: 'confirmed', statuses: ['1.2'] } as const;
  expect(replySummary([reply], i18n)).toBe('Saved. The organizer was told.');
  expect(replySummary([{ ...reply, outcome: 'failed', statuses: ['5.1'] }], i18n)).toBe(
    'Saved. The organizer was not reached.',
  );
  expect(replySummary([], i18n)).toBe('Saved. Nobody was told.');
});
