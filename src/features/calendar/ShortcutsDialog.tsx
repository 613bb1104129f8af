import { useLingui } from '@lingui/react/macro';
import { Dialog } from '../../components/Dialog.tsx';
import styles from './ShortcutsDialog.module.css';

export interface ShortcutsDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** All keys, behind `?`. */
export function ShortcutsDialog(props: ShortcutsDialogProps) {
  const { t } = useLingui();
  const keys = [
    ['c', t`Create an event`],
    ['/', t`Search events`],
    ['t', t`Go to today`],
    ['j', t`Next page`],
    ['k', t`Previous page`],
    ['1', t`Month`],
    ['2', t`Week`],
    ['3', t`Day`],
    ['4', t`Agenda`],
    ['← ↑ → ↓', t`From event to event, once one has the focus`],
    ['Enter', t`Open the event`],
    ['?', t`This list`],
  ] as const;
  return (
    <Dialog {...props} title={t`Keyboard`} isDismissable>
      <dl className={styles['keys']}>
        {keys.map(([key, action]) => (
          <div key={key} className={styles['line']}>
            <dt>
              <kbd className={styles['key']}>{key}</kbd>
            </dt>
            <dd>{action}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
