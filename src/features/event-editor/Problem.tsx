import type { ReactNode } from 'react';
import { Icon } from '../../components/Icon.tsx';
import styles from './form.module.css';

/** What is wrong beside a field, told to screen readers when it appears. */
export function Problem({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles['problem']} role="alert">
      <Icon name="warning" />
      <span>{children}</span>
    </p>
  );
}
