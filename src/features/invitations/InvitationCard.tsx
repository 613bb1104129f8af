import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { type BadgeMeaning, MethodBadge } from '../../components/MethodBadge.tsx';
import styles from './InvitationCard.module.css';
import type { InboxKind } from './inboxItem.ts';
import { inboxLine, ownAnswerLine } from './inboxWords.ts';
import type { DirectAnswer, InvitationEntry, OwnCopy } from './invitationEntry.ts';

const BADGES: Readonly<Record<InboxKind, BadgeMeaning>> = {
  invitation: 'INVITE',
  update: 'UPDATE',
  'extra-date': 'ADD',
  cancellation: 'CANCEL',
  reply: 'REPLY',
  other: 'NOTHING',
};

const MOST_LINES = 4;

interface InvitationCardProps {
  readonly entry: InvitationEntry;
  readonly onDismiss: () => Promise<void>;
}

/** One message: what happened, the event, and what one can do about it. */
export function InvitationCard({ entry, onDismiss }: InvitationCardProps) {
  const { t, i18n } = useLingui();
  const { item, whenLines, copy, openLink } = entry;
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const asks = item.kind === 'invitation' || item.kind === 'update' || item.kind === 'extra-date';
  const title = item.title || t`No title`;
  const hidden = whenLines.length - MOST_LINES;
  const busily = (act: () => Promise<void>) => {
    setBusy(true);
    void act().finally(() => setBusy(false));
  };
  return (
    <article className={styles['card']} aria-labelledby={id}>
      <p className={styles['line']}>
        <MethodBadge meaning={BADGES[item.kind]} />
        <span dir="auto">{inboxLine(item, i18n)}</span>
      </p>
      <h2 id={id} className={styles['title']} dir="auto" data-cancelled={item.kind === 'cancellation' || undefined}>
        {title}
      </h2>
      <ul className={styles['when']}>
        {whenLines.slice(0, MOST_LINES).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {hidden > 0 ? (
          <li>
            <Trans>and {hidden} more dates</Trans>
          </li>
        ) : null}
      </ul>
      {item.place ? (
        <p className={styles['place']} dir="auto">
          {item.place}
        </p>
      ) : null}
      {item.comment ? (
        <blockquote className={styles['comment']} dir="auto">
          {item.comment}
        </blockquote>
      ) : null}
      {asks && copy?.partstat !== undefined ? (
        <Answers copy={copy} partstat={copy.partstat} title={title} isBusy={isBusy} busily={busily} />
      ) : null}
      {copy === null && item.kind !== 'cancellation' ? (
        <p className={styles['note']}>
          <Trans>This event is not in your calendar any more.</Trans>
        </p>
      ) : null}
      <p className={styles['actions']}>
        {openLink}
        <Button
          variant="quiet"
          size="small"
          isDisabled={isBusy}
          aria-label={t`Dismiss: ${title}`}
          onPress={() => busily(onDismiss)}
        >
          <Trans>Dismiss</Trans>
        </Button>
      </p>
    </article>
  );
}

interface AnswersProps {
  readonly copy: OwnCopy;
  readonly partstat: string;
  readonly title: string;
  readonly isBusy: boolean;
  readonly busily: (act: () => Promise<void>) => void;
}

/** Three answers; what the Organizer will be told stands below before it is sent. */
function Answers({ copy, partstat, title, isBusy, busily }: AnswersProps) {
  const { t, i18n } = useLingui();
  const [looked, setLooked] = useState<DirectAnswer>();
  const id = useId();
  const choices: readonly (readonly [DirectAnswer, string])[] = [
    ['ACCEPTED', t`Accept`],
    ['TENTATIVE', t`Maybe`],
    ['DECLINED', t`Decline`],
  ];
  return (
    <div className={styles['answers']}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend that nobody needs here */}
      <div role="group" aria-label={t`Your answer: ${title}`} aria-describedby={id} className={styles['choices']}>
        {choices.map(([answer, word]) => (
          <Button
            key={answer}
            size="small"
            variant={partstat === answer ? 'primary' : 'secondary'}
            aria-pressed={partstat === answer}
            isDisabled={isBusy}
            onHoverStart={() => setLooked(answer)}
            onHoverEnd={() => setLooked(undefined)}
            onFocus={() => setLooked(answer)}
            onBlur={() => setLooked(undefined)}
            onPress={() => busily(() => copy.onAnswer(answer))}
          >
            {word}
          </Button>
        ))}
      </div>
      <p id={id} className={styles['note']}>
        {looked === undefined || looked === partstat ? ownAnswerLine(partstat, i18n) : copy.replyWords(looked)}
      </p>
    </div>
  );
}
