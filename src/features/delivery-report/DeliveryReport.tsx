import { Trans, useLingui } from '@lingui/react/macro';
import { classes } from '../../components/classes.ts';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { type BadgeMeaning, MethodBadge } from '../../components/MethodBadge.tsx';
import { type CalendarUserAddress, displayAddress } from '../../icalendar/calendarUserAddress.ts';
import type { DeliveryOutcome } from '../../scheduling/reconcile.ts';
import styles from './DeliveryReport.module.css';
import { type DeliveryTone, deliveryLine, deliverySummary, replySummary } from './deliveryWords.ts';

export interface DeliveryReportProps {
  /** One for each Attendee who was to be told, or of whom the server noted something. */
  readonly outcomes: readonly DeliveryOutcome[];
  /** Display names; an address without one is shown itself. */
  readonly names: ReadonlyMap<CalendarUserAddress, string>;
  /** `attendee`: what was sent is one’s own reply. */
  readonly sender?: 'organizer' | 'attendee';
  /** What each was sent, as people call it; without it by method. */
  readonly meanings?: ReadonlyMap<CalendarUserAddress, readonly BadgeMeaning[]>;
}

const ICONS: Readonly<Record<DeliveryTone, IconName>> = {
  good: 'check',
  pending: 'clock',
  failed: 'cross',
  contradicted: 'warning',
  unknown: 'question',
};

const ORDER: readonly DeliveryTone[] = ['failed', 'contradicted', 'pending', 'unknown', 'good'];

/** What really happened after saving, guest by guest; what went wrong first. */
export function DeliveryReport({ outcomes, names, meanings, sender = 'organizer' }: DeliveryReportProps) {
  const { t, i18n } = useLingui();
  const summary = sender === 'attendee' ? replySummary(outcomes, i18n) : deliverySummary(outcomes, i18n).text;
  const lines = outcomes
    .map((outcome) => ({ outcome, line: deliveryLine(outcome, i18n) }))
    .sort((a, b) => ORDER.indexOf(a.line.tone) - ORDER.indexOf(b.line.tone));
  return (
    <div className={styles['report']}>
      <p className={styles['summary']} role="status">
        {summary}
      </p>
      {lines.length === 0 ? null : (
        <ul className={styles['list']} aria-label={t`Delivery, guest by guest`}>
          {lines.map(({ outcome, line }) => (
            <li key={outcome.attendee} className={styles['line']} data-tone={line.tone}>
              <span className={styles['who']}>
                <span className={styles['name']}>
                  {names.get(outcome.attendee) ?? displayAddress(outcome.attendee)}
                </span>
                {(meanings?.get(outcome.attendee) ?? outcome.methods.map(meaningOf)).map((meaning) => (
                  <MethodBadge key={meaning} meaning={meaning} look="plain" />
                ))}
              </span>
              <span className={classes(styles['outcome'], styles[line.tone])}>
                <Icon name={ICONS[line.tone]} />
                <span>
                  {line.what}
                  {line.codes ? <span className={styles['code']}> ({line.codes})</span> : null}
                </span>
              </span>
              {line.detail ? <span className={styles['detail']}>{line.detail}</span> : null}
            </li>
          ))}
        </ul>
      )}
      {lines.some(({ line }) => line.tone === 'good' || line.tone === 'pending') ? (
        <p className={styles['note']}>
          <Trans>Read from what the server noted with the event after saving.</Trans>
        </p>
      ) : null}
    </div>
  );
}

function meaningOf(method: string): BadgeMeaning {
  return method === 'CANCEL' || method === 'ADD' || method === 'REPLY' ? method : 'UPDATE';
}
