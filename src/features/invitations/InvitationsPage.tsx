import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading, Skeleton } from '../../components/Skeleton.tsx';
import { InvitationCard } from './InvitationCard.tsx';
import styles from './InvitationsPage.module.css';
import { newestFirst } from './inboxItem.ts';
import type { InvitationEntry } from './invitationEntry.ts';

export interface InvitationsPageProps {
  /** Undefined while loading. */
  readonly entries: readonly InvitationEntry[] | undefined;
  /** Messages that cannot be read, as they are. */
  readonly unreadable: number;
  /** Why loading failed: what happened and what to do. */
  readonly failure: { readonly title: string; readonly advice: string } | undefined;
  readonly onRetry: () => void;
  readonly onDismiss: (url: string) => Promise<void>;
}

/** The scheduling Inbox, RFC 6638 §2.2: what arrived, in words, with the answer beside it. */
export function InvitationsPage({ entries, unreadable, failure, onRetry, onDismiss }: InvitationsPageProps) {
  const { t } = useLingui();
  if (failure && entries === undefined) {
    return (
      <EmptyState
        icon="warning"
        title={failure.title}
        actions={
          <Button variant="primary" onPress={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        {failure.advice}
      </EmptyState>
    );
  }
  if (entries === undefined) {
    return (
      <Loading label={t`Loading invitations`}>
        <div className={styles['list']}>
          <Skeleton width="100%" height="112px" />
          <Skeleton width="100%" height="112px" />
          <Skeleton width="100%" height="112px" />
        </div>
      </Loading>
    );
  }
  return (
    <div className={styles['page']}>
      {failure ? (
        <Banner
          tone="warning"
          title={failure.title}
          actions={
            <Button size="small" onPress={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {failure.advice}
        </Banner>
      ) : null}
      {unreadable > 0 ? (
        <Banner tone="warning">
          <Plural
            value={unreadable}
            one="# message cannot be read and is left as it is."
            other="# messages cannot be read and are left as they are."
          />
        </Banner>
      ) : null}
      {entries.length === 0 ? <NothingNew /> : null}
      <ul className={styles['list']} aria-label={t`Messages`}>
        {sorted(entries).map((entry) => (
          <li key={entry.item.url}>
            <InvitationCard entry={entry} onDismiss={() => onDismiss(entry.item.url)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function NothingNew() {
  const { t } = useLingui();
  return (
    <EmptyState icon="envelope" title={t`Nothing new`}>
      <Trans>
        Invitations, changes, cancellations and your guests’ replies arrive here. The events themselves are in your
        calendar already.
      </Trans>
    </EmptyState>
  );
}

function sorted(entries: readonly InvitationEntry[]): readonly InvitationEntry[] {
  const byUrl = new Map(entries.map((entry) => [entry.item.url, entry]));
  return newestFirst(entries.map(({ item }) => item)).flatMap(({ url }) => byUrl.get(url) ?? []);
}
