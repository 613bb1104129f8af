import type { ReactNode } from 'react';
import { Header } from 'react-aria-components/Header';
import { Keyboard } from 'react-aria-components/Keyboard';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  MenuTrigger,
} from 'react-aria-components/Menu';
import type { PopoverProps as AriaPopoverProps } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';
import list from './listbox.module.css';
import { Popover } from './Popover.tsx';

export interface MenuProps extends Omit<AriaMenuProps<object>, 'className' | 'style' | 'children' | 'items'> {
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly placement?: NonNullable<AriaPopoverProps['placement']>;
  /** `MenuItem`s and `MenuSection`s. */
  readonly children: ReactNode;
}

/** Commands, or one choice with `selectionMode="single"`, behind a button. */
export function Menu({ trigger, placement = 'bottom end', children, ...rest }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement}>
        <AriaMenu {...rest} className={classes(list['list'])}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuItemProps extends Omit<AriaMenuItemProps, 'className' | 'style' | 'children'> {
  readonly icon?: IconName;
  readonly note?: string | undefined;
  /** The key that does the same, for example `m`. */
  readonly keys?: string;
  readonly isDangerous?: boolean;
  readonly children: ReactNode;
}

export function MenuItem({ icon, note, keys, isDangerous = false, children, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...(typeof children === 'string' ? { textValue: children } : {})}
      {...rest}
      className={classes(list['item'], isDangerous && list['danger'])}
    >
      {({ selectionMode }) => (
        <>
          <span className={list['words']}>
            {icon === undefined ? null : <Icon name={icon} />}
            <span className={list['twoLines']}>
              <Text slot="label" className={classes(list['title'])}>
                {children}
              </Text>
              {note === undefined ? null : (
                <Text slot="description" className={classes(list['note'])}>
                  {note}
                </Text>
              )}
            </span>
          </span>
          {selectionMode === 'none' ? null : <Icon name="check" className={list['mark']} />}
          {keys === undefined ? null : <Keyboard className={classes(list['keys'])}>{keys}</Keyboard>}
        </>
      )}
    </AriaMenuItem>
  );
}

export interface MenuSectionProps {
  readonly title: string;
  /** Keeps the heading for screen readers; a line still sets the section apart. */
  readonly hideTitle?: boolean;
  readonly children: ReactNode;
}

/** Items under a heading. */
export function MenuSection({ title, hideTitle = false, children }: MenuSectionProps) {
  return (
    <AriaMenuSection className={classes(list['section'])} aria-label={title}>
      {hideTitle ? null : <Header className={classes(list['header'])}>{title}</Header>}
      {children}
    </AriaMenuSection>
  );
}
