import { Trans, useLingui } from '@lingui/react/macro';
import { Avatar } from '../../components/Avatar.tsx';
import { Icon } from '../../components/Icon.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import type { Share, ShareLevel } from '../../queries/sharing.ts';
import { mailboxOf, shareName } from './accessWords.ts';
import { LevelSelect } from './LevelSelect.tsx';
import styles from './ShareDialog.module.css';

interface ShareRowProps {
  readonly share: Share;
  readonly levels: readonly ShareLevel[];
  readonly onChange: (level: ShareLevel) => void;
  readonly onRemove: () => void;
}

/** One who has the calendar: who, what he may do, take it back. */
export function ShareRow({ share, levels, onChange, onRemove }: ShareRowProps) {
  const { t, i18n } = useLingui();
  const name = shareName(share, i18n);
  const mailbox = share.person === undefined ? '' : mailboxOf(share.person.addresses);
  return (
    <li className={styles['row']}>
      <Avatar name={name} />
      <span className={styles['who']}>
        <bdi className={styles['name']} title={name}>
          {name}
        </bdi>
        {mailbox === '' || mailbox === name ? null : (
          <bdi className={styles['address']} title={mailbox}>
            {mailbox}
          </bdi>
        )}
      </span>
      {share.isFixed ? (
        <span className={styles['fixed']}>
          <Icon name="lock" />
          <Trans>set by the server</Trans>
        </span>
      ) : (
        <>
          <LevelSelect label={t`What ${name} may do`} levels={levels} value={share.level} onChange={onChange} />
          <IconButton icon="cross" size="small" label={t`Take the calendar back from ${name}`} onPress={onRemove} />
        </>
      )}
    </li>
  );
}
