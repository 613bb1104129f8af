import { useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { DialogTrigger } from 'react-aria-components/Dialog';
import { Avatar } from '../../components/Avatar.tsx';
import { classes } from '../../components/classes.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { displayAddress } from '../../icalendar/calendarUserAddress.ts';
import { attendeeName, deliveryText, isUndelivered, replyShape, replyText } from './attendeeWords.ts';
import { GuestDetails } from './GuestDetails.tsx';
import type { GuestRowProps } from './guestProps.ts';
import styles from './guests.module.css';

/** One guest: who, the reply, the last delivery, and what can be changed. Drawn again only when this guest changes. */
export const GuestRow = memo(function GuestRow({ attendee, isReadOnly, onChange, onRemove }: GuestRowProps) {
  const { t, i18n } = useLingui();
  const name = attendeeName(attendee);
  const mailbox = displayAddress(attendee.address);
  const delivery = deliveryText(attendee, i18n);
  return (
    <li className={styles['row']}>
      <Avatar name={name} />
      <span className={styles['who']}>
        <bdi className={styles['name']} title={name}>
          {name}
        </bdi>
        {mailbox === name ? null : (
          <bdi className={styles['address']} title={mailbox}>
            {mailbox}
          </bdi>
        )}
        <Marks attendee={attendee} />
      </span>
      <span className={styles['state']}>
        {attendee.isOrganizer ? (
          <span className={styles['reply']}>{t`organizer`}</span>
        ) : (
          <span className={styles['reply']}>
            <span className={classes(styles['shape'], styles[replyShape(attendee)])} aria-hidden="true" />
            {replyText(attendee, i18n)}
          </span>
        )}
        {delivery === '' || attendee.isOrganizer ? null : (
          <span className={classes(styles['delivery'], isUndelivered(attendee) && styles['undelivered'])}>
            {delivery}
          </span>
        )}
      </span>
      {isReadOnly || attendee.isOrganizer ? null : (
        <span className={styles['buttons']}>
          <DialogTrigger>
            <IconButton icon="more" size="small" className={styles['more']} label={t`More about ${name}`} />
            <GuestDetails attendee={attendee} onChange={onChange} onRemove={onRemove} />
          </DialogTrigger>
          <IconButton icon="cross" size="small" label={t`Remove ${name}`} onPress={() => onRemove(attendee.address)} />
        </span>
      )}
    </li>
  );
});

/** What is not as usual: optional, a room, somebody else sends, sent again on saving. */
function Marks({ attendee }: Pick<GuestRowProps, 'attendee'>) {
  const { t } = useLingui();
  const marks = [
    attendee.role === 'OPT-PARTICIPANT' && t`optional`,
    attendee.role === 'CHAIR' && t`chair`,
    attendee.role === 'NON-PARTICIPANT' && attendee.userType === 'INDIVIDUAL' && t`for information`,
    attendee.userType === 'ROOM' && t`room`,
    attendee.userType === 'RESOURCE' && t`equipment`,
    attendee.userType === 'GROUP' && t`group`,
    attendee.agent === 'CLIENT' && t`you tell`,
    attendee.agent === 'NONE' && t`not told`,
    attendee.resend && t`sent again on saving`,
  ].filter((mark) => mark !== false);
  if (marks.length === 0) return null;
  return (
    <span className={styles['marks']}>
      {marks.map((mark) => (
        <span key={mark} className={styles['mark']}>
          {mark}
        </span>
      ))}
    </span>
  );
}
