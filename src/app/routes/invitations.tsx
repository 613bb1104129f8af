import { Trans } from '@lingui/react/macro';
import { InvitationsPage } from '../../features/invitations/InvitationsPage.tsx';
import { Shell } from '../Shell.tsx';
import styles from './pageTitle.module.css';

/** `/invitations` */
export function InvitationsRoute() {
  return (
    <Shell
      toolbar={
        <h1 className={styles['title']}>
          <Trans>Invitations</Trans>
        </h1>
      }
    >
      <InvitationsPage />
    </Shell>
  );
}
