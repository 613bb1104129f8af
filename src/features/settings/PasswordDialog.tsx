import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { showToast } from '../../components/Toast.tsx';
import { useChangePassword } from '../../queries/account.ts';
import { CaldavError, wordsForError } from '../../queries/errors.ts';
import { useSession } from '../../queries/session.ts';
import styles from './PasswordDialog.module.css';

/** As the server has it. */
const MIN_LENGTH = 8;

/** Asks for the old password, and twice for the new one. */
export function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const { user } = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useChangePassword();
  const isWrong = reasonOf(change.error) === 'wrong-password';
  const isTooShort = [...next].length < MIN_LENGTH;
  const differs = again !== next;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (current === '' || isTooShort || differs || change.isPending) return;
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          showToast({
            tone: 'success',
            title: t`Your password is changed`,
            description: t`Everywhere else you are signed out.`,
          });
          onClose();
        },
      },
    );
  }

  const lengthRule = <Plural value={MIN_LENGTH} one="At least # character" other="At least # characters" />;
  const lacksCurrent = isTried && current === '';
  return (
    <Dialog
      title={t`Change password`}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <form className={styles['form']} onSubmit={submit} noValidate>
        <ChangeFailure error={change.error} />
        {/* Tells password managers whose password changes. */}
        <input type="text" autoComplete="username" value={user.name} readOnly hidden />
        <TextField
          label={t`Current password`}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          isInvalid={lacksCurrent || isWrong}
          errorMessage={
            lacksCurrent
              ? t`Type the password that you have now.`
              : isWrong
                ? t`This is not your current password.`
                : undefined
          }
          autoFocus
          isRequired
        />
        <TextField
          label={t`New password`}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          isInvalid={isTried && isTooShort}
          {...(isTried && isTooShort ? { errorMessage: lengthRule } : { description: lengthRule })}
          isRequired
        />
        <TextField
          label={t`New password once more`}
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          isInvalid={isTried && differs}
          errorMessage={isTried && differs ? t`The two differ.` : undefined}
          isRequired
        />
        <div className={styles['actions']}>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" isPending={change.isPending}>
            <Trans>Change password</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A wrong old password is said at its field. */
function ChangeFailure({ error }: { readonly error: Error | null }) {
  const { i18n } = useLingui();
  if (error === null || reasonOf(error) === 'wrong-password') return null;
  if (error instanceof CaldavError && error.kind === 'rate-limited') {
    const seconds = error.retryAfter ?? 60;
    return (
      <Banner tone="danger" title={<Trans>There were too many wrong passwords</Trans>} isLive>
        <Plural
          value={seconds}
          one="Nothing was changed. Wait # second, then try again."
          other="Nothing was changed. Wait # seconds, then try again."
        />
      </Banner>
    );
  }
  if (reasonOf(error) === 'invalid-password')
    return (
      <Banner tone="danger" title={<Trans>This cannot be a password</Trans>} isLive>
        <Trans>It must be one line of at most 1000 characters.</Trans>
      </Banner>
    );
  const { title, advice } = wordsForError(error);
  return (
    <Banner tone="danger" title={i18n._(title)} isLive>
      {i18n._(advice)}
    </Banner>
  );
}

function reasonOf(error: Error | null): string | undefined {
  return error instanceof CaldavError ? error.reason : undefined;
}
