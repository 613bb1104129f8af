import { Trans, useLingui } from '@lingui/react/macro';
import { memo, type ReactNode, useMemo, useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Button } from '../../components/Button.tsx';
import { classes } from '../../components/classes.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Option } from '../../components/Option.tsx';
import { Popover } from '../../components/Popover.tsx';
import { Select } from '../../components/Select.tsx';
import { DateBox, TimeBox } from './DateBox.tsx';
import { momentText } from './dateWords.ts';
import type { EventDraft } from './draft.ts';
import { draftInstances } from './draftInstances.ts';
import styles from './form.module.css';
import { withExtraDate, withLeftOut } from './instanceEdits.ts';
import { addDays, datePart, timePart } from './localTime.ts';
import { Row } from './Row.tsx';
import { sameFields } from './sameFields.ts';
import { timeOn } from './seriesWriting.ts';
import type { ChangeDraft } from './useDraftHistory.ts';
import { useFormWords } from './useFormWords.ts';

interface DateListProps {
  readonly draft: EventDraft;
  readonly change: ChangeDraft;
  readonly isReadOnly: boolean;
}

/** Dates that the rule does not give. */
export const ExtraDates = memo(
  function ExtraDates({ draft, change, isReadOnly }: DateListProps) {
    const { t } = useLingui();
    const words = useFormWords();
    return (
      <Row label={t`Extra dates`}>
        <div className={styles['chips']}>
          {draft.extraDates.map(({ time }) => (
            <Chip
              key={time.local}
              text={momentText(time, words)}
              actionLabel={t`Take out ${momentText(time, words)}`}
              onPress={
                isReadOnly
                  ? undefined
                  : () =>
                      change((known) => ({
                        ...known,
                        extraDates: known.extraDates.filter((extra) => extra.time.local !== time.local),
                      }))
              }
            />
          ))}
          {isReadOnly ? null : <AddDate draft={draft} change={change} />}
        </div>
      </Row>
    );
  },
  sameFields('start', 'extraDates'),
);

/** Dates of the rule that do not take place. */
export const LeftOutDates = memo(
  function LeftOutDates({ draft, change, isReadOnly }: DateListProps) {
    const { t } = useLingui();
    const words = useFormWords();
    return (
      <Row label={t`Left out`}>
        <div className={styles['chips']}>
          {draft.leftOut.map((time) => (
            <Chip
              key={time.local}
              isStruck
              text={momentText(time, words)}
              actionLabel={t`Put ${momentText(time, words)} back`}
              onPress={
                isReadOnly
                  ? undefined
                  : () =>
                      change((known) => ({
                        ...known,
                        leftOut: known.leftOut.filter(({ local }) => local !== time.local),
                      }))
              }
            />
          ))}
          {isReadOnly ? null : <LeaveOut draft={draft} change={change} />}
        </div>
      </Row>
    );
  },
  sameFields('start', 'recurrence', 'extraDates', 'leftOut'),
);

interface ChipProps {
  readonly text: string;
  readonly isStruck?: boolean;
  readonly actionLabel: string;
  readonly onPress: (() => void) | undefined;
}

function Chip({ text, isStruck = false, actionLabel, onPress }: ChipProps): ReactNode {
  return (
    <span className={styles['chip']}>
      {isStruck ? <s>{text}</s> : text}
      {onPress === undefined ? null : <IconButton icon="cross" size="small" label={actionLabel} onPress={onPress} />}
    </span>
  );
}

/** Asks for one more date; its time is the start's unless another is typed. */
export function AddDate({ draft, change }: Omit<DateListProps, 'isReadOnly'>) {
  const { t } = useLingui();
  const { start } = draft;
  const [local, setLocal] = useState(start.local);
  const time = timePart(local);
  return (
    <DialogTrigger onOpenChange={() => setLocal(`${addDays(start.local, 1)}${start.local.slice(8)}`)}>
      <Button variant="quiet" size="small" icon="plus">
        <Trans>Add a date</Trans>
      </Button>
      <Popover isPadded>
        <Dialog aria-label={t`Add a date`} className={classes(styles['popover'])}>
          {({ close }) => (
            <>
              <div className={styles['line']}>
                <DateBox
                  label={t`Date`}
                  local={local}
                  onChange={(date) => setLocal(time === undefined ? date : `${date}T${time}`)}
                />
                {time === undefined ? null : (
                  <TimeBox label={t`Time`} local={local} onChange={(next) => setLocal(`${datePart(local)}T${next}`)} />
                )}
              </div>
              <div className={styles['actions']}>
                <Button
                  variant="primary"
                  onPress={() => {
                    change((known) => withExtraDate(known, timeOn(known.start, local)));
                    close();
                  }}
                >
                  <Trans>Add this date</Trans>
                </Button>
              </div>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Dates of a series that are offered to be left out. */
const OFFERED = 120;

function LeaveOut({ draft, change }: Omit<DateListProps, 'isReadOnly'>) {
  const { t } = useLingui();
  const words = useFormWords();
  const { start, recurrence, extraDates, leftOut } = draft;
  // A list without options does not open, so they stand ready; made anew only when the dates are others.
  const dates = useMemo(() => {
    const extra = new Set(extraDates.map(({ time }) => time.local));
    // An extra date is taken out where it is listed.
    return draftInstances({ start, recurrence, extraDates, leftOut }, OFFERED).filter(({ local }) => !extra.has(local));
  }, [start, recurrence, extraDates, leftOut]);
  return (
    <Select
      label={t`Leave out a date`}
      hideLabel
      className={styles['leaveOut']}
      placeholder={t`Leave out a date`}
      value={null}
      onChange={(local) => {
        const time = dates.find((date) => date.local === local);
        if (time !== undefined) change((known) => withLeftOut(known, time));
      }}
    >
      {dates.map((time) => (
        <Option key={time.local} id={time.local}>
          {momentText(time, words)}
        </Option>
      ))}
    </Select>
  );
}
