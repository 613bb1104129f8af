import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useAddAppPassword } from '../../queries/account.ts';
import { CaldavError, wordsForError } from '../../queries/errors.ts';
import styles from './AppPasswordForm.module.css';

const MAX_NAME = 100;

/** Makes a password for one program, and shows it this once. */
export function AppPasswordForm() {
  const { t } = useLingui();
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const add = useAddAppPassword();
  const lacksName = isTried && name.trim() === '';

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || add.isPending) return;
    add.mutate(name.trim());
  }

  function finish() {
    setName('');
    setTried(false);
    add.reset();
  }

  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      {add.error === null ? null : <AddFailure error={add.error} />}
      <div className={styles['line']}>
        <TextField
          label={t`A new password for`}
          placeholder={t`For example: phone`}
          className={styles['name']}
          value={name}
          onChange={setName}
          maxLength={MAX_NAME}
          autoComplete="off"
          isInvalid={lacksName}
          errorMessage={lacksName ? t`Say which program or device it is for.` : undefined}
        />
        <Button type="submit" isPending={add.isPending} className={styles['make']}>
          <Trans>Make password</Trans>
        </Button>
      </div>
      {add.data === undefined ? null : <SecretDialog name={add.data.name} secret={add.data.secret} onDone={finish} />}
    </form>
  );
}

function AddFailure({ error }: { readonly error: Error }) {
  const { t, i18n } = useLingui();
  const isFull = error instanceof CaldavError && error.reason === 'too-many';
  const { title, advice } = wordsForError(error);
  return (
    <Banner tone="danger" title={isFull ? t`There are 50 passwords already` : i18n._(title)} isLive>
      {isFull ? t`Revoke one that is not used any more, then make a new one.` : i18n._(advice)}
    </Banner>
  );
}

/** Must be answered: closed by mistake, the secret would be gone. */
function SecretDialog({
  name,
  secret,
  onDone,
}: {
  readonly name: string;
  readonly secret: string;
  readonly onDone: () => void;
}) {
  const { t } = useLingui();
  return (
    <Dialog
      title={t`Password for ${name}`}
      isOpen
      isKeyboardDismissDisabled
      hasCloseButton={false}
      actions={
        <Button variant="primary" onPress={onDone}>
          <Trans>Done</Trans>
        </Button>
      }
    >
      <p>
        <Trans>Type or paste it into the program now. It is shown this once: only a fingerprint of it is kept.</Trans>
      </p>
      <div className={styles['secret']}>
        <code className={styles['code']} translate="no">
          {secret}
        </code>
        <CopyButton text={secret} size="normal" autoFocus />
      </div>
    </Dialog>
  );
}
