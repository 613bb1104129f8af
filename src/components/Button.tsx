import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import styles from './Button.module.css';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** `secondary` (an outlined button) when absent; one `primary` a view. */
  readonly variant?: ButtonVariant;
  readonly size?: 'normal' | 'small';
  /** Stands before the words. */
  readonly icon?: IconName | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. While `isPending` it keeps its width and focus, and cannot be pressed. */
export function Button({ variant = 'secondary', size = 'normal', icon, className, children, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={classes(styles['button'], styles[variant], size === 'small' && styles['small'], className)}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}
