import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';
import { Icon, type IconName } from './Icon.tsx';

export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: ReactNode;
  /** `true` when it stands in the place of a whole page: its title is then the page's. */
  readonly isPage?: boolean;
  /** What to do about it. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Says that there is nothing yet, why, and how to begin. */
export function EmptyState({ icon, title, isPage = false, actions, children }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className={styles['empty']}>
      <Icon name={icon} className={styles['icon']} />
      <Title className={styles['title']}>{title}</Title>
      {children === undefined ? null : <div className={styles['words']}>{children}</div>}
      {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
