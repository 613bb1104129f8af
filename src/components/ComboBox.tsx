import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox, type ComboBoxProps as AriaComboBoxProps } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { ListBox } from 'react-aria-components/ListBox';
import styles from './ComboBox.module.css';
import { classes } from './classes.ts';
import field from './field.module.css';
import { FieldLabel, FieldNotes, type FieldTexts } from './field.tsx';
import { Icon } from './Icon.tsx';
import list from './listbox.module.css';
import { Popover } from './Popover.tsx';

export interface ComboBoxProps<T extends object>
  extends Omit<AriaComboBoxProps<T, 'single'>, 'className' | 'style' | 'children'>,
    FieldTexts {
  readonly placeholder?: string;
  /** Said in the list when nothing fits what was typed (with `allowsEmptyCollection`). */
  readonly emptyMessage?: ReactNode;
  /** `false` hides the button that opens the list, where the list only answers what is typed. */
  readonly hasButton?: boolean;
  readonly className?: string | undefined;
  /** `Option` elements, or a function from an item to one. */
  readonly children: ReactNode | ((item: T) => ReactNode);
}

/** A text that is completed from a list; with `allowsCustomValue` any text is taken. */
export function ComboBox<T extends object>({
  label,
  hideLabel,
  description,
  errorMessage,
  placeholder,
  emptyMessage,
  hasButton = true,
  className,
  children,
  ...rest
}: ComboBoxProps<T>) {
  const texts = { label, hideLabel: hideLabel ?? false, description, errorMessage };
  return (
    <AriaComboBox validationBehavior="aria" {...rest} className={classes(field['field'], className)}>
      <FieldLabel {...texts} />
      <Group className={classes(field['control'])}>
        <Input {...(placeholder === undefined ? {} : { placeholder })} className={classes(field['bare'])} />
        {hasButton ? (
          <Button className={classes(styles['button'])}>
            <Icon name="chevron-down" />
          </Button>
        ) : null}
      </Group>
      <FieldNotes {...texts} />
      <Popover className={styles['popover']}>
        <ListBox
          className={classes(list['list'])}
          renderEmptyState={() => <div className={list['empty']}>{emptyMessage}</div>}
        >
          {children}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
