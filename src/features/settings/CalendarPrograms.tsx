import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale } from 'react-aria-components/I18nProvider';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { AlertDialog } from '../../components/Dialog.tsx';
import { showToast } from '../../components/Toast.tsx';
import { type AppPassword, appPasswordsQuery, useRevokeAppPassword } from '../../queries/account.ts';
import { useSession } from '../../queries/session.ts';
import { AppPasswordForm } from './AppPasswordForm.tsx';
import { EntryList } from './EntryList.tsx';
import styles from './SettingsPage.module.css';
import { shortDate, timeAgo } from './timeAgo.ts';
import { useShowFailure } from './useShowFailure.ts';

/** How other programs reach the calendars of the account, and with which passwords. */
export function CalendarPrograms() {
  const { t } = useLingui();
  const { locale } = useLocale();
  const { user } = useSession();
  const query = useQuery(appPasswordsQuery());
  const revoke = useRevokeAppPassword();
  const showFailure = useShowFailure();
  const [asked, setAsked] = useState<AppPassword>();
  const now = new Date();
  const address = `${globalThis.location.origin}/`;

  const noteOf = ({ createdAt, usedAt }: AppPassword): string => {
    const since = shortDate(createdAt, locale);
    if (usedAt === undefined) return t`Made ${since}, not used yet`;
    const ago = timeAgo(usedAt, now, locale);
    return ago === undefined ? t`Made ${since}, last used just now` : t`Made ${since}, last used ${ago}`;
  };

  const take = ({ id, name }: AppPassword) =>
    revoke.mutate(id, {
      onSuccess: () => showToast({ tone: 'success', title: t`The password for ${name} opens nothing any more` }),
      onError: showFailure,
    });

  return (
    <section className={styles['section']}>
      <h2>
        <Trans>Calendar programs</Trans>
      </h2>
      <p className={styles['note']}>
        <Trans>
          Apple Calendar, Thunderbird, DAVx⁵ and other programs show and change these calendars too. They ask for:
        </Trans>
      </p>
      <dl className={styles['facts']}>
        <dt>
          <Trans>Server address</Trans>
        </dt>
        <dd className={styles['copyable']}>
          <span translate="no">{address}</span>
          <CopyButton text={address} />
        </dd>
        <dt>
          <Trans>User name</Trans>
        </dt>
        <dd translate="no">{user.name}</dd>
        <dt>
          <Trans>Password</Trans>
        </dt>
        <dd>
          <Trans>
            Make one here for each program: it opens calendars only, and you can revoke it without changing your own.
            Your own password works there too.
          </Trans>
        </dd>
      </dl>
      <AppPasswordForm />
      <EntryList
        label={t`Passwords for calendar programs`}
        query={query}
        empty={<Trans>No program has a password of its own yet.</Trans>}
        entryOf={(item) => ({
          id: item.id,
          title: item.name,
          note: noteOf(item),
          action: (
            <Button size="small" onPress={() => setAsked(item)} aria-label={t`Revoke the password for ${item.name}`}>
              <Trans>Revoke…</Trans>
            </Button>
          ),
        })}
      />
      {asked === undefined ? null : (
        <RevokeDialog name={asked.name} onRevoke={() => take(asked)} onClose={() => setAsked(undefined)} />
      )}
    </section>
  );
}

interface RevokeDialogProps {
  readonly name: string;
  readonly onRevoke: () => void;
  readonly onClose: () => void;
}

function RevokeDialog({ name, onRevoke, onClose }: RevokeDialogProps) {
  const { t } = useLingui();
  return (
    <AlertDialog
      title={t`Revoke the password for ${name}?`}
      confirmLabel={t`Revoke password`}
      isDangerous
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      onConfirm={onRevoke}
    >
      <p>
        <Trans>
          The program that uses it is refused at once. To go on it needs a new password; this one does not come back.
        </Trans>
      </p>
    </AlertDialog>
  );
}
