import type { CalendarDate } from '@internationalized/date';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import { classes } from '../../components/classes.ts';
import { Icon } from '../../components/Icon.tsx';
import styles from './MiniMonth.module.css';
import { type DateConventions, firstDayOfWeek } from './viewRange.ts';

export interface MiniMonthProps {
  readonly date: CalendarDate;
  readonly conventions: DateConventions;
  readonly onDate: (date: CalendarDate) => void;
}

/** A month to jump by. Paging it moves nothing else. */
export function MiniMonth({ date, conventions, onDate }: MiniMonthProps) {
  const { t } = useLingui();
  const [focused, setFocused] = useState(date);
  const firstDay = firstDayOfWeek(conventions.weekStart);
  useEffect(() => setFocused(date), [date]);
  return (
    <Calendar
      aria-label={t`Go to a date`}
      className={classes(styles['month'])}
      value={date}
      onChange={onDate}
      focusedValue={focused}
      onFocusChange={setFocused}
      {...(firstDay === undefined ? {} : { firstDayOfWeek: firstDay })}
    >
      <div className={styles['header']}>
        <CalendarHeading className={classes(styles['heading'])} />
        <Button slot="previous" className={classes(styles['page'])} aria-label={t`Previous month`}>
          <Icon name="chevron-left" />
        </Button>
        <Button slot="next" className={classes(styles['page'])} aria-label={t`Next month`}>
          <Icon name="chevron-right" />
        </Button>
      </div>
      <CalendarGrid weekdayStyle="narrow" className={classes(styles['grid'])}>
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={classes(styles['weekday'])}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>{(day) => <CalendarCell date={day} className={classes(styles['day'])} />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}
