import { expect, test } from 'vitest';
import { matrixModel } from './matrixModel.ts';
import { groupDecisions } from './planGroups.ts';
import {
  ALICE,
  address,
  BOB,
  CAROL,
  CELL,
  DAN,
  EVE,
  FIVE_GUESTS,
  MARCH_8,
  MARCH_15,
  MARCH_22,
  MARCH_29,
  message,
  plan,
} from './testing.ts';

test('rows are the guests without the organizer, columns the master and then the dates in order', () => {
  const model = matrixModel(FIVE_GUESTS);
  expect(model.rows.map((row) => row.people)).toEqual([[ALICE], [BOB], [CAROL], [DAN], [EVE]]);
  expect(model.columns.map((column) => column.keys)).toEqual([['master'], [MARCH_22]]);
  expect(model.decision(CAROL, MARCH_22)?.outcome).toEqual({ send: 'REQUEST', reason: 'invited' });
  expect(model.decision(ALICE, MARCH_22)).toBeUndefined();
});

test('guests whose cells are all equal share a row when there are many', () => {
  const guests = Array.from({ length: 20 }, (_, index) => address(`guest${index}`));
  const decisions = guests.map((attendee, index) =>
    index === 3
      ? { attendee, key: 'master', ...CELL.cancel, outcome: { send: 'CANCEL', reason: 'removed' } as const }
      : { attendee, key: 'master', ...CELL.request, outcome: { send: 'REQUEST', reason: 'changed' } as const },
  );
  const model = matrixModel(plan(decisions, [message('REQUEST', guests)]));
  expect(model.rows.map((row) => row.people.length)).toEqual([19, 1]);
});

test('only neighbouring dates with equal cells share a column', () => {
  const request = { ...CELL.request, outcome: { send: 'REQUEST', reason: 'attendee-list' } } as const;
  const cancel = { ...CELL.cancel, outcome: { send: 'CANCEL', reason: 'instance-cancelled' } } as const;
  const decisions = [
    { attendee: ALICE, key: MARCH_8, ...request },
    { attendee: ALICE, key: MARCH_15, ...request },
    { attendee: ALICE, key: MARCH_22, ...cancel },
    { attendee: ALICE, key: MARCH_29, ...request },
  ];
  const model = matrixModel(plan(decisions, []), { mostRows: 8, mostColumns: 3 });
  expect(model.columns.map((column) => column.keys)).toEqual([[MARCH_8, MARCH_15], [MARCH_22], [MARCH_29]]);
  expect(matrixModel(plan(decisions, [])).columns).toHaveLength(4);
});

test('equal decisions of several guests are one line of the list', () => {
  const groups = groupDecisions(FIVE_GUESTS);
  expect(groups.map(({ act, people, keys, properties }) => ({ act, people, keys, properties }))).toEqual([
    { act: 'invite', people: [CAROL], keys: [MARCH_22], properties: [] },
    { act: 'update', people: [ALICE, BOB], keys: ['master'], properties: ['SUMMARY'] },
    { act: 'cancel', people: [DAN], keys: ['master'], properties: [] },
    { act: 'nothing', people: [EVE], keys: [], properties: ['VALARM'] },
  ]);
});
