import { Trans, useLingui } from '@lingui/react/macro';
import { Avatar } from '../../../components/Avatar.tsx';
import { Banner } from '../../../components/Banner.tsx';
import type { SchedulingPlan } from '../../../scheduling/types.ts';
import styles from './OwnerNotice.module.css';
import type { Viewer } from './viewer.ts';

interface OwnerNoticeProps {
  readonly viewer: Viewer;
  readonly isReadOnly: boolean;
  /** What saving would send; undefined while nothing is changed. */
  readonly plan: SchedulingPlan | undefined;
}

/** In somebody else's calendar: for whom one acts, and what one may not do there. */
export function OwnerNotice({ viewer, isReadOnly, plan }: OwnerNoticeProps) {
  const { t } = useLingui();
  const { actsFor } = viewer;
  if (isReadOnly) return <ReadOnlyNotice name={actsFor?.name} />;
  if (actsFor === undefined) return null;
  const { name } = actsFor;
  if (plan !== undefined && !maySend(plan, viewer)) {
    const isReply = plan.role === 'attendee';
    return (
      <Banner
        className={styles['notice']}
        tone="danger"
        isLive
        title={isReply ? t`You may not answer for ${name}` : t`You may not send invitations for ${name}`}
      >
        {isReply ? (
          <Trans>
            This cannot be saved, because the organizer would be told in their name. Ask {name} to let you invite and
            answer for them, or change only what is for their own eyes, such as the alarm.
          </Trans>
        ) : (
          <Trans>
            This cannot be saved, because guests would be told in their name. Ask {name} to let you invite for them, or
            change only what guests are not told of, such as the alarm.
          </Trans>
        )}
      </Banner>
    );
  }
  return (
    <Banner className={styles['notice']} tone="info" title={t`You act for ${name}`}>
      {actsFor.mayInvite ? (
        <Trans>The event is in their calendar. Whatever is sent to guests goes out in their name.</Trans>
      ) : (
        <Trans>
          The event is in their calendar. You may change it as long as no guest has to be told: you may not send
          invitations in their name.
        </Trans>
      )}
    </Banner>
  );
}

function ReadOnlyNotice({ name }: { readonly name: string | undefined }) {
  const { t } = useLingui();
  return (
    <Banner
      className={styles['notice']}
      tone="info"
      title={
        name === undefined
          ? t`This calendar can be seen, but not changed`
          : t`${name} lets you see this calendar, but not change it`
      }
    >
      <Trans>Nothing that you do here is sent to anybody.</Trans>
    </Banner>
  );
}

/** Above a preview that sends something: in whose name, when it is not one's own. */
export function SenderLine({ plan, viewer }: { readonly plan: SchedulingPlan; readonly viewer: Viewer }) {
  const { actsFor } = viewer;
  if (actsFor === undefined || plan.messages.length === 0) return null;
  const { name } = actsFor;
  return (
    <p className={styles['sender']}>
      <Avatar name={name} className={styles['avatar']} />
      <span>
        <Trans>
          In the name of <strong dir="auto">{name}</strong>
        </Trans>
      </span>
    </p>
  );
}

/** Whether the person may send what is planned in the owner's name, RFC 6638 §6.2. */
export function maySend({ messages }: SchedulingPlan, { actsFor }: Pick<Viewer, 'actsFor'>): boolean {
  if (actsFor === undefined) return true;
  return messages.every(({ method }) => (method === 'REPLY' ? actsFor.mayReply : actsFor.mayInvite));
}
