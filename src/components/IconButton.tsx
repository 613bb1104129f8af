import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './IconButton.module.css';

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  readonly icon: IconName;
  /** What pressing it does: read by screen readers and shown as a tooltip. */
  readonly label: string;
  readonly size?: 'normal' | 'small';
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A square button with a drawing only. */
export function IconButton({ icon, label, size = 'normal', className, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classes(styles['button'], size === 'small' && styles['small'], className)}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className={classes(styles['tooltip'])} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
