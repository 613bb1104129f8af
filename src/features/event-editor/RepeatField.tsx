import { Trans, useLingui } from '@lingui/react/macro';
import { memo, useId, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { AddDate } from './DateLists.tsx';
import { dateText } from './dateWords.ts';
import { describeRecurrence } from './describeRecurrence.ts';
import type { EventDraft } from './draft.ts';
import styles from './form.module.css';
import { Problem } from './Problem.tsx';
import { Row } from './Row.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { startsOnItsDay } from './ruleChoices.ts';
import { sameFields } from './sameFields.ts';
import type { ChangeDraft } from './useDraftHistory.ts';
import { useFormWords } from './useFormWords.ts';

interface RepeatFieldProps {
  readonly draft: EventDraft;
  readonly change: ChangeDraft;
  readonly problem: string | undefined;
  readonly isReadOnly: boolean;
}

/** How it repeats, in words; the editor of the rule opens under it. */
export const RepeatField = memo(
  function RepeatField({ draft, change, problem, isReadOnly }: RepeatFieldProps) {
    const { t } = useLingui();
    const words = useFormWords();
    const [isOpen, setOpen] = useState(false);
    const id = useId();
    const { recurrence, start } = draft;
    const summary = describeRecurrence(recurrence, start.local, words) || t`Does not repeat`;
    const isOff = recurrence.kind === 'rule' && !startsOnItsDay(recurrence, start.local);
    const first = dateText(start.local, words);
    return (
      <Row label={t`Repeats`}>
        <div className={styles['line']}>
          <span className={styles['summary']}>
            {recurrence.kind === 'none' ? null : <Icon name="repeat" className={styles['quietIcon']} />}
            <span aria-live="polite">{summary}</span>
          </span>
          {isReadOnly ? null : (
            <Button
              variant="quiet"
              size="small"
              aria-expanded={isOpen}
              aria-controls={id}
              onPress={() => setOpen(!isOpen)}
            >
              {isOpen ? <Trans>Done</Trans> : <Trans>Change</Trans>}
            </Button>
          )}
          {isReadOnly || recurrence.kind !== 'none' || draft.extraDates.length > 0 ? null : (
            <AddDate draft={draft} change={change} />
          )}
        </div>
        {isOff ? (
          <p className={styles['note']}>
            <Trans>The first date, {first}, is not a day of this rule. It counts as one date more.</Trans>
          </p>
        ) : null}
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <div id={id} hidden={!isOpen}>
          {isOpen ? <RuleEditor draft={draft} change={change} /> : null}
        </div>
      </Row>
    );
  },
  sameFields('start', 'recurrence', 'extraDates'),
);
