import { Trans } from '@lingui/react/macro';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { MethodBadge } from '../../components/MethodBadge.tsx';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import { BADGE } from './acts.ts';
import styles from './CellDetails.module.css';
import type { OpenCell } from './DecisionMatrix.tsx';
import type { DateNames } from './dateNames.ts';
import { type DifferenceLine, differenceLines, type ValueContext } from './differences.ts';
import { actOf } from './planGroups.ts';
import { decisionWhy, tableCell, tableSection } from './reasons.ts';
import { capitalize, namePeople } from './wording.ts';

interface CellDetailsProps {
  readonly cell: OpenCell;
  readonly operation: SchedulingPlan['operation'];
  readonly dates: DateNames;
  readonly context: ValueContext;
}

/** Why one cell is what it is: in words, by the RFC's table, and what changed. */
export function CellDetails({ cell, operation, dates, context }: CellDetailsProps) {
  const { wording } = context;
  const { decision } = cell;
  const [first = 'master'] = cell.keys;
  const when =
    cell.keys.length === 1 ? capitalize(dates.full(first), wording) : capitalize(dates.list(cell.keys), wording);
  const lines = decision ? differenceLines(decision.differences, context) : [];
  return (
    <Dialog className={styles['details'] ?? ''}>
      <Heading slot="title" className={styles['title'] ?? ''}>
        {namePeople(cell.people, wording)}
        <span className={styles['when']}>{when}</span>
      </Heading>
      {decision === undefined ? (
        <p>
          <Trans>Not invited to this, neither before nor now.</Trans>
        </p>
      ) : (
        <>
          <span>
            <MethodBadge meaning={BADGE[actOf(decision)]} />
          </span>
          <p>{decisionWhy(decision, wording)}</p>
          {decision.askedAgain ? (
            <p className={styles['asked']}>
              <Trans>
                Will be asked again: the reply given so far goes back to “no reply yet”, because the time is another.
              </Trans>
            </p>
          ) : null}
          {lines.length > 0 ? <DifferenceList lines={lines} /> : null}
          <p className={styles['rule']}>
            <code>{tableCell(decision)}</code> · {tableSection(operation)}
          </p>
        </>
      )}
    </Dialog>
  );
}

/** What changed: word, before, after. A change without values (alarms) is the word alone. */
function DifferenceList({ lines }: { readonly lines: readonly DifferenceLine[] }) {
  return (
    <dl className={styles['differences']}>
      {lines.map((line) => (
        <div key={line.word} className={styles['difference']}>
          <dt>{line.word}</dt>
          <ChangedValue line={line} />
        </div>
      ))}
    </dl>
  );
}

function ChangedValue({ line: { before, after } }: { readonly line: DifferenceLine }) {
  if (before === undefined && after === undefined) {
    return (
      <dd>
        <Trans>changed</Trans>
      </dd>
    );
  }
  return (
    <>
      {before === undefined ? null : (
        <dd>
          <del>{before}</del>
          {after === undefined ? (
            <>
              {' '}
              <Trans>(taken out)</Trans>
            </>
          ) : null}
        </dd>
      )}
      {after === undefined ? null : (
        <dd>
          {before === undefined ? (
            <>
              <Trans>new:</Trans>{' '}
            </>
          ) : null}
          <ins>{after}</ins>
        </dd>
      )}
    </>
  );
}
