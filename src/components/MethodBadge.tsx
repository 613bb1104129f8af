import { useLingui } from '@lingui/react/macro';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './MethodBadge.module.css';

/** What an Attendee gets, as the screens show it: `INVITE` and `UPDATE` are both a REQUEST, new to the Attendee or not. */
export type BadgeMeaning = 'INVITE' | 'UPDATE' | 'ADD' | 'CANCEL' | 'REPLY' | 'NOTHING';

const LOOKS: Readonly<Record<BadgeMeaning, { readonly icon: IconName; readonly look: string }>> = {
  INVITE: { icon: 'envelope-arrow', look: 'request' },
  UPDATE: { icon: 'envelope-arrow', look: 'request' },
  ADD: { icon: 'plus', look: 'add' },
  CANCEL: { icon: 'cross', look: 'cancel' },
  REPLY: { icon: 'envelope-arrow', look: 'request' },
  NOTHING: { icon: 'dash', look: 'silent' },
};

export interface MethodBadgeProps {
  readonly meaning: BadgeMeaning;
  /** `plain` is without the filled pill: for table cells and running lines. */
  readonly look?: 'pill' | 'plain';
  /** Shows the drawing only; the word stays for screen readers. */
  readonly isIconOnly?: boolean;
  readonly className?: string | undefined;
}

/** A method as icon, word and colour; never colour alone. */
export function MethodBadge({ meaning, look = 'pill', isIconOnly = false, className }: MethodBadgeProps) {
  const word = useMethodWord(meaning);
  const { icon, look: colour } = LOOKS[meaning];
  return (
    <span className={classes(styles['badge'], styles[look], styles[colour], className)}>
      <Icon name={icon} />
      <span className={classes(isIconOnly && styles['hidden'])}>{word}</span>
    </span>
  );
}

/** The one word for a method, in the person's language. */
export function useMethodWord(meaning: BadgeMeaning): string {
  const { t } = useLingui();
  switch (meaning) {
    case 'INVITE':
      return t`Invite`;
    case 'UPDATE':
      return t`Update`;
    case 'ADD':
      return t`Extra date`;
    case 'CANCEL':
      return t({ message: 'Cancel', context: 'method' });
    case 'REPLY':
      return t`Reply`;
    case 'NOTHING':
      return t`Nothing`;
  }
}
