import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay, type ModalOverlayProps } from 'react-aria-components/Modal';
import { classes } from './classes.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Sheet.module.css';

export interface SheetProps extends Pick<ModalOverlayProps, 'isOpen' | 'defaultOpen' | 'onOpenChange'> {
  readonly title: string;
  /** `start` slides in beside the page, `bottom` from below, as phones do. */
  readonly side?: 'start' | 'end' | 'bottom';
  readonly children: ReactNode;
}

/** A panel from the edge of the page, where a side bar has no room. */
export function Sheet({ title, side = 'bottom', children, ...overlay }: SheetProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay isDismissable {...overlay} className={classes(styles['overlay'])}>
      <Modal className={classes(styles['sheet'], styles[side])}>
        <AriaDialog className={classes(styles['dialog'])}>
          {({ close }) => (
            <>
              <div className={styles['header']}>
                <Heading slot="title">{title}</Heading>
                <IconButton icon="cross" label={t`Close`} onPress={close} size="small" />
              </div>
              <div className={styles['body']}>{children}</div>
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
