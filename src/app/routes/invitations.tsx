import { Trans, useLingui } from '@lingui/react/macro';
import { InvitationsPage } from '../../features/invitations/InvitationsPage.tsx';
import { wordsForError } from '../../queries/errors.ts';
import { useInbox } from '../../queries/scheduling.ts';
import { Shell } from '../Shell.tsx';
import { useInvitationEntries } from './invitations/useInvitationEntries.tsx';
import styles from './invitations.module.css';
import pageTitle from './pageTitle.module.css';

/** `/invitations` */
export function InvitationsRoute() {
  const { i18n } = useLingui();
  const inbox = useInbox();
  const { entries, unreadable, onDismiss } = useInvitationEntries(inbox.data);
  const words = inbox.error ? wordsForError(inbox.error) : undefined;
  return (
    <Shell
      toolbar={
        <h1 className={pageTitle['title']}>
          <Trans>Invitations</Trans>
        </h1>
      }
    >
      <div className={styles['page']}>
        <InvitationsPage
          entries={entries}
          unreadable={unreadable}
          failure={words && { title: i18n._(words.title), advice: i18n._(words.advice) }}
          onRetry={() => void inbox.refetch()}
          onDismiss={onDismiss}
        />
      </div>
    </Shell>
  );
}
