import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import styles from './SettingsPage.module.css';

/** The account's own password. */
export function PasswordSection() {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={styles['section']}>
      <h2>
        <Trans>Your password</Trans>
      </h2>
      <p className={styles['note']}>
        <Trans>
          A new password signs you out everywhere but here. Passwords of calendar programs stay as they are.
        </Trans>
      </p>
      <div>
        <Button onPress={() => setOpen(true)}>{t`Change password…`}</Button>
      </div>
      {isOpen ? <PasswordDialog onClose={() => setOpen(false)} /> : null}
    </section>
  );
}
