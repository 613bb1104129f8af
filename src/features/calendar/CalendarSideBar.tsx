import type { CalendarDate } from '@internationalized/date';
import { Trans } from '@lingui/react/macro';
import { Button } from '../../components/Button.tsx';
import { setPreferences, usePreferences } from '../../queries/preferences.ts';
import { CalendarList, type CalendarListProps } from './CalendarList.tsx';
import styles from './CalendarSideBar.module.css';
import { MiniMonth } from './MiniMonth.tsx';
import type { CalendarPageState } from './useCalendarPage.ts';
import type { DateConventions } from './viewRange.ts';

export interface CalendarSideBarProps extends Pick<CalendarListProps, 'canShare' | 'onCommand'> {
  readonly state: CalendarPageState;
  readonly date: CalendarDate;
  readonly conventions: DateConventions;
  readonly onDate: (date: CalendarDate) => void;
  readonly onCreate: () => void;
  /** Undefined: the server does not let one make calendars. */
  readonly onNewCalendar: (() => void) | undefined;
}

/** New event, a month to jump by, and the calendars. */
export function CalendarSideBar(props: CalendarSideBarProps) {
  const { state, date, conventions, onDate, onCreate, canShare, onNewCalendar, onCommand } = props;
  const { hiddenCalendars } = usePreferences();
  return (
    <div className={styles['side']}>
      <Button variant="primary" icon="plus" onPress={onCreate}>
        <Trans>New event</Trans>
      </Button>
      <MiniMonth date={date} conventions={conventions} onDate={onDate} />
      <CalendarList
        calendars={state.calendars.data ?? []}
        hidden={hiddenCalendars}
        onHidden={(hidden) => setPreferences({ hiddenCalendars: hidden })}
        canShare={canShare}
        onNew={onNewCalendar}
        onCommand={onCommand}
      />
    </div>
  );
}
