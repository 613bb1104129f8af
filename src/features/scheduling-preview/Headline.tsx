import { Trans, useLingui } from '@lingui/react/macro';
import { classes } from '../../components/classes.ts';
import { Icon } from '../../components/Icon.tsx';
import { VisuallyHidden } from '../../components/VisuallyHidden.tsx';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import styles from './Headline.module.css';
import { headlineParts, methodCounts } from './sentences.ts';

interface HeadlineProps {
  readonly plan: SchedulingPlan;
  /** The preview, which is not in sight here, warns of what the server does. */
  readonly isWarned?: boolean;
}

/** “2 updates · 1 cancellation · 1 told nothing”; screen readers hear it again when it changes. */
export function Headline({ plan, isWarned = false }: HeadlineProps) {
  const { i18n } = useLingui();
  const parts = headlineParts(plan, i18n);
  const isSending = plan.messages.length > 0;
  return (
    <p className={styles['headline']} role="status">
      {isWarned ? (
        <span className={styles['warning']}>
          <Icon name="warning" />
          <VisuallyHidden>
            <Trans>This server will not do what you may expect</Trans>
          </VisuallyHidden>
        </span>
      ) : null}
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
