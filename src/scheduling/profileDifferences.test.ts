import { expect, test } from 'vitest';
import { profileDifferences, withNotTold } from './profileDifferences.ts';
import { CYRUS_POLICY } from './profiles/cyrus.ts';
import { attendee, calendar, mail, on, plan, vevent, WEEKLY } from './testSupport.ts';

const ALICE = attendee('alice');
const BOB = attendee('bob');
const SERIES = calendar(vevent(...WEEKLY, ALICE, BOB));

function differences(original: string | undefined, modified: string | undefined) {
  return profileDifferences(plan(original, modified), plan(original, modified, { policy: CYRUS_POLICY }));
}

test('an invitation is the same on both', () => {
  expect(differences(undefined, SERIES)).toEqual([]);
});

test('a day that is STATUS:CANCELLED: RFC 6638 cancels it, Cyrus tells neither', () => {
  const cancelled = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('15'), 'STATUS:CANCELLED', ALICE, BOB));
  expect(differences(SERIES, cancelled)).toEqual([
    {
      kind: 'not-told',
      attendees: [mail('alice'), mail('bob')],
      standard: [{ method: 'CANCEL', keys: ['20270315T090000Z'], exdates: [] }],
      predicted: [],
      reasons: ['instance-cancelled'],
      keys: ['20270315T090000Z'],
      properties: [],
    },
  ]);
});

test('dropped from one instance: CANCEL of it by the RFC, REQUEST of the series without it by Cyrus', () => {
  const dropped = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('15'), BOB));
  expect(differences(SERIES, dropped)).toMatchObject([
    { kind: 'told-otherwise', attendees: [mail('alice')], reasons: ['removed'] },
    { kind: 'not-told', attendees: [mail('bob')], reasons: ['attendee-list'], properties: ['ATTENDEE'] },
  ]);
});

test('off the series, still invited to one instance: Cyrus takes that one too', () => {
  const both = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('15'), ALICE, BOB));
  const one = calendar(vevent(...WEEKLY, ALICE), vevent(...on('15'), ALICE, BOB));
  expect(differences(both, one)).toContainEqual(
    expect.objectContaining({ kind: 'loses-all', attendees: [mail('bob')], reasons: ['removed', 'sent-again'] }),
  );
});

test('a removal that Cyrus carries out and the others do not hear of', () => {
  expect(differences(SERIES, calendar(vevent(...WEEKLY, ALICE)))).toMatchObject([
    { kind: 'not-told', attendees: [mail('alice')], reasons: ['attendee-list'] },
  ]);
});

test('who is told nothing because of the server is told apart from whom nothing concerns', () => {
  const carol = attendee('carol', 'SCHEDULE-AGENT=NONE');
  const before = calendar(vevent(...WEEKLY, ALICE, carol));
  const linked = calendar(vevent(...WEEKLY, 'URL:https://example.org', ALICE, carol));
  const standard = plan(before, linked);
  const { decisions } = withNotTold(standard, plan(before, linked, { policy: CYRUS_POLICY }));
  expect(decisions.map(({ attendee: who, outcome }) => [who, outcome])).toEqual([
    [mail('alice'), { silent: 'not-told' }],
    [mail('carol'), { silent: 'schedule-agent' }],
  ]);
  expect(decisions[0]?.differences).toMatchObject([{ property: 'URL' }]);
});
