import { expect, test } from 'vitest';
import type { ProfileDifference } from '../../scheduling/profileDifferences.ts';
import { dateNames } from './dateNames.ts';
import { serverDifferenceWords } from './serverDifferenceWords.ts';
import { ALICE, BOB, MARCH_15, wording } from './testing.ts';

const CANCEL = { method: 'CANCEL', keys: [MARCH_15], exdates: [] } as const;
const WHOLE = { method: 'REQUEST', keys: ['master'], exdates: [MARCH_15] } as const;

function words(difference: Partial<ProfileDifference>) {
  const said = wording();
  const whole: ProfileDifference = {
    kind: 'not-told',
    attendees: [ALICE, BOB],
    standard: [CANCEL],
    predicted: [],
    reasons: ['instance-cancelled'],
    keys: [MARCH_15],
    properties: [],
    ...difference,
  };
  return serverDifferenceWords(whole, 'Cyrus IMAP 3.6.1', dateNames([MARCH_15], true, said), said);
}

test('a cancelled day that nobody is told of, with the way around it', () => {
  expect(words({})).toEqual({
    what: 'Cyrus IMAP 3.6.1 will tell nobody that 15 March is cancelled; Alice and Bob would come in vain.',
    wayAround: 'Delete that date instead of marking it as cancelled: then they get an update without it.',
    detail: 'RFC 6638: CANCEL 15 March · this server: nothing',
    matters: true,
  });
});

test('a change that is not told names what changed', () => {
  const request = { method: 'REQUEST', keys: [MARCH_15], exdates: [] } as const;
  const said = words({ standard: [request], reasons: ['changed'], properties: ['DTSTART', 'DTEND'], attendees: [BOB] });
  expect(said.what).toBe('Cyrus IMAP 3.6.1 will not tell Bob what changed for 15 March: time.');
  expect(said.wayAround).toContain('Send the invitation again on saving');
  const whole = words({ standard: [request], reasons: ['changed'], properties: ['URL'], keys: ['master', MARCH_15] });
  expect(whole.what).toBe('Cyrus IMAP 3.6.1 will not tell Alice and Bob what changed for all dates: link.');
});

test('who loses more than he should is told apart from who is told otherwise', () => {
  const request = { method: 'REQUEST', keys: [MARCH_15], exdates: [] } as const;
  const all = { method: 'CANCEL', keys: ['master'], exdates: [] } as const;
  const loses = words({ kind: 'loses-all', standard: [all, request], predicted: [all], attendees: [BOB] });
  expect(loses.what).toBe(
    'Cyrus IMAP 3.6.1 cancels everything for Bob, also 15 March, which they are still invited to.',
  );
  const otherwise = words({ kind: 'told-otherwise', predicted: [WHOLE], reasons: ['removed'], attendees: [ALICE] });
  expect(otherwise).toMatchObject({
    what: 'For Alice: an update of all dates without 15 March, not a cancellation of 15 March.',
    matters: false,
  });
});

test('the guest list alone is no warning', () => {
  expect(words({ reasons: ['attendee-list'], properties: ['ATTENDEE'] })).toMatchObject({
    what: 'Cyrus IMAP 3.6.1 will not tell Alice and Bob that the guest list changed.',
    matters: false,
  });
});

test('a message that only names other dates is the same news', () => {
  const cancel = { ...CANCEL, keys: ['master'] };
  const said = words({
    kind: 'told-otherwise',
    reasons: ['removed'],
    standard: [{ ...cancel, exdates: [MARCH_15] }],
    predicted: [{ ...cancel, keys: ['master', MARCH_15] }],
    attendees: [BOB],
  });
  expect(said.what).toBe('For Bob: the same news, with more or fewer dates written into it.');
});
