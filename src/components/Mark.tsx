import { classes } from './classes.ts';
import styles from './Mark.module.css';

/** The sign of the product: a C that calls. Decorative: the name stands beside it. */
export function Mark({ className }: { readonly className?: string | undefined }) {
  return (
    <svg className={classes(styles['mark'], className)} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className={styles['ground']} width="32" height="32" rx="8" />
      <path d="M16 10.5a5.5 5.5 0 1 0 3.9 9.4" />
      <path className={styles['call']} d="M20.5 7.5a9.8 9.8 0 0 1 0 17" />
    </svg>
  );
}
