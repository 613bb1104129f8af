import { Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from 'react-aria-components/Popover';
import { classes } from './classes.ts';
import styles from './Popover.module.css';

export interface PopoverProps extends Omit<AriaPopoverProps, 'className' | 'style'> {
  /** `true` when it holds text or a form and not a list. */
  readonly isPadded?: boolean;
  readonly className?: string | undefined;
}

/** What floats beside the control that opened it. Put a `Dialog` from react-aria-components inside when it holds more than a list. */
export function Popover({ isPadded = false, className, ...rest }: PopoverProps) {
  return (
    <AriaPopover offset={4} {...rest} className={classes(styles['popover'], isPadded && styles['padded'], className)} />
  );
}
