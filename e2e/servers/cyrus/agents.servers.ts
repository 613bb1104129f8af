import { describe, expect, test } from 'vitest';
import { attendee, ONCE, on, people, vevent, WEEKLY } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { sends } = storyOnCyrus();

/** Bob's line; undefined: he is not there. */
const AGENTS = {
  absent: undefined,
  SERVER: '',
  CLIENT: 'SCHEDULE-AGENT=CLIENT',
  NONE: 'SCHEDULE-AGENT=NONE',
} as const;
type Agent = keyof typeof AGENTS;

function withBob(agent: Agent, summary: string) {
  const parameters = AGENTS[agent];
  const bob = parameters === undefined ? [] : attendee('bob', parameters);
  return vevent(...ONCE.slice(0, -1), `SUMMARY:${summary}`, ...people(), ...bob);
}

/** The table of RFC 6638 §3.2.1.2, rows the original, columns the modified; the title changes as well. */
const TABLE: Readonly<Record<Agent, readonly [string, string, string, string]>> = {
  //       removed   SERVER     CLIENT    NONE
  absent: ['', 'REQUEST', '', ''],
  SERVER: ['CANCEL', 'REQUEST', 'CANCEL', 'CANCEL'],
  CLIENT: ['', 'REQUEST', '', ''],
  NONE: ['', 'REQUEST', '', ''],
};
const COLUMNS: readonly Agent[] = ['absent', 'SERVER', 'CLIENT', 'NONE'];
const CELLS = Object.entries(TABLE).flatMap(([row, methods]) =>
  COLUMNS.map((column, index) => ({ row: row as Agent, column, method: methods[index] ?? '' })),
);

describe('The sixteen cells of RFC 6638 §3.2.1.2 with a changed title', () => {
  test.each(CELLS)('$row → $column sends "$method"', async ({ row, column, method }) => {
    expect(await sends([withBob(row, 'Planning')], [withBob(column, 'Strategy')])).toEqual(
      method === '' ? [] : [`bob ${method} master`],
    );
  });
});

describe('SCHEDULE-AGENT', () => {
  test('of an unknown value is nobody’s business', async () => {
    const bob = attendee('bob', 'SCHEDULE-AGENT=X-PIGEON');
    expect(await sends(undefined, [vevent(...ONCE, ...people('alice'), ...bob)])).toEqual(['alice REQUEST master']);
  });

  test('on the Organizer’s own ORGANIZER is ignored', async () => {
    const lines = people('bob').map((line) => line.replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-AGENT=CLIENT:'));
    expect(await sends(undefined, [vevent(...ONCE, ...lines)])).toEqual(['bob REQUEST master']);
  });

  test('that differs on one instance takes the Attendee off that instance', async () => {
    const bob = attendee('bob', 'SCHEDULE-AGENT=NONE');
    const series = vevent(...WEEKLY, ...people('alice', 'bob'));
    expect(await sends([series], [series, vevent(...on('0315'), ...people('alice'), ...bob)])).toEqual([
      'bob REQUEST master without 20270315T090000Z',
    ]);
  });
});
