import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Option } from '../../components/Option.tsx';
import { Select } from '../../components/Select.tsx';
import { alarmChoices, alarmKind, alarmText, keptAlarmText } from './alarmChoices.ts';
import type { DraftAlarm } from './draft.ts';
import styles from './form.module.css';
import { Row } from './Row.tsx';
import { useFormWords } from './useFormWords.ts';

interface AlarmFieldProps {
  readonly alarms: readonly DraftAlarm[];
  readonly isAllDay: boolean;
  readonly onChange: (alarms: readonly DraftAlarm[]) => void;
  readonly isReadOnly: boolean;
}

/** Alarms before the start. Those of other programs that say something else are named and kept. */
export const AlarmField = memo(function AlarmField({ alarms, isAllDay, onChange, isReadOnly }: AlarmFieldProps) {
  const { t } = useLingui();
  const { i18n, locale } = useFormWords();
  const first = isAllDay ? -540 : 10;
  return (
    <Row label={t`Alarm`}>
      {alarms.length === 0 ? null : (
        <ul className={styles['alarms']}>
          {alarms.map((alarm, index) => {
            const { minutesBefore } = alarm;
            const text =
              minutesBefore === undefined
                ? keptAlarmText(alarm, i18n, locale)
                : alarmText(minutesBefore, isAllDay, i18n, locale);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a new alarm has nothing but its place
              <li key={index} className={styles['line']}>
                {minutesBefore === undefined || isReadOnly ? (
                  <span>{text}</span>
                ) : (
                  <Select
                    label={t`Alarm`}
                    hideLabel
                    className={styles['choice']}
                    value={String(minutesBefore)}
                    onChange={(key) =>
                      onChange(
                        alarms.map((other) => (other === alarm ? { ...alarm, minutesBefore: Number(key) } : other)),
                      )
                    }
                  >
                    {alarmChoices(isAllDay, minutesBefore).map((minutes) => (
                      <Option key={minutes} id={String(minutes)}>
                        {alarmText(minutes, isAllDay, i18n, locale)}
                      </Option>
                    ))}
                  </Select>
                )}
                {minutesBefore === undefined ? null : (
                  <span className={styles['note']}>{alarmKind(alarm.action, i18n)}</span>
                )}
                {isReadOnly ? null : (
                  <IconButton
                    icon="cross"
                    size="small"
                    label={t`Remove alarm: ${text}`}
                    onPress={() => onChange(alarms.filter((other) => other !== alarm))}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
      {isReadOnly ? null : (
        <div className={styles['flush']}>
          <Button
            variant="quiet"
            size="small"
            icon="plus"
            onPress={() =>
              onChange([...alarms, { position: undefined, action: 'DISPLAY', minutesBefore: first, trigger: '' }])
            }
          >
            <Trans>Add an alarm</Trans>
          </Button>
        </div>
      )}
    </Row>
  );
});
