import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useSignIn } from '../../queries/session.ts';
import styles from './SignInForm.module.css';
import { signInFailure } from './signInWords.ts';

export interface SignInFormProps {
  /** Fixed name, when the same person must sign in again. */
  readonly username?: string;
  /** Name of the server to sign in to; the first one if absent. */
  readonly server?: string | undefined;
  /** Stands above the fields. */
  readonly children?: ReactNode;
  readonly onDone: () => void;
  /** Stands beside the button. */
  readonly otherAction?: ReactNode;
}

/** Name and password. The password leaves this form only in the request. */
export function SignInForm({ username: fixed, server, children, onDone, otherAction }: SignInFormProps) {
  const { t, i18n } = useLingui();
  const [username, setUsername] = useState(fixed ?? '');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const failure = signIn.error === null ? undefined : signInFailure(signIn.error);
  const [isTried, setTried] = useState(false);
  const isWrong = failure?.isWrongCredentials ?? false;
  const lacksName = isTried && username.trim() === '';
  const lacksPassword = isTried && password === '';

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (username.trim() === '' || password === '' || signIn.isPending) return;
    signIn.mutate({ username: username.trim(), password, server }, { onSuccess: onDone });
  }

  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      {failure === undefined ? null : (
        <Banner tone="danger" title={i18n._(failure.title)} isLive>
          {i18n._(failure.advice)}
        </Banner>
      )}
      {children}
      <TextField
        label={t`Name`}
        name="username"
        autoComplete="username"
        value={username}
        onChange={setUsername}
        isReadOnly={fixed !== undefined}
        isInvalid={isWrong || lacksName}
        errorMessage={lacksName ? t`Type your name.` : undefined}
        autoFocus={fixed === undefined}
        isRequired
      />
      <TextField
        label={t`Password`}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isInvalid={isWrong || lacksPassword}
        errorMessage={lacksPassword ? t`Type your password.` : undefined}
        autoFocus={fixed !== undefined}
        isRequired
      />
      <div className={styles['actions']}>
        {otherAction}
        <Button variant="primary" type="submit" isPending={signIn.isPending}>
          {signIn.isPending ? <Trans>Signing in…</Trans> : <Trans>Sign in</Trans>}
        </Button>
      </div>
    </form>
  );
}
