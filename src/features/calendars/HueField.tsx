import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { CALENDAR_HUES, type CalendarHue } from '../../components/calendarHue.ts';
import { classes } from '../../components/classes.ts';
import field from '../../components/field.module.css';
import { FieldLabel } from '../../components/field.tsx';
import { Icon } from '../../components/Icon.tsx';
import styles from './HueField.module.css';

interface HueFieldProps {
  readonly value: CalendarHue;
  readonly onChange: (hue: CalendarHue) => void;
}

const NAMES = {
  1: msg`Indigo`,
  2: msg`Blue`,
  3: msg`Cyan`,
  4: msg`Teal`,
  5: msg`Green`,
  6: msg`Olive`,
  7: msg`Gold`,
  8: msg`Amber`,
  9: msg`Orange`,
  10: msg`Red`,
  11: msg`Pink`,
  12: msg`Purple`,
} as const;

/** One of the twelve colours that a calendar can have. */
export function HueField({ value, onChange }: HueFieldProps) {
  const { t, i18n } = useLingui();
  return (
    <RadioGroup
      className={classes(field['field'])}
      orientation="horizontal"
      value={String(value)}
      onChange={(chosen) => onChange(CALENDAR_HUES.find((hue) => String(hue) === chosen) ?? value)}
    >
      <FieldLabel label={t`Colour`} />
      <div className={styles['hues']}>
        {CALENDAR_HUES.map((hue) => (
          <Radio
            key={hue}
            value={String(hue)}
            aria-label={i18n._(NAMES[hue])}
            className={classes(styles['hue'], styles[`hue${hue}`])}
          >
            <Icon name="check" className={styles['mark']} />
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
