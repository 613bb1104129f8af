import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Text } from 'react-aria-components/Text';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastRegion as AriaToastRegion,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from 'react-aria-components/Toast';
import type { Tone } from './Banner.tsx';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './Toast.module.css';

export interface ToastMessage {
  readonly tone: Tone;
  /** One line: what happened. */
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

const ICONS: Readonly<Record<Tone, IconName>> = { info: 'info', success: 'check', warning: 'warning', danger: 'cross' };
const SHORT = 6000;
const toasts = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });

/**
 * Shows a message over the page. It leaves by itself after 6 s when there is nothing to do about it;
 * a warning, a failure or one with an action stays until it is closed. Returns a function that takes it away.
 */
export function showToast(message: ToastMessage): () => void {
  const stays = message.action !== undefined || message.tone === 'danger' || message.tone === 'warning';
  const key = toasts.add(message, stays ? {} : { timeout: SHORT });
  return () => toasts.close(key);
}

/** Where toasts appear; once, in the shell. F6 reaches it. */
export function ToastRegion() {
  const { t } = useLingui();
  return (
    <AriaToastRegion queue={toasts} aria-label={t`Messages`} className={classes(styles['region'])}>
      {({ toast }) => <ToastCard toast={toast} />}
    </AriaToastRegion>
  );
}

function ToastCard({ toast }: { readonly toast: Parameters<typeof AriaToast<ToastMessage>>[0]['toast'] }) {
  const { t } = useLingui();
  const { tone, title, description, action } = toast.content;
  return (
    <AriaToast toast={toast} className={classes(styles['toast'], styles[tone])}>
      <Icon name={ICONS[tone]} className={styles['icon']} />
      <ToastContent className={classes(styles['words'])}>
        <Text slot="title" className={classes(styles['title'])}>
          {title}
        </Text>
        {description === undefined ? null : <Text slot="description">{description}</Text>}
      </ToastContent>
      {action === undefined ? null : (
        <Button
          variant="quiet"
          size="small"
          onPress={() => {
            action.onPress();
            toasts.close(toast.key);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton slot="close" icon="cross" size="small" label={t`Close`} />
    </AriaToast>
  );
}
