import { Trans } from '@lingui/react/macro';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Icon } from '../../components/Icon.tsx';
import { VisuallyHidden } from '../../components/VisuallyHidden.tsx';
import type { CalendarCollection } from '../../queries/calendars.ts';
import styles from './CalendarList.module.css';
import { hueFor } from './calendarHue.ts';

export interface CalendarListProps {
  readonly calendars: readonly CalendarCollection[];
  /** Paths of those that are not shown. */
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
}

/** The calendars with their colours; the box shows or hides one's events. */
export function CalendarList({ calendars, hidden, onHidden }: CalendarListProps) {
  return (
    <section aria-labelledby="calendar-list">
      <h2 className={styles['heading']} id="calendar-list">
        <Trans>Calendars</Trans>
      </h2>
      <ul>
        {calendars.map((calendar, place) => (
          <li key={calendar.url}>
            <Checkbox
              className={`${styles['calendar']} ${styles[`hue${hueFor(calendar.colour, place)}`]}`}
              isSelected={!hidden.includes(calendar.url)}
              onChange={(isShown) =>
                onHidden(isShown ? hidden.filter((url) => url !== calendar.url) : [...hidden, calendar.url])
              }
            >
              <span className={styles['name']}>{calendar.displayName}</span>
              {calendar.isReadOnly ? (
                <>
                  <Icon name="lock" className={styles['lock']} />
                  <VisuallyHidden>
                    <Trans>(read only)</Trans>
                  </VisuallyHidden>
                </>
              ) : null}
            </Checkbox>
          </li>
        ))}
      </ul>
    </section>
  );
}
