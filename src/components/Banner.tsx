import type { ReactNode } from 'react';
import styles from './Banner.module.css';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

export interface BannerProps {
  readonly tone: Tone;
  readonly title?: ReactNode;
  /** Buttons that do something about it. */
  readonly actions?: ReactNode;
  /** `true` when it appears while the page is in use: screen readers are told at once. */
  readonly isLive?: boolean;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

const ICONS: Readonly<Record<Tone, IconName>> = {
  info: 'info',
  success: 'check',
  warning: 'warning',
  danger: 'warning',
};

/** Something to know, in place: what happened, what it means, what to do. */
export function Banner({ tone, title, actions, isLive = false, className, children }: BannerProps) {
  const role = isLive ? (tone === 'danger' || tone === 'warning' ? 'alert' : 'status') : undefined;
  return (
    <div className={classes(styles['banner'], styles[tone], className)} role={role}>
      <Icon name={ICONS[tone]} className={styles['icon']} />
      <div className={styles['words']}>
        {title === undefined ? null : <strong className={styles['title']}>{title}</strong>}
        {children === undefined ? null : <div>{children}</div>}
        {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
      </div>
    </div>
  );
}
