import type { CalendarDate } from '@internationalized/date';
import { useLingui } from '@lingui/react/macro';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Option } from '../../components/Option.tsx';
import { Select } from '../../components/Select.tsx';
import { useMediaQuery } from '../../components/useMediaQuery.ts';
import styles from './CalendarToolbar.module.css';
import { type CalendarView, type DateConventions, stepDate, viewTitle } from './viewRange.ts';

export interface CalendarToolbarProps {
  readonly view: CalendarView;
  readonly date: CalendarDate;
  readonly today: CalendarDate;
  readonly conventions: DateConventions;
  readonly onView: (view: CalendarView) => void;
  readonly onDate: (date: CalendarDate) => void;
}

/** ‹ Today › March 2027 [Week ▾] */
export function CalendarToolbar({ view, date, today, conventions, onView, onDate }: CalendarToolbarProps) {
  const { t } = useLingui();
  const views = useViewNames();
  const isPhone = useMediaQuery('(width < 600px)');
  return (
    <>
      <div className={styles['paging']}>
        <IconButton icon="chevron-left" label={t`Previous`} onPress={() => onDate(stepDate(view, date, -1))} />
        <Button variant="quiet" onPress={() => onDate(today)}>
          {t`Today`}
        </Button>
        <IconButton icon="chevron-right" label={t`Next`} onPress={() => onDate(stepDate(view, date, 1))} />
      </div>
      <h1 className={styles['title']} aria-live="polite">
        {viewTitle(view, date, conventions, isPhone ? 'short' : 'long')}
      </h1>
      <Select
        label={t`View`}
        hideLabel
        className={styles['view']}
        value={view}
        onChange={(key) => onView(key as CalendarView)}
      >
        {views.map(({ id, name }) => (
          <Option key={id} id={id}>
            {name}
          </Option>
        ))}
      </Select>
    </>
  );
}

function useViewNames(): readonly { readonly id: CalendarView; readonly name: string }[] {
  const { t } = useLingui();
  return [
    { id: 'month', name: t`Month` },
    { id: 'week', name: t`Week` },
    { id: 'day', name: t`Day` },
    { id: 'agenda', name: t`Agenda` },
  ];
}
