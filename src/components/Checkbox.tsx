import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox';
import styles from './Checkbox.module.css';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/** A box to tick; `isIndeterminate` shows a dash. A class that sets `--box-colour` paints it in another colour. */
export function Checkbox({ className, children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={classes(styles['choice'], className)}>
      {({ isIndeterminate }) => (
        <>
          <span className={styles['box']}>
            <Icon name={isIndeterminate ? 'dash' : 'check'} className={styles['mark']} />
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}
