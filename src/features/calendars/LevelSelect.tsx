import { useLingui } from '@lingui/react/macro';
import { Option } from '../../components/Option.tsx';
import { Select } from '../../components/Select.tsx';
import type { Share, ShareLevel } from '../../queries/sharing.ts';
import { levelWords } from './accessWords.ts';
import styles from './ShareDialog.module.css';

interface LevelSelectProps {
  readonly label: string;
  readonly levels: readonly ShareLevel[];
  readonly value: Share['level'];
  readonly onChange: (level: ShareLevel) => void;
}

/** What somebody may do with a calendar. */
export function LevelSelect({ label, levels, value, onChange }: LevelSelectProps) {
  const { t, i18n } = useLingui();
  const isOdd = value === 'other' || !levels.includes(value);
  return (
    <Select
      label={label}
      hideLabel
      className={styles['level']}
      value={value}
      onChange={(key) => {
        const chosen = levels.find((level) => level === key);
        if (chosen !== undefined && chosen !== value) onChange(chosen);
      }}
    >
      {levels.map((level) => {
        const { title, note } = levelWords(level, i18n);
        return (
          <Option key={level} id={level} note={note}>
            {title}
          </Option>
        );
      })}
      {isOdd ? (
        <Option id={value} note={t`Given with another app`}>
          {t`Other rights`}
        </Option>
      ) : null}
    </Select>
  );
}
