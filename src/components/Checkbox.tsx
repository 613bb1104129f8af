import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox';
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components/Switch';
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

export interface SwitchProps extends Omit<AriaSwitchProps, 'className' | 'style' | 'children'> {
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/** Something that is on or off at once, without saving. */
export function Switch({ className, children, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={classes(styles['choice'], className)}>
      <span className={styles['track']}>
        <span className={styles['knob']} />
      </span>
      {children}
    </AriaSwitch>
  );
}
