import { type ReactNode, useId } from 'react';
import { classes } from '../../components/classes.ts';
import styles from './form.module.css';

/** A group of controls with its name at the side; on narrow screens above. */
export function Row({
  label,
  aside,
  children,
}: {
  readonly label: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out at its side
    <div role="group" aria-labelledby={id} className={styles['row']}>
      <span className={styles['rowLabel']}>
        <span id={id}>{label}</span>
        {aside}
      </span>
      <div className={classes(styles['rowContent'])}>{children}</div>
    </div>
  );
}
