import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ListBox } from 'react-aria-components/ListBox';
import { Select as AriaSelect, type SelectProps as AriaSelectProps, SelectValue } from 'react-aria-components/Select';
import { classes } from './classes.ts';
import field from './field.module.css';
import { FieldLabel, FieldNotes, type FieldTexts } from './field.tsx';
import { Icon } from './Icon.tsx';
import list from './listbox.module.css';
import { Popover } from './Popover.tsx';
import styles from './Select.module.css';

export interface SelectProps<T extends object>
  extends Omit<AriaSelectProps<T, 'single'>, 'className' | 'style' | 'children'>,
    FieldTexts {
  readonly items?: Iterable<T>;
  readonly className?: string | undefined;
  /** `Option` elements, or a function from an item to one. */
  readonly children: ReactNode | ((item: T) => ReactNode);
}

/** One choice out of a short list. Controlled by `value` (the `id` of an Option) and `onChange`. */
export function Select<T extends object>({
  label,
  hideLabel,
  description,
  errorMessage,
  items,
  className,
  children,
  ...rest
}: SelectProps<T>) {
  const texts = { label, hideLabel: hideLabel ?? false, description, errorMessage };
  return (
    <AriaSelect validationBehavior="aria" {...rest} className={classes(field['field'], className)}>
      <FieldLabel {...texts} />
      <Button className={classes(field['control'], styles['button'])}>
        <SelectValue className={classes(styles['value'])}>
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <Icon name="chevron-down" className={styles['chevron']} />
      </Button>
      <FieldNotes {...texts} />
      <Popover>
        <ListBox className={classes(list['list'])} {...(items === undefined ? {} : { items })}>
          {children}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
