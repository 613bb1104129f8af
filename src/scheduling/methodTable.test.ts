import { expect, test } from 'vitest';
import { type ModifiedAgent, ORGANIZER_METHOD, type OriginalAgent } from './methodTable.ts';

// The tables of RFC 6638 as the RFC prints them, typed out from its text and read here cell by cell.
const CREATE = `
                    +------------------+-------------+
                    | SCHEDULE-AGENT   | iTIP METHOD |
                    +------------------+-------------+
                    | SERVER (default) | REQUEST     |
                    |                  |             |
                    | CLIENT           | --          |
                    |                  |             |
                    | NONE             | --          |
                    +------------------+-------------+`;

const MODIFY = `
   +---------------+-----------------------------------------------+
   |               |                   Modified                    |
   |               +-----------+-----------+-----------+-----------+
   |               | <Removed> | SERVER    | CLIENT    | NONE      |
   |               |           | (default) |           |           |
   +===+===========+===========+===========+===========+===========+
   |   | <Absent>  |  --       | REQUEST / | --        | --        |
   | O |           |           | ADD       |           |           |
   | r +-----------+-----------+-----------+-----------+-----------+
   | i | SERVER    |  CANCEL   | REQUEST   | CANCEL    | CANCEL    |
   | g | (default) |           |           |           |           |
   | i +-----------+-----------+-----------+-----------+-----------+
   | n | CLIENT    |  --       | REQUEST / | --        | --        |
   | a |           |           | ADD       |           |           |
   | l +-----------+-----------+-----------+-----------+-----------+
   |   | NONE      |  --       | REQUEST / | --        | --        |
   |   |           |           | ADD       |           |           |
   +---+-----------+-----------+-----------+-----------+-----------+`;

const REMOVE = `
                    +------------------+-------------+
                    | SCHEDULE-AGENT   | iTIP METHOD |
                    +------------------+-------------+
                    | SERVER (default) | CANCEL      |
                    |                  |             |
                    | CLIENT           | --          |
                    |                  |             |
                    | NONE             | --          |`;

test('Modify has the sixteen cells of RFC 6638 §3.2.1.2', () => {
  const printed = printedModifyTable();
  expect(printed.size).toBe(16);
  for (const [cell, method] of printed) {
    const [row, column] = cell.split(' ') as [OriginalAgent, ModifiedAgent];
    expect(`${cell} ${ORGANIZER_METHOD[row][column]}`).toBe(`${cell} ${method}`);
  }
});

test('Create is the <Absent> row, RFC 6638 §3.2.1.1', () => {
  const printed = printedPairs(CREATE);
  expect(printed).toHaveLength(3);
  for (const [agent, method] of printed) {
    const cell = ORGANIZER_METHOD['<Absent>'][agent];
    expect(cell === 'REQUEST/ADD' ? 'REQUEST' : cell).toBe(method);
  }
});

test('Remove is the <Removed> column, RFC 6638 §3.2.1.3', () => {
  const printed = printedPairs(REMOVE);
  expect(printed).toHaveLength(3);
  for (const [agent, method] of printed) expect(ORGANIZER_METHOD[agent]['<Removed>']).toBe(method);
});

function printedPairs(table: string): readonly (readonly ['SERVER' | 'CLIENT' | 'NONE', string])[] {
  return table
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => /^(SERVER|CLIENT|NONE)/.test(cells[1] ?? ''))
    .map((cells) => [cells[1]?.split(' ')[0] as 'SERVER' | 'CLIENT' | 'NONE', cells[2] ?? '']);
}

/** Rows span two printed lines: `REQUEST /` above `ADD`. */
function printedModifyTable(): ReadonlyMap<string, string> {
  const columns: readonly ModifiedAgent[] = ['<Removed>', 'SERVER', 'CLIENT', 'NONE'];
  const cells = new Map<string, string>();
  const lines = MODIFY.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const [index, line] of lines.entries()) {
    const row = line[2] ?? '';
    if (!['<Absent>', 'SERVER', 'CLIENT', 'NONE'].includes(row)) continue;
    for (const [at, column] of columns.entries()) {
      cells.set(`${row} ${column}`, `${line[3 + at] ?? ''}${lines[index + 1]?.[3 + at] ?? ''}`.replaceAll(' ', ''));
    }
  }
  return cells;
}
