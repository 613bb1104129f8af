import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Avatar } from '../components/Avatar.tsx';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { Menu, MenuItem, MenuSection } from '../components/Menu.tsx';
import { showToast } from '../components/Toast.tsx';
import { VisuallyHidden } from '../components/VisuallyHidden.tsx';
import { displayAddress } from '../icalendar/calendarUserAddress.ts';
import { wordsForError } from '../queries/errors.ts';
import { useSession, useSignOut } from '../queries/session.ts';
import styles from './AccountMenu.module.css';

/** Who is signed in; settings and sign out. */
export function AccountMenu() {
  const { t, i18n } = useLingui();
  const { user, server } = useSession();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [address] = user.addresses;
  const person = address === undefined ? user.displayName : displayAddress(address);

  function leave() {
    signOut.mutate(undefined, {
      onSuccess: () => globalThis.location.assign('/sign-in'),
      onError: (error) => {
        const { title, advice } = wordsForError(error);
        showToast({ tone: 'danger', title: i18n._(title), description: i18n._(advice) });
      },
    });
  }

  return (
    <Menu
      trigger={
        <Button variant="quiet" className={styles['trigger']}>
          <Avatar name={user.displayName} />
          <VisuallyHidden>
            <Trans>Account:</Trans>
          </VisuallyHidden>
          <span className={styles['name']}>{user.displayName}</span>
          <Icon name="chevron-down" className={styles['chevron']} />
        </Button>
      }
    >
      <MenuSection title={server.gateway === undefined ? person : `${person} · ${server.name}, ${server.product}`}>
        <MenuItem icon="settings" onAction={() => void navigate({ to: '/settings' })}>
          {t`Settings`}
        </MenuItem>
        <MenuItem icon="sign-out" onAction={leave}>
          {t`Sign out`}
        </MenuItem>
      </MenuSection>
    </Menu>
  );
}
