import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import {
  Disclosure as AriaDisclosure,
  type DisclosureProps as AriaDisclosureProps,
  DisclosurePanel,
} from 'react-aria-components/Disclosure';
import { classes } from './classes.ts';
import styles from './Disclosure.module.css';
import { Icon } from './Icon.tsx';

export interface DisclosureProps extends Omit<AriaDisclosureProps, 'className' | 'style' | 'children'> {
  readonly title: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Details that open under a line of words. */
export function Disclosure({ title, className, children, ...rest }: DisclosureProps) {
  return (
    <AriaDisclosure {...rest} className={classes(styles['disclosure'], className)}>
      <Button slot="trigger" className={classes(styles['trigger'])}>
        <Icon name="chevron-right" className={styles['chevron']} />
        {title}
      </Button>
      <DisclosurePanel className={classes(styles['panel'])}>{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
