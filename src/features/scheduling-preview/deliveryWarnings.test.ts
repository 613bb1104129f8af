import { expect, test } from 'vitest';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { deliveryWarnings } from './deliveryWarnings.ts';
import { ALICE, BOB, message, plan } from './testing.ts';

const OUTSIDE = normalizeAddress('mailto:guest@elsewhere.example');
const LOOKALIKE = normalizeAddress('mailto:guest@notconvoke.example');
const sending = plan([], [message('REQUEST', [ALICE, OUTSIDE, LOOKALIKE])]);

test('addresses of other domains are foretold as out of reach when the server sends no mail', () => {
  expect(deliveryWarnings(sending, { domain: 'convoke.example', mail: false }, new Set())).toEqual([
    { people: [OUTSIDE, LOOKALIKE], status: '5.2' },
  ]);
  expect(deliveryWarnings(sending, { domain: 'convoke.example', mail: true }, new Set())).toEqual([]);
});

test('an address of the own domain that nobody has is foretold as unknown, but only if something is sent to it', () => {
  expect(deliveryWarnings(sending, { domain: 'convoke.example', mail: true }, new Set([ALICE, BOB]))).toEqual([
    { people: [ALICE], status: '3.7' },
  ]);
});

test('nothing is foretold about a server whose domain is not known', () => {
  expect(deliveryWarnings(sending, { domain: undefined, mail: false }, new Set([ALICE]))).toEqual([]);
});
