import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';
import { Icon, type IconName } from './Icon.tsx';

export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: ReactNode;
  /** What to do about it. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Says that there is nothing yet, why, and how to begin. */
export function EmptyState({ icon, title, actions, children }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      <Icon name={icon} className={styles['icon']} />
      <h2 className={styles['title']}>{title}</h2>
      {children === undefined ? null : <div className={styles['words']}>{children}</div>}
      {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
