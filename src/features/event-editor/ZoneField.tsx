import { useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { ComboBox } from '../../components/ComboBox.tsx';
import { Option } from '../../components/Option.tsx';
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import styles from './form.module.css';
import { matchesZone, timeZoneChoices, type ZoneChoice, zoneText } from './timeZoneList.ts';

interface ZoneFieldProps {
  readonly start: CalendarTime;
  /** An IANA name or `UTC`; undefined: the local time of whoever reads it. */
  readonly onChange: (tzid: string | undefined) => void;
  readonly isReadOnly: boolean;
}

const FLOATING = 'floating';

/** The zone of a time, found by typing a part of its name. */
export function ZoneField({ start, onChange, isReadOnly }: ZoneFieldProps) {
  const { t } = useLingui();
  // The list is only made when somebody looks into it.
  const [isOpened, setOpened] = useState(false);
  const selected = start.form === 'zoned' ? start.tzid : start.form === 'utc' ? 'UTC' : FLOATING;
  const choices = useMemo<readonly ZoneChoice[]>(() => {
    const floating = { id: FLOATING, text: t`No time zone`, offset: t`the reader’s own clock` };
    if (isOpened) return [...timeZoneChoices(start), floating];
    return selected === FLOATING ? [floating] : [{ id: selected, text: zoneText(selected), offset: '' }];
  }, [isOpened, start, selected, t]);
  return (
    <ComboBox<ZoneChoice>
      label={t`Time zone`}
      hideLabel
      className={styles['zone']}
      defaultItems={choices}
      value={selected}
      isReadOnly={isReadOnly}
      defaultFilter={(text, typed) => matchesZone(text, typed)}
      onFocus={() => setOpened(true)}
      onChange={(key) => {
        if (key !== null && key !== selected) onChange(key === FLOATING ? undefined : String(key));
      }}
      menuTrigger="input"
      allowsEmptyCollection
      emptyMessage={t`No time zone has this name. Try a large city.`}
    >
      {({ id, text, offset }: ZoneChoice) => (
        <Option id={id} note={offset || undefined}>
          {text}
        </Option>
      )}
    </ComboBox>
  );
}
