import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Avatar } from '../../components/Avatar.tsx';
import { Banner } from '../../components/Banner.tsx';
import { Option } from '../../components/Option.tsx';
import { Select } from '../../components/Select.tsx';
import { TextArea } from '../../components/TextField.tsx';
import { displayAddress } from '../../icalendar/calendarUserAddress.ts';
import { AlarmField } from './AlarmField.tsx';
import { attendeeName, replyText } from './attendeeWords.ts';
import { clockText, dateText, momentText, readingIn } from './dateWords.ts';
import { describeRecurrence } from './describeRecurrence.ts';
import type { EventDraft } from './draft.ts';
import styles from './form.module.css';
import type { InvitationFormProps } from './formTypes.ts';
import { addDays, datePart } from './localTime.ts';
import { ScopeChooser } from './ScopeChooser.tsx';
import { Segmented } from './Segmented.tsx';
import { safeHref, textRuns } from './safeLinks.ts';
import { useFormWords } from './useFormWords.ts';

/** An invitation: the facts to read, and one's own answer, alarm and "show as" to set. */
export function InvitationForm({
  draft,
  organizer,
  reply,
  onChange,
  scope,
  onScopeChange,
  instances,
  problems,
  timeZone,
  isReadOnly = false,
  invited,
}: InvitationFormProps) {
  const { t } = useLingui();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <form> would submit on Enter, and saving is the page's
    <div className={styles['form']} role="form" aria-label={t`Invitation`}>
      <ScopeChooser scope={scope} onScopeChange={onScopeChange} instances={instances} />
      {problems.map(({ message }) => (
        <Banner key={message} tone="danger" isLive title={message} />
      ))}
      {draft.status === 'CANCELLED' ? (
        <Banner tone="warning" title={t`The organizer has cancelled this event.`} />
      ) : null}
      <Facts draft={draft} organizer={organizer} timeZone={timeZone} />
      <div className={styles['answer']}>
        <Segmented
          label={invited === undefined ? t`Your answer` : t`${invited}’s answer`}
          isDisabled={isReadOnly}
          segments={[
            { id: 'ACCEPTED', text: t`Accept` },
            { id: 'TENTATIVE', text: t`Maybe` },
            { id: 'DECLINED', text: t`Decline` },
          ]}
          selected={[reply.partstat]}
          onChange={([partstat]) => partstat !== undefined && onChange({ ...reply, partstat })}
        />
        {reply.partstat === 'NEEDS-ACTION' ? (
          <p className={styles['note']}>
            {invited === undefined ? (
              <Trans>You have not answered yet.</Trans>
            ) : (
              <Trans>
                <bdi>{invited}</bdi> has not answered yet.
              </Trans>
            )}
          </p>
        ) : null}
        <TextArea
          label={t`Comment to the organizer`}
          isReadOnly={isReadOnly}
          rows={2}
          value={reply.comment}
          onChange={(comment) => onChange({ ...reply, comment })}
        />
      </div>
      <AlarmField
        alarms={reply.alarms}
        isAllDay={draft.start.form === 'date'}
        isReadOnly={isReadOnly}
        onChange={(alarms) => onChange({ ...reply, alarms })}
      />
      <Select
        label={t`Show as`}
        className={styles['inline']}
        isDisabled={isReadOnly}
        value={reply.transparency}
        onChange={(key) => onChange({ ...reply, transparency: key === 'TRANSPARENT' ? 'TRANSPARENT' : 'OPAQUE' })}
      >
        <Option id="OPAQUE">{t`Busy`}</Option>
        <Option id="TRANSPARENT">{t`Free`}</Option>
      </Select>
    </div>
  );
}

function Facts({ draft, organizer, timeZone }: Pick<InvitationFormProps, 'draft' | 'organizer' | 'timeZone'>) {
  const { t } = useLingui();
  const words = useFormWords();
  const host = attendeeName(organizer);
  return (
    <dl className={styles['facts']}>
      <Fact name={t`Title`}>
        <strong dir="auto">{draft.title || t`No title`}</strong>
      </Fact>
      <Fact name={t`When`}>
        <WhenText draft={draft} timeZone={timeZone} />
      </Fact>
      {draft.recurrence.kind === 'none' ? null : (
        <Fact name={t`Repeats`}>{describeRecurrence(draft.recurrence, draft.start.local, words)}</Fact>
      )}
      {draft.extraDates.length === 0 ? null : (
        <Fact name={t`Extra dates`}>{draft.extraDates.map(({ time }) => momentText(time, words)).join(' · ')}</Fact>
      )}
      {draft.leftOut.length === 0 ? null : (
        <Fact name={t`Left out`}>{draft.leftOut.map((time) => momentText(time, words)).join(' · ')}</Fact>
      )}
      <Fact name={t`Organizer`}>
        <span className={styles['person']}>
          <Avatar name={host} />
          <bdi title={displayAddress(organizer.address)}>{host}</bdi>
        </span>
      </Fact>
      {draft.location === '' ? null : (
        <Fact name={t`Where`}>
          <LinkedText text={draft.location} />
        </Fact>
      )}
      {draft.videoLink === '' ? null : (
        <Fact name={t`Video link`}>
          <LinkedText text={draft.videoLink} />
        </Fact>
      )}
      {draft.webPage === '' ? null : (
        <Fact name={t`Web page`}>
          <LinkedText text={draft.webPage} />
        </Fact>
      )}
      {draft.description === '' ? null : (
        <Fact name={t`Notes`}>
          <LinkedText text={draft.description} />
        </Fact>
      )}
      <Fact name={t`Guests`}>
        <GuestNames draft={draft} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** In the reader's zone, and as it is written when that is another. */
function WhenText({ draft, timeZone }: { readonly draft: EventDraft; readonly timeZone: string }) {
  const words = useFormWords();
  const { start, end } = draft;
  if (start.form === 'date') {
    const last = end === undefined ? start.local : addDays(end.local, -1);
    return last === start.local
      ? dateText(start.local, words)
      : `${dateText(start.local, words)} – ${dateText(last, words)}`;
  }
  const here = rangeText(readingIn(start, timeZone) ?? start.local, end && (readingIn(end, timeZone) ?? end.local));
  const there = rangeText(start.local, end?.local);
  if (here === there) return here;
  const zone = start.form === 'zoned' ? start.tzid : 'UTC';
  return (
    <>
      {here}
      <span className={styles['note']}>
        {' '}
        ({there}, {zone})
      </span>
    </>
  );

  function rangeText(from: string, to: string | undefined): string {
    if (to === undefined || to === from) return `${dateText(from, words)}, ${clockText(from, words)}`;
    const until =
      datePart(to) === datePart(from) ? clockText(to, words) : `${dateText(to, words)}, ${clockText(to, words)}`;
    return `${dateText(from, words)}, ${clockText(from, words)}–${until}`;
  }
}

function GuestNames({ draft }: { readonly draft: EventDraft }) {
  const { i18n } = useLingui();
  return (
    <ul className={styles['names']}>
      {draft.attendees.map((attendee) => (
        <li key={attendee.address}>
          <bdi>{attendeeName(attendee)}</bdi> <span className={styles['note']}>{replyText(attendee, i18n)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Text from outside, with its http(s), mailto and tel addresses as links; never HTML. */
function LinkedText({ text }: { readonly text: string }) {
  return (
    <span className={styles['text']} dir="auto">
      {textRuns(text).map(({ text: run, href }, index) =>
        href === undefined || safeHref(href) === undefined ? (
          run
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one text have nothing but their place
          <a key={index} href={href} target="_blank" rel="noopener noreferrer">
            {run}
          </a>
        ),
      )}
    </span>
  );
}
