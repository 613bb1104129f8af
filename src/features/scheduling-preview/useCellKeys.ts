/** Arrow keys between the buttons of a table, of which one is the tab stop (ARIA Authoring Practices, roving tabindex). */
import { type KeyboardEvent, type RefObject, useState } from 'react';

export interface CellKeys {
  readonly isTabStop: (row: number, column: number) => boolean;
  readonly moveTo: (row: number, column: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void;
}

/** Counts the rows and cells of the table’s body; what lies outside after a change falls back to the last there is. */
export function useCellKeys(table: RefObject<HTMLTableElement | null>): CellKeys {
  const [stop, setStop] = useState({ row: 0, column: 0 });
  const buttonAt = (row: number, column: number) =>
    table.current?.tBodies[0]?.rows[row]?.querySelectorAll<HTMLButtonElement>('td > button')[column];
  return {
    isTabStop: (row, column) => stop.row === row && stop.column === column,
    moveTo: (row, column) => setStop({ row, column }),
    onKeyDown: (event) => {
      const cell = (event.target as Element).closest('td');
      const body = table.current?.tBodies[0];
      const rowElement = cell?.parentElement;
      if (!cell || !body || !(rowElement instanceof HTMLTableRowElement)) return;
      const from = { row: [...body.rows].indexOf(rowElement), column: cell.cellIndex - 1 };
      const last = { row: body.rows.length - 1, column: rowElement.cells.length - 2 };
      const to = target(event, from, last);
      if (to === undefined) return;
      event.preventDefault();
      setStop(to);
      buttonAt(to.row, to.column)?.focus();
    },
  };
}

interface Place {
  readonly row: number;
  readonly column: number;
}

function target(event: KeyboardEvent, from: Place, last: Place): Place | undefined {
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  switch (event.key) {
    case 'ArrowRight':
      return { ...from, column: within(from.column + 1, last.column) };
    case 'ArrowLeft':
      return { ...from, column: within(from.column - 1, last.column) };
    case 'ArrowDown':
      return { ...from, row: within(from.row + 1, last.row) };
    case 'ArrowUp':
      return { ...from, row: within(from.row - 1, last.row) };
    case 'Home':
      return event.ctrlKey ? { row: 0, column: 0 } : { ...from, column: 0 };
    case 'End':
      return event.ctrlKey ? last : { ...from, column: last.column };
    default:
      return undefined;
  }
}
