import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Loading, Skeleton } from '../../components/Skeleton.tsx';
import type { CalendarCollection } from '../../queries/calendars.ts';
import type { Principal } from '../../queries/scheduling.ts';
import { type Share, type ShareLevel, useCalendarAccess, useShareCalendar } from '../../queries/sharing.ts';
import { accessFailureWords, grantedWords, personName, shareName } from './accessWords.ts';
import { PersonAdder } from './PersonAdder.tsx';
import styles from './ShareDialog.module.css';
import { ShareRow } from './ShareRow.tsx';

interface ShareDialogProps {
  readonly calendar: CalendarCollection;
  readonly onClose: () => void;
}

/** What was done last: said in place, and taken back where it can be. */
interface Done {
  readonly text: string;
  readonly undo: (() => void) | undefined;
}

/** Who has one's own calendar, and giving it to others. Every choice holds at once. */
export function ShareDialog({ calendar, onClose }: ShareDialogProps) {
  const { t, i18n } = useLingui();
  const { url, displayName } = calendar;
  const access = useCalendarAccess(url);
  const sharing = useShareCalendar(url);
  const [done, setDone] = useState<Done>();
  const [round, setRound] = useState(0);
  const undoButton = useRef<HTMLButtonElement>(null);
  // The row that had the focus is gone: the way back gets it.
  useEffect(() => {
    if (done?.undo !== undefined) undoButton.current?.focus();
  }, [done]);

  const give = async (principal: string, name: string, level: ShareLevel): Promise<boolean> => {
    if (sharing.isPending) return false;
    setDone(undefined);
    const isGiven = await sharing.mutateAsync({ principal, level }).then(
      () => true,
      () => false,
    );
    if (isGiven) setDone({ text: grantedWords(name, level, i18n), undo: undefined });
    return isGiven;
  };
  /** The next one begins anew, with the focus, and with no more rights than to see. */
  const add = async (principal: string, name: string, level: ShareLevel): Promise<void> => {
    if (await give(principal, name, level)) setRound((before) => before + 1);
  };
  const takeBack = async ({ principal, level }: Share, name: string): Promise<void> => {
    if (sharing.isPending) return;
    setDone(undefined);
    try {
      await sharing.mutateAsync({ principal, level: undefined });
    } catch {
      return;
    }
    const undo = level === 'other' ? undefined : () => void add(principal, name, level);
    setDone({ text: t`${name} has this calendar no more.`, undo });
  };

  const { data } = access;
  const present = data?.shares.map(({ principal }) => principal) ?? [];
  const levels: readonly ShareLevel[] = data?.canGrantSending ? ['read', 'write', 'send'] : ['read', 'write'];
  return (
    <Dialog
      title={t`Share “${displayName}”`}
      size="medium"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <Button variant="primary" onPress={onClose}>
          <Trans>Done</Trans>
        </Button>
      }
    >
      {sharing.error === null ? null : <Failure error={sharing.error} />}
      {access.error === null || data !== undefined ? null : (
        <Failure
          error={access.error}
          actions={
            <Button size="small" onPress={() => void access.refetch()}>
              <Trans>Try again</Trans>
            </Button>
          }
        />
      )}
      {data === undefined ? (
        access.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <>
          <PersonAdder
            key={round}
            levels={levels}
            present={present}
            isPending={sharing.isPending}
            onAdd={(person: Principal, level) => void add(person.url, personName(person), level)}
          />
          <div className={styles['done']} role="status">
            {done === undefined ? null : (
              <>
                <span>{done.text}</span>
                {done.undo === undefined ? null : (
                  <Button variant="quiet" size="small" ref={undoButton} onPress={done.undo}>
                    <Trans>Undo</Trans>
                  </Button>
                )}
              </>
            )}
          </div>
          {data.shares.length === 0 ? (
            <p className={styles['nobody']}>
              <Trans>Only you have this calendar.</Trans>
            </p>
          ) : (
            <ul className={styles['list']} aria-label={t`Who has this calendar`}>
              {data.shares.map((share) => (
                <ShareRow
                  key={share.principal}
                  share={share}
                  levels={levels}
                  onChange={(level) => void give(share.principal, shareName(share, i18n), level)}
                  onRemove={() => void takeBack(share, shareName(share, i18n))}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </Dialog>
  );
}

function Failure({ error, actions }: { readonly error: unknown; readonly actions?: ReactNode }) {
  const { i18n } = useLingui();
  const { title, advice } = accessFailureWords(error, i18n);
  return (
    <Banner tone="danger" isLive title={title} actions={actions}>
      {advice}
    </Banner>
  );
}

function Waiting() {
  const { t } = useLingui();
  return (
    <Loading label={t`Looking who has this calendar`}>
      <div className={styles['waiting']}>
        <Skeleton width="100%" height="32px" />
        <Skeleton width="70%" height="32px" />
      </div>
    </Loading>
  );
}
