import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../components/Button.tsx';
import { Option } from '../../components/Option.tsx';
import { Radio, RadioGroup } from '../../components/RadioGroup.tsx';
import { Select } from '../../components/Select.tsx';
import { DateBox } from './DateBox.tsx';
import { type FormWords, monthText } from './dateWords.ts';
import { describeDay, weekdayText } from './describeRecurrence.ts';
import type { EventDraft, Recurrence, RecurrenceEnd, RecurrenceRule, Weekday } from './draft.ts';
import styles from './form.module.css';
import { WEEKDAYS } from './localTime.ts';
import { NumberInput } from './NumberInput.tsx';
import { dayChoices, endOfKind, type Frequency, ruleOf, withDay } from './ruleChoices.ts';
import { Segmented } from './Segmented.tsx';
import { sameValue } from './sameValue.ts';
import type { ChangeDraft } from './useDraftHistory.ts';
import { useFormWords } from './useFormWords.ts';

interface RuleEditorProps {
  readonly draft: EventDraft;
  readonly change: ChangeDraft;
}

/** The editor of a recurrence rule. A rule that it cannot express is kept, or replaced on demand. */
export function RuleEditor({ draft, change }: RuleEditorProps) {
  const { t } = useLingui();
  const { recurrence, start } = draft;
  const setRecurrence = (next: Recurrence) => change((known) => ({ ...known, recurrence: next }));
  if (recurrence.kind === 'custom')
    return (
      <CustomRule rules={recurrence.rules} onReplace={() => setRecurrence(ruleOf('WEEKLY', start.local, recurrence))} />
    );
  const frequency = recurrence.kind === 'none' ? 'NONE' : recurrence.frequency;
  return (
    <div className={styles['panel']}>
      <Segmented
        label={t`How often`}
        segments={[
          { id: 'NONE', text: t`Never` },
          { id: 'DAILY', text: t`Daily` },
          { id: 'WEEKLY', text: t`Weekly` },
          { id: 'MONTHLY', text: t`Monthly` },
          { id: 'YEARLY', text: t`Yearly` },
        ]}
        selected={[frequency]}
        onChange={([next]) =>
          setRecurrence(
            next === undefined || next === 'NONE'
              ? { kind: 'none' }
              : ruleOf(next as Frequency, start.local, recurrence),
          )
        }
      />
      {recurrence.kind === 'rule' ? (
        <RuleParts rule={recurrence} startLocal={start.local} onChange={setRecurrence} />
      ) : null}
    </div>
  );
}

function CustomRule({ rules, onReplace }: { readonly rules: readonly string[]; readonly onReplace: () => void }) {
  return (
    <div className={styles['panel']}>
      <p>
        <Trans>
          This rule was made in another program and says more than can be edited here. It is kept exactly as it is:
        </Trans>
      </p>
      {rules.map((rule) => (
        <code key={rule} className={styles['code']}>
          {rule}
        </code>
      ))}
      <div>
        <Button size="small" onPress={onReplace}>
          <Trans>Replace it by a simple rule</Trans>
        </Button>
      </div>
    </div>
  );
}

interface RulePartsProps {
  readonly rule: RecurrenceRule;
  readonly startLocal: string;
  readonly onChange: (rule: RecurrenceRule) => void;
}

function RuleParts({ rule, startLocal, onChange }: RulePartsProps) {
  const { t } = useLingui();
  const words = useFormWords();
  return (
    <>
      <div className={styles['line']}>
        <Trans>Every</Trans>
        <NumberInput
          label={t`Interval`}
          value={rule.interval}
          maxValue={999}
          onChange={(interval) => onChange({ ...rule, interval })}
        />
        <IntervalUnit frequency={rule.frequency} count={rule.interval} />
      </div>
      {rule.frequency === 'WEEKLY' ? (
        <Segmented
          label={t`On these days`}
          isMultiple
          segments={WEEKDAYS.map((weekday) => ({
            id: weekday,
            text: weekdayText(weekday, words, 'short'),
            label: weekdayText(weekday, words),
          }))}
          selected={rule.weekdays}
          onChange={(weekdays) =>
            onChange({ ...rule, weekdays: WEEKDAYS.filter((weekday: Weekday) => weekdays.includes(weekday)) })
          }
        />
      ) : null}
      {rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY' ? (
        <DayChoice rule={rule} startLocal={startLocal} onChange={onChange} />
      ) : null}
      <EndChoice rule={rule} startLocal={startLocal} onChange={onChange} />
    </>
  );
}

function IntervalUnit({ frequency, count }: { readonly frequency: Frequency; readonly count: number }) {
  switch (frequency) {
    case 'DAILY':
      return <Plural value={count} one="day" other="days" />;
    case 'WEEKLY':
      return <Plural value={count} one="week" other="weeks" />;
    case 'MONTHLY':
      return <Plural value={count} one="month" other="months" />;
    case 'YEARLY':
      return <Plural value={count} one="year" other="years" />;
  }
}

function DayChoice({ rule, startLocal, onChange }: RulePartsProps) {
  const { t } = useLingui();
  const words = useFormWords();
  const choices = dayChoices(rule, startLocal);
  const selected = choices.findIndex((choice) => sameValue(choice, rule.on));
  return (
    <Select
      label={t`On which day`}
      hideLabel
      className={styles['choice']}
      value={String(selected)}
      onChange={(key) => onChange(withDay(rule, choices[Number(key)] ?? rule.on, startLocal))}
    >
      {choices.map((choice, index) => (
        <Option key={JSON.stringify(choice)} id={String(index)}>
          {dayText(rule, choice, startLocal, words)}
        </Option>
      ))}
    </Select>
  );
}

function dayText(rule: RecurrenceRule, on: RecurrenceRule['on'], startLocal: string, words: FormWords): string {
  const day = describeDay(on, startLocal, words);
  if (rule.frequency === 'MONTHLY') return day;
  const month = monthText(rule.month ?? Number(startLocal.slice(4, 6)), words);
  return words.i18n._(msg`${day} of ${month}`);
}

function EndChoice({ rule, startLocal, onChange }: RulePartsProps) {
  const { t } = useLingui();
  const { end } = rule;
  const setEnd = (next: RecurrenceEnd) => onChange({ ...rule, end: next });
  return (
    <div className={styles['end']}>
      <RadioGroup
        label={t`Ends`}
        value={end.kind}
        onChange={(kind) => setEnd(endOfKind(kind as RecurrenceEnd['kind'], startLocal))}
      >
        <Radio value="never">
          <Trans>Never</Trans>
        </Radio>
        <Radio value="until">
          <Trans>On a date</Trans>
        </Radio>
        <Radio value="count">
          <Trans>After a number of times</Trans>
        </Radio>
      </RadioGroup>
      {end.kind === 'until' ? (
        <div className={styles['line']}>
          <Trans>Last day</Trans>
          <DateBox label={t`Last day`} local={end.date} onChange={(date) => setEnd({ kind: 'until', date })} />
        </div>
      ) : null}
      {end.kind === 'count' ? (
        <div className={styles['line']}>
          <NumberInput
            label={t`Number of times`}
            value={end.count}
            maxValue={9999}
            onChange={(count) => setEnd({ kind: 'count', count })}
          />
          <Plural value={end.count} one="time" other="times" />
        </div>
      ) : null}
    </div>
  );
}
