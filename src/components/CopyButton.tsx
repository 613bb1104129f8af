import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import styles from './CopyButton.module.css';

export interface CopyButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'autoFocus'> {
  readonly text: string;
}

/** Puts the text on the clipboard, and says beside the button whether it worked. */
export function CopyButton({ text, size = 'small', ...rest }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = () => {
    // Absent where the page is not served securely.
    if (navigator.clipboard === undefined) return setState('failed');
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  return (
    <span className={styles['copy']}>
      <Button {...rest} size={size} onPress={copy}>
        <Trans>Copy</Trans>
      </Button>
      <span role="status">
        {state === 'copied' ? <Trans>Copied</Trans> : null}
        {state === 'failed' ? <Trans>The browser did not allow it: select the text instead</Trans> : null}
      </span>
    </span>
  );
}
