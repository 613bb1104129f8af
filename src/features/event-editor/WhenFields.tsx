import { Trans, useLingui } from '@lingui/react/macro';
import { memo, type ReactNode, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { DateBox, TimeBox } from './DateBox.tsx';
import { clockText, dateText, readingIn } from './dateWords.ts';
import type { EventDraft } from './draft.ts';
import { withAllDay, withStart, withTimeZone } from './draftTimes.ts';
import styles from './form.module.css';
import { addDays, addSeconds, datePart, timePart, withLocal } from './localTime.ts';
import { Problem } from './Problem.tsx';
import { Row } from './Row.tsx';
import { sameFields } from './sameFields.ts';
import type { ChangeDraft } from './useDraftHistory.ts';
import { useFormWords } from './useFormWords.ts';
import { ZoneField } from './ZoneField.tsx';

interface WhenFieldsProps {
  readonly draft: EventDraft;
  readonly change: ChangeDraft;
  /** The person's own zone, IANA. */
  readonly timeZone: string;
  readonly problem: string | undefined;
  readonly isReadOnly: boolean;
}

/** Start, end, all day and time zone. */
export const WhenFields = memo(
  function WhenFields({ draft, change, timeZone, problem, isReadOnly }: WhenFieldsProps) {
    const { t } = useLingui();
    const { start, end } = draft;
    const isAllDay = start.form === 'date';
    const [isLonger, setLonger] = useState(false);
    const endsElsewhen = end !== undefined && datePart(end.local) !== datePart(start.local);
    const flags = { isReadOnly, isInvalid: problem !== undefined };
    return (
      <Row label={t`When`}>
        <div className={styles['line']}>
          <DateBox
            label={t`Starts on`}
            local={start.local}
            isReadOnly={isReadOnly}
            onChange={(date) =>
              change((known) => withStart(known, withLocal(known.start, joined(date, timePart(known.start.local)))))
            }
          />
          {isAllDay ? null : (
            <TimeBox
              label={t`Starts at`}
              local={start.local}
              isReadOnly={isReadOnly}
              onChange={(time) =>
                change((known) => withStart(known, withLocal(known.start, `${datePart(known.start.local)}T${time}`)))
              }
            />
          )}
          <span aria-hidden="true">–</span>
          {isAllDay ? null : (
            <TimeBox
              label={t`Ends at`}
              local={end?.local ?? start.local}
              {...flags}
              onChange={(time) => change((known) => endAt(known, time))}
            />
          )}
          {isAllDay || endsElsewhen || isLonger ? (
            <DateBox
              label={isAllDay ? t`Last day` : t`Ends on`}
              local={shownEnd(draft)}
              {...flags}
              onChange={(date) => change((known) => endOn(known, date))}
            />
          ) : isReadOnly ? null : (
            <Button variant="quiet" size="small" onPress={() => setLonger(true)}>
              <Trans>Ends on another day</Trans>
            </Button>
          )}
        </div>
        <div className={styles['line']}>
          <Checkbox
            isSelected={isAllDay}
            isReadOnly={isReadOnly}
            onChange={(allDay) => change((known) => withAllDay(known, allDay, { time: '090000', tzid: timeZone }))}
          >
            <Trans>All day</Trans>
          </Checkbox>
          {isAllDay ? null : (
            <ZoneField
              start={start}
              isReadOnly={isReadOnly}
              onChange={(tzid) => change((known) => withTimeZone(known, tzid))}
            />
          )}
        </div>
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <WhenNote draft={draft} timeZone={timeZone} />
      </Row>
    );
  },
  sameFields('start', 'end'),
);

/** The date with its weekday; and the same time where the reader is, or where it ends. */
function WhenNote({ draft, timeZone }: Pick<WhenFieldsProps, 'draft' | 'timeZone'>): ReactNode {
  const words = useFormWords();
  const { start, end } = draft;
  const day = dateText(start.local, words);
  const [here, hereEnd] = [readingIn(start, timeZone), end && readingIn(end, timeZone)];
  if (here === undefined || here === start.local) return <p className={styles['note']}>{day}</p>;
  const range =
    hereEnd === undefined || hereEnd === here
      ? clockText(here, words)
      : `${clockText(here, words)}–${clockText(hereEnd, words)}`;
  const there = datePart(here) === datePart(start.local) ? range : `${dateText(here, words)}, ${range}`;
  return (
    <p className={styles['note']}>
      <Trans>
        {day}. For you: {there}
      </Trans>
    </p>
  );
}

/** The last day of an all-day event, else the day on which it ends. */
function shownEnd({ start, end }: EventDraft): string {
  if (end === undefined) return datePart(start.local);
  return start.form === 'date' ? addDays(end.local, -1) : datePart(end.local);
}

function endAt(draft: EventDraft, time: string): EventDraft {
  const end = draft.end ?? draft.start;
  return { ...draft, end: withLocal(end, `${datePart(end.local)}T${time}`) };
}

function endOn(draft: EventDraft, date: string): EventDraft {
  if (draft.start.form === 'date') return { ...draft, end: { form: 'date', local: addDays(date, 1) } };
  const end = draft.end ?? withLocal(draft.start, addSeconds(draft.start.local, 3600));
  return { ...draft, end: withLocal(end, joined(date, timePart(end.local))) };
}

function joined(date: string, time: string | undefined): string {
  return time === undefined ? date : `${date}T${time}`;
}
