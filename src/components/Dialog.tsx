import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay, type ModalOverlayProps } from 'react-aria-components/Modal';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps
  extends Pick<
    ModalOverlayProps,
    'isOpen' | 'defaultOpen' | 'onOpenChange' | 'isDismissable' | 'isKeyboardDismissDisabled'
  > {
  readonly title: string;
  readonly size?: 'normal' | 'medium' | 'wide';
  /** `false` leaves out the cross: for what must be answered. */
  readonly hasCloseButton?: boolean;
  /** Buttons, the main one last; a function is given `close`. */
  readonly actions?: ReactNode | ((close: () => void) => ReactNode);
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** A question or a form over the page. Closes on Escape and, with `isDismissable`, on a press outside. */
export function Dialog({ title, size = 'normal', hasCloseButton = true, actions, children, ...overlay }: DialogProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay {...overlay} className={classes(styles['overlay'])}>
      <Modal className={classes(styles['modal'], size !== 'normal' && styles[size])}>
        <AriaDialog className={classes(styles['dialog'])}>
          {({ close }) => (
            <>
              <div className={styles['header']}>
                <Heading slot="title" className={classes(styles['title'])}>
                  {title}
                </Heading>
                {hasCloseButton ? <IconButton icon="cross" label={t`Close`} onPress={close} size="small" /> : null}
              </div>
              <div className={styles['body']}>{typeof children === 'function' ? children(close) : children}</div>
              {actions === undefined ? null : (
                <div className={styles['actions']}>{typeof actions === 'function' ? actions(close) : actions}</div>
              )}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface AlertDialogProps extends Pick<ModalOverlayProps, 'isOpen' | 'defaultOpen' | 'onOpenChange'> {
  readonly title: string;
  /** What the main button does, as a verb: "Delete meeting". */
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly isDangerous?: boolean;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
}

/** A question that must be answered before anything goes on. The harmless answer has the focus. */
export function AlertDialog({
  title,
  confirmLabel,
  cancelLabel,
  isDangerous = false,
  onConfirm,
  children,
  ...overlay
}: AlertDialogProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay {...overlay} className={classes(styles['overlay'])}>
      <Modal className={classes(styles['modal'])}>
        <AriaDialog role="alertdialog" className={classes(styles['dialog'])}>
          {({ close }) => (
            <>
              <div className={styles['header']}>
                <Heading slot="title" className={classes(styles['title'])}>
                  {title}
                </Heading>
              </div>
              <div className={styles['body']}>{children}</div>
              <div className={styles['actions']}>
                <Button onPress={close} autoFocus>
                  {cancelLabel ?? t`Cancel`}
                </Button>
                <Button
                  variant={isDangerous ? 'danger' : 'primary'}
                  onPress={() => {
                    onConfirm();
                    close();
                  }}
                >
                  {confirmLabel}
                </Button>
              </div>
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
