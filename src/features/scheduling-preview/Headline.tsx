import { Trans, useLingui } from '@lingui/react/macro';
import { classes } from '../../components/classes.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import styles from './Headline.module.css';
import { headlineParts, methodCounts } from './sentences.ts';

/** “2 updates · 1 cancellation · 1 told nothing”; screen readers hear it again when it changes. */
export function Headline({ plan }: { readonly plan: SchedulingPlan }) {
  const { i18n } = useLingui();
  const parts = headlineParts(plan, i18n);
  const isSending = plan.messages.length > 0;
  return (
    <p className={styles['headline']} role="status">
      {plan.role === 'attendee' && isSending ? (
        <span className={styles['part']}>{methodCounts(plan, i18n).join(' · ')}</span>
      ) : null}
      {isSending ? null : (
        <span className={styles['part']}>
          <Trans>Nobody is told</Trans>
        </span>
      )}
      {parts.map((part) => (
        <span key={part.act} className={classes(styles['part'], styles[part.act])}>
          {part.text}
        </span>
      ))}
    </p>
  );
}
