import type { ReactNode } from 'react';
import {
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  type TabPanelProps as AriaTabPanelProps,
  type TabProps as AriaTabProps,
  Tabs as AriaTabs,
  type TabsProps as AriaTabsProps,
} from 'react-aria-components/Tabs';
import { classes } from './classes.ts';
import styles from './Tabs.module.css';

export interface TabsProps extends Omit<AriaTabsProps, 'className' | 'style' | 'children'> {
  readonly className?: string | undefined;
  /** A `TabList` and one `TabPanel` for each tab, joined by `id`. */
  readonly children: ReactNode;
}

/** Several views of the same thing, one at a time. */
export function Tabs({ className, ...rest }: TabsProps) {
  return <AriaTabs {...rest} className={classes(styles['tabs'], className)} />;
}

export function TabList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <AriaTabList aria-label={label} className={classes(styles['list'])}>
      {children}
    </AriaTabList>
  );
}

export function Tab(props: Omit<AriaTabProps, 'className' | 'style' | 'children'> & { readonly children: ReactNode }) {
  return <AriaTab {...props} className={classes(styles['tab'])} />;
}

export function TabPanel(
  props: Omit<AriaTabPanelProps, 'className' | 'style' | 'children'> & { readonly children: ReactNode },
) {
  return <AriaTabPanel {...props} className={classes(styles['panel'])} />;
}
