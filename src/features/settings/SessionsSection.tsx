import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale } from 'react-aria-components/I18nProvider';
import { Button } from '../../components/Button.tsx';
import { AlertDialog } from '../../components/Dialog.tsx';
import { showToast } from '../../components/Toast.tsx';
import { type AccountSession, accountSessionsQuery, useEndAllSessions, useEndSession } from '../../queries/account.ts';
import { EntryList } from './EntryList.tsx';
import styles from './SettingsPage.module.css';
import { shortDate, timeAgo } from './timeAgo.ts';
import { useShowFailure } from './useShowFailure.ts';

/** In which browsers the person is signed in. */
export function SessionsSection() {
  const { t } = useLingui();
  const { locale } = useLocale();
  const query = useQuery({ ...accountSessionsQuery(), select: thisOneFirst });
  const end = useEndSession();
  const endAll = useEndAllSessions();
  const deviceName = useDeviceName();
  const showFailure = useShowFailure();
  const [isAsking, setAsking] = useState(false);
  const now = new Date();

  const noteOf = ({ begunAt, usedAt, isCurrent }: AccountSession): string => {
    const since = shortDate(begunAt, locale);
    if (isCurrent) return t`Signed in ${since}`;
    const ago = timeAgo(usedAt, now, locale);
    return ago === undefined ? t`Signed in ${since}, last used just now` : t`Signed in ${since}, last used ${ago}`;
  };

  const signOut = (session: AccountSession) => {
    const device = deviceName(session);
    const onSuccess = () => showToast({ tone: 'success', title: t`Signed out: ${device}` });
    end.mutate(session.id, { onSuccess, onError: showFailure });
  };

  const signOutEverywhere = () =>
    endAll.mutate(undefined, { onSuccess: () => globalThis.location.assign('/sign-in'), onError: showFailure });

  return (
    <section className={styles['section']}>
      <h2>
        <Trans>Where you are signed in</Trans>
      </h2>
      <EntryList
        label={t`Where you are signed in`}
        query={query}
        empty={<Trans>Nowhere any more.</Trans>}
        entryOf={(session) => {
          const device = deviceName(session);
          return {
            id: session.id,
            title: device,
            badge: session.isCurrent ? t`This browser` : undefined,
            note: noteOf(session),
            action: session.isCurrent ? undefined : (
              <Button
                size="small"
                onPress={() => signOut(session)}
                isPending={end.isPending && end.variables === session.id}
                aria-label={t`Sign out: ${device}`}
              >
                <Trans>Sign out</Trans>
              </Button>
            ),
          };
        }}
      />
      <div>
        <Button onPress={() => setAsking(true)} isPending={endAll.isPending}>
          <Trans>Sign out everywhere…</Trans>
        </Button>
      </div>
      {isAsking ? <EverywhereDialog onConfirm={signOutEverywhere} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function EverywhereDialog({ onConfirm, onClose }: { readonly onConfirm: () => void; readonly onClose: () => void }) {
  const { t } = useLingui();
  return (
    <AlertDialog
      title={t`Sign out everywhere?`}
      confirmLabel={t`Sign out everywhere`}
      isDangerous
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      onConfirm={onConfirm}
    >
      <p>
        <Trans>
          You are signed out in this and in all other browsers, also on devices that are not yours any more. Calendar
          programs go on: revoke their passwords above.
        </Trans>
      </p>
    </AlertDialog>
  );
}

function thisOneFirst(sessions: readonly AccountSession[]): readonly AccountSession[] {
  return [...sessions].sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
}

function useDeviceName(): (session: AccountSession) => string {
  const { t } = useLingui();
  return ({ browser, system }) => {
    if (browser !== null && system !== null) return t`${browser} on ${system}`;
    return browser ?? system ?? t`An unknown browser`;
  };
}
