import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { attendeeName } from './attendeeWords.ts';
import type { DraftAttendee, EventDraft } from './draft.ts';
import type { EventFormProps, PrincipalSuggestion } from './formTypes.ts';
import { GuestAdder } from './GuestAdder.tsx';
import { GuestRow } from './GuestRow.tsx';
import styles from './guests.module.css';
import { newAttendee } from './newDraft.ts';
import { Problem } from './Problem.tsx';
import { Row } from './Row.tsx';
import type { ChangeDraft } from './useDraftHistory.ts';

interface GuestFieldsProps {
  readonly attendees: readonly DraftAttendee[];
  readonly change: ChangeDraft;
  readonly searchPrincipals: EventFormProps['searchPrincipals'];
  readonly ownerAddresses: readonly string[];
  /** Whether the event is one that its owner organizes already. */
  readonly isMeeting: boolean;
  readonly problem: string | undefined;
  readonly isReadOnly: boolean;
}

/** Who is invited. Somebody taken out can be put back until the form is left. */
export const GuestFields = memo(function GuestFields({
  attendees,
  change,
  searchPrincipals,
  ownerAddresses,
  isMeeting,
  problem,
  isReadOnly,
}: GuestFieldsProps) {
  const { t } = useLingui();
  const [removed, setRemoved] = useState<readonly DraftAttendee[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const present = useMemo(
    () =>
      new Set<string>([
        ...attendees.map(({ address }) => normalizeAddress(address)),
        ...ownerAddresses.map(normalizeAddress),
      ]),
    [attendees, ownerAddresses],
  );
  const onChange = useCallback(
    (address: string, part: Partial<DraftAttendee>) => change((draft) => withAttendee(draft, address, part)),
    [change],
  );
  const onRemove = useCallback(
    (address: string) =>
      change((draft) => {
        const gone = draft.attendees.find((attendee) => attendee.address === address);
        if (gone) setRemoved((known) => [...known.filter((other) => other.address !== address), gone]);
        focusUndo(list.current);
        return { ...draft, attendees: draft.attendees.filter((attendee) => attendee !== gone) };
      }),
    [change],
  );
  const onAdd = (people: readonly PrincipalSuggestion[]) =>
    change((draft) => ({
      ...draft,
      attendees: [...draft.attendees, ...people.map((person) => addedAttendee(person, removed))],
    }));
  const putBack = (attendee: DraftAttendee) => {
    setRemoved((known) => known.filter((other) => other !== attendee));
    change((draft) => ({ ...draft, attendees: [...draft.attendees, attendee] }));
    list.current?.querySelector('input')?.focus();
  };
  const gone = removed.filter(({ address }) => !present.has(normalizeAddress(address)));
  return (
    <Row label={t`Guests`} aside={<GuestCount attendees={attendees} />}>
      <div ref={list} className={styles['guests']}>
        {attendees.length === 0 ? null : (
          <ul className={styles['list']} aria-label={t`Guests`}>
            {attendees.map((attendee) => (
              <GuestRow
                key={attendee.address}
                attendee={attendee}
                isReadOnly={isReadOnly}
                onChange={onChange}
                onRemove={onRemove}
              />
            ))}
          </ul>
        )}
        <div role="status" className={styles['removed']}>
          {gone.map((attendee) => (
            <RemovedGuest key={attendee.address} attendee={attendee} onUndo={() => putBack(attendee)} />
          ))}
        </div>
        {attendees.length === 0 && !isMeeting && !isReadOnly ? (
          <p className={styles['hint']}>
            <Trans>With the first guest this becomes a meeting.</Trans>
          </p>
        ) : null}
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        {isReadOnly ? null : <GuestAdder searchPrincipals={searchPrincipals} present={present} onAdd={onAdd} />}
      </div>
    </Row>
  );
});

function GuestCount({ attendees }: { readonly attendees: readonly DraftAttendee[] }) {
  const guests = attendees.filter(({ isOrganizer }) => !isOrganizer);
  const accepted = guests.filter(({ partstat }) => partstat === 'ACCEPTED').length;
  if (guests.length === 0) return null;
  return (
    <span className={styles['count']}>
      <Plural value={guests.length} one="# guest" other="# guests" />
      {accepted === 0 ? null : (
        <>
          {' · '}
          <Trans>{accepted} accepted</Trans>
        </>
      )}
    </span>
  );
}

function RemovedGuest({ attendee, onUndo }: { readonly attendee: DraftAttendee; readonly onUndo: () => void }) {
  const { t } = useLingui();
  const name = attendeeName(attendee);
  return (
    <p className={styles['gone']}>
      <span>
        <Trans>
          <bdi>{name}</bdi> is taken out.
        </Trans>
      </span>
      <Button variant="quiet" size="small" aria-label={t`Put ${name} back`} onPress={onUndo} data-undo="">
        <Trans>Undo</Trans>
      </Button>
    </p>
  );
}

/** The row that had the focus is gone: the way back gets it. */
function focusUndo(list: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const buttons = list?.querySelectorAll<HTMLElement>('[data-undo]');
    buttons?.item(buttons.length - 1)?.focus();
  });
}

function withAttendee(draft: EventDraft, address: string, part: Partial<DraftAttendee>): EventDraft {
  return {
    ...draft,
    attendees: draft.attendees.map((attendee) => (attendee.address === address ? { ...attendee, ...part } : attendee)),
  };
}

/** Somebody who was just taken out comes back as he was. */
function addedAttendee(person: PrincipalSuggestion, removed: readonly DraftAttendee[]): DraftAttendee {
  const before = removed.find(({ address }) => normalizeAddress(address) === normalizeAddress(person.address));
  return before ?? newAttendee(person.address, person.name, person.userType);
}
