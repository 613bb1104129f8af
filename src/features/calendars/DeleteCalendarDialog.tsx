import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useState } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Loading, Skeleton } from '../../components/Skeleton.tsx';
import { showToast } from '../../components/Toast.tsx';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import { useCalendarContents } from '../../queries/calendarContents.ts';
import { type CalendarCollection, useDeleteCalendar } from '../../queries/calendars.ts';
import { wordsForError } from '../../queries/errors.ts';
import styles from './DeleteCalendarDialog.module.css';
import {
  type DeletionContext,
  type DeletionSummary,
  summarizeDeletion,
  type TellingMeeting,
} from './deletionSummary.ts';

export interface DeleteCalendarDialogProps {
  readonly calendar: CalendarCollection;
  readonly planner: Pick<DeletionContext, 'addresses' | 'policy'>;
  /** What the server does with the guests of a calendar that is deleted as a whole; `unknown`: servers of its kind differ. */
  readonly telling: 'tells' | 'silent' | 'unknown';
  /** “Alice, Bob and 3 others” */
  readonly namePeople: (
    people: readonly CalendarUserAddress[],
    names: ReadonlyMap<CalendarUserAddress, string>,
  ) => string;
  readonly onClose: () => void;
}

/** Deleting a calendar: first it says what goes, and who is told that it is off. */
export function DeleteCalendarDialog(props: DeleteCalendarDialogProps) {
  return props.calendar.isDefault ? <KeptCalendar {...props} /> : <DoomedCalendar {...props} />;
}

/** The server needs one calendar for invitations, RFC 6638 §9.2. */
function KeptCalendar({ calendar, onClose }: DeleteCalendarDialogProps) {
  const { t } = useLingui();
  const { displayName } = calendar;
  return (
    <Dialog
      title={t`“${displayName}” cannot be deleted`}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <Button variant="primary" onPress={onClose} autoFocus>
          <Trans>Keep it</Trans>
        </Button>
      }
    >
      <p>
        <Trans>
          It is the calendar in which the server puts the invitations that you get. Without it they would have no place.
        </Trans>
      </p>
      <p>
        <Trans>You can give it another name and colour, or hide it by unticking it in the list.</Trans>
      </p>
    </Dialog>
  );
}

function DoomedCalendar({ calendar, planner, telling, namePeople, onClose }: DeleteCalendarDialogProps) {
  const { t } = useLingui();
  const { displayName, url } = calendar;
  const contents = useCalendarContents(url);
  const summary = useSummary(contents.data?.meetings, planner);
  const removal = useDeleteCalendar();
  const told = summary === undefined || telling === 'silent' ? 0 : summary.cancelled.length + summary.declined.length;
  const isReady = contents.data !== undefined && summary !== undefined;
  const remove = () =>
    removal.mutate(url, {
      onSuccess: () => {
        showToast({ tone: 'success', title: t`“${displayName}” is deleted.` });
        onClose();
      },
    });
  return (
    <Dialog
      title={t`Delete “${displayName}”?`}
      size="medium"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            <Trans>Keep it</Trans>
          </Button>
          <Button variant="danger" isDisabled={!isReady} isPending={removal.isPending} onPress={remove}>
            {told > 0 ? <Trans>Delete and tell them</Trans> : <Trans>Delete calendar</Trans>}
          </Button>
        </>
      }
    >
      <Failure error={removal.error} title={(what) => t`Not deleted. ${what}`} />
      <Failure
        error={contents.error}
        title={(what) => t`What stands in it could not be read. ${what}`}
        actions={
          <Button size="small" onPress={() => void contents.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        }
      />
      {isReady ? (
        <Consequences count={contents.data.count} summary={summary} telling={telling} namePeople={namePeople} />
      ) : contents.error === null ? (
        <Loading label={t`Looking what stands in it`}>
          <div className={styles['waiting']}>
            <Skeleton width="70%" height="20px" />
            <Skeleton width="100%" height="64px" />
          </div>
        </Loading>
      ) : null}
    </Dialog>
  );
}

interface FailureProps {
  readonly error: Error | null;
  readonly title: (what: string) => string;
  readonly actions?: ReactNode;
}

function Failure({ error, title, actions }: FailureProps) {
  const { i18n } = useLingui();
  if (error === null) return null;
  const words = wordsForError(error);
  return (
    <Banner tone="danger" isLive title={title(i18n._(words.title))} actions={actions}>
      {i18n._(words.advice)}
    </Banner>
  );
}

interface ConsequencesProps extends Pick<DeleteCalendarDialogProps, 'telling' | 'namePeople'> {
  readonly count: number;
  readonly summary: DeletionSummary;
}

function Consequences({ count, summary, telling, namePeople }: ConsequencesProps) {
  const { t } = useLingui();
  const { cancelled, declined, unreadable, names } = summary;
  const guests = [...new Set(cancelled.flatMap(({ recipients }) => recipients))];
  const hosts = [...new Set(declined.flatMap(({ recipients }) => recipients))];
  const isTold = telling !== 'silent';
  const guestNames = namePeople(guests, names);
  const hostNames = namePeople(hosts, names);
  return (
    <>
      <p>
        {count === 0 ? (
          <Trans>It is empty, so nobody is told anything.</Trans>
        ) : (
          <Plural
            value={count}
            one="# entry goes with it. This cannot be undone."
            other="# entries go with it. This cannot be undone."
          />
        )}
      </p>
      {telling === 'unknown' && cancelled.length + declined.length > 0 ? (
        <Banner tone="warning" title={t`This server may tell nobody`}>
          <Trans>
            Some servers send no cancellations when a calendar is deleted as a whole. If your guests must know, delete
            the meetings one by one first.
          </Trans>
        </Banner>
      ) : null}
      {isTold && cancelled.length > 0 ? (
        <Told
          icon="cross"
          title={
            <Plural
              value={cancelled.length}
              one={`# meeting is cancelled for ${guestNames}`}
              other={`# meetings are cancelled for ${guestNames}`}
            />
          }
          meetings={cancelled}
          names={names}
          namePeople={namePeople}
        />
      ) : null}
      {isTold && declined.length > 0 ? (
        <Told
          icon="envelope-arrow"
          title={
            <Plural
              value={declined.length}
              one={`# invitation is declined to ${hostNames}`}
              other={`# invitations are declined to ${hostNames}`}
            />
          }
          meetings={declined}
          names={names}
          namePeople={namePeople}
        />
      ) : null}
      {count > 0 && (cancelled.length + declined.length === 0 || !isTold) ? (
        <p>
          {isTold ? (
            <Trans>None of them has guests who would be told.</Trans>
          ) : (
            <Trans>This server tells nobody.</Trans>
          )}
        </p>
      ) : null}
      {unreadable === 0 ? null : (
        <Banner tone="warning">
          <Plural
            value={unreadable}
            one="# entry cannot be read, so that it is not known whom the server tells of it."
            other="# entries cannot be read, so that it is not known whom the server tells of them."
          />
        </Banner>
      )}
    </>
  );
}

interface ToldProps extends Pick<DeleteCalendarDialogProps, 'namePeople'> {
  readonly icon: 'cross' | 'envelope-arrow';
  readonly title: ReactNode;
  readonly meetings: readonly TellingMeeting[];
  readonly names: DeletionSummary['names'];
}

/** More would only be scrolled past. */
const MOST_LISTED = 50;

function Told({ icon, title, meetings, names, namePeople }: ToldProps) {
  const { t } = useLingui();
  const more = meetings.length - MOST_LISTED;
  return (
    <section className={icon === 'cross' ? styles['cancelled'] : styles['declined']}>
      <h3 className={styles['title']}>
        <Icon name={icon} />
        <span>{title}</span>
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={styles['meetings']} tabIndex={0} aria-label={t`Meetings`}>
        {meetings.slice(0, MOST_LISTED).map(({ url, title: name, recipients }) => (
          <li key={url}>
            <bdi className={styles['meeting']}>{name || t`(no title)`}</bdi>
            <span className={styles['people']}>{namePeople(recipients, names)}</span>
          </li>
        ))}
        {more > 0 ? (
          <li className={styles['people']}>
            <Plural value={more} one="and # more" other="and # more" />
          </li>
        ) : null}
      </ul>
    </section>
  );
}

/** Undefined while it is planned. */
function useSummary(
  meetings: Parameters<typeof summarizeDeletion>[0] | undefined,
  { addresses, policy }: DeleteCalendarDialogProps['planner'],
): DeletionSummary | undefined {
  const [summary, setSummary] = useState<DeletionSummary>();
  useEffect(() => {
    setSummary(undefined);
    if (meetings === undefined) return undefined;
    const abort = new AbortController();
    void summarizeDeletion(meetings, { addresses, policy, now: new Date() }, abort.signal).then((made) => {
      if (made !== undefined) setSummary(made);
    });
    return () => abort.abort();
  }, [meetings, addresses, policy]);
  return summary;
}
