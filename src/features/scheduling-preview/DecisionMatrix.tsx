import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type RefObject, useRef, useState } from 'react';
import { classes } from '../../components/classes.ts';
import { MethodBadge, useMethodWord } from '../../components/MethodBadge.tsx';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { ComponentKey } from '../../icalendar/recurrence.ts';
import type { AttendeeDecision } from '../../scheduling/types.ts';
import { BADGE } from './acts.ts';
import styles from './DecisionMatrix.module.css';
import type { DateNames } from './dateNames.ts';
import { type Highlight, isHighlighted } from './highlight.ts';
import type { MatrixColumn, MatrixModel, MatrixRow } from './matrixModel.ts';
import { actOf } from './planGroups.ts';
import { decisionWhy } from './reasons.ts';
import { useCellKeys } from './useCellKeys.ts';
import { capitalize, namePeople, personName, type Wording } from './wording.ts';

/** Rows shown at first; the rest comes when asked for. */
const ROW_PAGE = 60;

/** A cell that a person opened. */
export interface OpenCell {
  readonly people: readonly CalendarUserAddress[];
  readonly keys: readonly ComponentKey[];
  readonly decision: AttendeeDecision | undefined;
}

interface DecisionMatrixProps {
  readonly model: MatrixModel;
  readonly dates: DateNames;
  readonly wording: Wording;
  readonly highlight: Highlight | undefined;
  /** The button of the opened cell, for what floats beside it. */
  readonly openButton: RefObject<HTMLButtonElement | null>;
  readonly onOpen: (cell: OpenCell) => void;
}

/** Guests × dates as a table. One cell is a tab stop, the arrow keys go to the others. */
export function DecisionMatrix({ model, dates, wording, highlight, openButton, onOpen }: DecisionMatrixProps) {
  const { t } = useLingui();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [shownRows, setShownRows] = useState(ROW_PAGE);
  const table = useRef<HTMLTableElement>(null);
  const cells = useCellKeys(table);
  const unfold = (id: string) => setUnfolded((present) => new Set([...present, id]));
  const columns = model.columns.flatMap((column) => (unfolded.has(column.id) ? singleColumns(column) : [column]));
  const allRows = model.rows.flatMap((row) => (unfolded.has(row.id) ? singleRows(row) : [row]));
  const rows = allRows.slice(0, shownRows);
  return (
    <>
      <section className={styles['scroll']} aria-label={t`Guests and dates`}>
        <table ref={table} className={styles['table']} onKeyDown={cells.onKeyDown}>
          <caption className={styles['caption']}>
            <Trans>What each guest gets, by date. The arrow keys move between cells, Enter says why.</Trans>
          </caption>
          <thead>
            <tr>
              <th scope="col" className={styles['corner']}>
                <Trans>Guest</Trans>
              </th>
              {columns.map((column) => (
                <th key={column.id} scope="col">
                  <ColumnName column={column} dates={dates} wording={wording} onUnfold={() => unfold(column.id)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, rowIndex) => (
              <tr key={row.id}>
                <th scope="row">
                  <RowName row={row} wording={wording} onUnfold={() => unfold(row.id)} />
                </th>
                {columns.map((column, columnIndex) => (
                  <td key={column.id} data-highlighted={isHighlighted(highlight, row.people, column.keys) || undefined}>
                    <CellButton
                      row={row}
                      column={column}
                      decision={decisionAt(model, row, column)}
                      dates={dates}
                      wording={wording}
                      tabIndex={cells.isTabStop(rowIndex, columnIndex) ? 0 : -1}
                      onOpen={(button, cell) => {
                        openButton.current = button;
                        cells.moveTo(rowIndex, columnIndex);
                        onOpen(cell);
                      }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {allRows.length > shownRows ? (
        <button type="button" className={styles['more']} onClick={() => setShownRows(shownRows + ROW_PAGE)}>
          <Plural value={allRows.length - shownRows} one="Show # more guest" other="Show # more guests" />
        </button>
      ) : null}
    </>
  );
}

function ColumnName({
  column,
  dates,
  wording,
  onUnfold,
}: {
  readonly wording: Wording;
  readonly column: MatrixColumn;
  readonly dates: DateNames;
  readonly onUnfold: () => void;
}) {
  const { t } = useLingui();
  const [first = 'master'] = column.keys;
  if (column.keys.length === 1)
    return first === 'master' ? (
      capitalize(dates.short(first), wording)
    ) : (
      <span title={dates.full(first)}>{dates.short(first)}</span>
    );
  const from = dates.short(first);
  const to = dates.short(column.keys.at(-1) ?? first);
  const count = column.keys.length;
  return (
    <button
      type="button"
      className={styles['unfold']}
      onClick={onUnfold}
      aria-label={t`Show the ${count} dates from ${from} to ${to} one by one`}
    >
      {from} – {to}
    </button>
  );
}

function RowName({
  row,
  wording,
  onUnfold,
}: {
  readonly row: MatrixRow;
  readonly wording: Wording;
  readonly onUnfold: () => void;
}) {
  const { t } = useLingui();
  const [first] = row.people;
  if (first === undefined) return null;
  if (row.people.length === 1) return <span title={personName(first, wording)}>{personName(first, wording)}</span>;
  const count = row.people.length;
  return (
    <button
      type="button"
      className={styles['unfold']}
      onClick={onUnfold}
      aria-label={t`Show these ${count} guests one by one`}
    >
      {namePeople(row.people, wording, 1)}
    </button>
  );
}

interface CellButtonProps {
  readonly row: MatrixRow;
  readonly column: MatrixColumn;
  readonly decision: AttendeeDecision | undefined;
  readonly dates: DateNames;
  readonly wording: Wording;
  readonly tabIndex: number;
  readonly onOpen: (button: HTMLButtonElement, cell: OpenCell) => void;
}

function CellButton({ row, column, decision, dates, wording, tabIndex, onOpen }: CellButtonProps) {
  const { t } = useLingui();
  const who = namePeople(row.people, wording, 2);
  const when = dates.list(column.keys);
  const act = decision ? actOf(decision) : 'nothing';
  const word = useMethodWord(BADGE[act]);
  const what = decision ? `${word}. ${decisionWhy(decision, wording)}` : t`Not invited.`;
  return (
    <button
      type="button"
      className={classes(styles['cell'], styles[act])}
      tabIndex={tabIndex}
      aria-label={`${who}, ${when}: ${what}`}
      aria-haspopup="dialog"
      data-act={act}
      onClick={(event) => onOpen(event.currentTarget, { people: row.people, keys: column.keys, decision })}
    >
      {decision === undefined ? <span aria-hidden="true">·</span> : <MethodBadge meaning={BADGE[act]} look="plain" />}
      {decision?.askedAgain ? (
        <span className={styles['asked']}>
          <Trans>asked again</Trans>
        </span>
      ) : null}
    </button>
  );
}

function decisionAt(model: MatrixModel, row: MatrixRow, column: MatrixColumn): AttendeeDecision | undefined {
  const [person] = row.people;
  const [key] = column.keys;
  return person === undefined || key === undefined ? undefined : model.decision(person, key);
}

function singleRows(row: MatrixRow): readonly MatrixRow[] {
  return row.people.map((person) => ({ id: `${person} `, people: [person] }));
}

function singleColumns(column: MatrixColumn): readonly MatrixColumn[] {
  return column.keys.map((key) => ({ id: `${key} `, keys: [key] }));
}
