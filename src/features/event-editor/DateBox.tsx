import { CalendarDate, Time } from '@internationalized/date';
import { useState } from 'react';
import { DatePicker, TimeField } from '../../components/DateFields.tsx';
import { parseWall } from '../../icalendar/wallTime.ts';
import { yearMonthDay } from './localTime.ts';

/** A year is typed digit by digit; before this one it is not a year yet. */
const FIRST_YEAR = 1900;

interface BoxProps {
  readonly label: string;
  /** Date or wall-clock time in basic form. */
  readonly local: string;
  readonly isInvalid?: boolean;
  readonly isReadOnly?: boolean;
}

/** A date, `20270308`. Half-typed years are not told to the form. */
export function DateBox({
  label,
  local,
  onChange,
  ...flags
}: BoxProps & { readonly onChange: (date: string) => void }) {
  const [typed, setTyped] = useState<{ readonly of: string; readonly date: CalendarDate | null }>();
  const { year, month, day } = yearMonthDay(local);
  const value = typed?.of === local ? typed.date : new CalendarDate(year, month, day);
  return (
    <DatePicker
      shouldForceLeadingZeros
      label={label}
      hideLabel
      {...flags}
      value={value}
      onChange={(date) => {
        setTyped({ of: local, date });
        if (date !== null && date.year >= FIRST_YEAR) onChange(date.toString().replaceAll('-', ''));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

/** A time of day; tells it as `100000`. */
export function TimeBox({
  label,
  local,
  onChange,
  ...flags
}: BoxProps & { readonly onChange: (time: string) => void }) {
  const seconds = ((parseWall(local) % 86_400) + 86_400) % 86_400;
  const value = new Time(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60);
  return (
    <TimeField
      shouldForceLeadingZeros
      label={label}
      hideLabel
      {...flags}
      value={value}
      onChange={(time) => {
        if (time !== null) onChange(time.toString().slice(0, 8).replaceAll(':', ''));
      }}
    />
  );
}
