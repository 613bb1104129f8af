import type { ReactNode } from 'react';
import { ListBoxItem, type ListBoxItemProps } from 'react-aria-components/ListBox';
import { Text } from 'react-aria-components/Text';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import styles from './listbox.module.css';

export interface OptionProps extends Omit<ListBoxItemProps, 'className' | 'style' | 'children'> {
  readonly children: string;
  /** A second, quieter line. */
  readonly note?: string | undefined;
  /** A dot, an avatar or an icon before the words. */
  readonly before?: ReactNode;
}

/** One choice of a Select or a ComboBox. */
export function Option({ children, note, before, ...rest }: OptionProps) {
  return (
    <ListBoxItem textValue={children} {...rest} className={classes(styles['item'])}>
      <span className={classes(styles['words'])}>
        {before}
        <span className={classes(styles['twoLines'])}>
          <Text slot="label" className={classes(styles['title'])}>
            {children}
          </Text>
          {note === undefined ? null : (
            <Text slot="description" className={classes(styles['note'])}>
              {note}
            </Text>
          )}
        </span>
      </span>
      <Icon name="check" className={styles['mark']} />
    </ListBoxItem>
  );
}
