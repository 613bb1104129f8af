import { useLingui } from '@lingui/react/macro';
import { Icon } from '../../components/Icon.tsx';
import { VisuallyHidden } from '../../components/VisuallyHidden.tsx';
import type { CalendarEvent, EventState } from './calendarEvents.ts';
import styles from './grid.module.css';

export interface EventContentProps {
  readonly event: CalendarEvent;
  /** As the grid writes it, for example `10:00`. */
  readonly timeText: string;
  readonly isShort: boolean;
  readonly timeClass: string;
  readonly titleClass: string;
}

/** The words on an event. What colour and pattern show is said to screen readers in words. */
export function EventContent({ event, timeText, isShort, timeClass, titleClass }: EventContentProps) {
  const { t } = useLingui();
  const state = useStateWord(event.state);
  return (
    <>
      <span className={titleClass}>{event.title === '' ? t`(no title)` : event.title}</span>
      {timeText === '' ? null : <span className={timeClass}>{timeText}</span>}{' '}
      {event.location === '' || isShort ? null : <span className={styles['place']}>{event.location}</span>}{' '}
      {state === undefined ? null : <span className={styles['state']}>{state}</span>}{' '}
      {event.instance === undefined ? null : (
        <>
          <Icon name="repeat" className={styles['repeats']} />
          <VisuallyHidden>{t`repeats`}</VisuallyHidden>
        </>
      )}
    </>
  );
}

/** What a state other than the usual one is called. */
function useStateWord(state: EventState): string | undefined {
  const { t } = useLingui();
  switch (state) {
    case 'confirmed':
      return undefined;
    case 'tentative':
      return t`tentative`;
    case 'cancelled':
      return t`cancelled`;
    case 'unanswered':
      return t`not answered yet`;
    case 'declined':
      return t`declined`;
  }
}
