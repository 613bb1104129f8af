import { Trans } from '@lingui/react/macro';
import { SettingsPage } from '../../features/settings/SettingsPage.tsx';
import { Shell } from '../Shell.tsx';
import styles from './pageTitle.module.css';

/** `/settings` */
export function SettingsRoute() {
  return (
    <Shell
      toolbar={
        <h1 className={styles['title']}>
          <Trans>Settings</Trans>
        </h1>
      }
    >
      <SettingsPage />
    </Shell>
  );
}
