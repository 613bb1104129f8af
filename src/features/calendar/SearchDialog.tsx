import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Text } from 'react-aria-components/Text';
import { classes } from '../../components/classes.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import list from '../../components/listbox.module.css';
import { TextField } from '../../components/TextField.tsx';
import type { UtcRange } from '../../queries/calendarObjects.ts';
import type { CalendarEvent } from './calendarEvents.ts';
import styles from './SearchDialog.module.css';
import { searchEvents } from './searchEvents.ts';
import { useCalendarEvents, type WantedEvents } from './useCalendarEvents.ts';

export interface SearchDialogProps extends Omit<WantedEvents, 'range'> {
  readonly locale: string;
  readonly onClose: () => void;
  readonly onOpen: (event: CalendarEvent) => void;
}

const MONTHS_BACK = 6;
const MONTHS_AHEAD = 18;

/** Search behind `/`: half a year back and a year and a half ahead, hidden calendars left out. */
export function SearchDialog({ locale, onClose, onOpen, ...wanted }: SearchDialogProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [now] = useState(() => new Date());
  const range = useMemo(() => searchRange(now), [now]);
  const { events, isPending } = useCalendarEvents({ ...wanted, range });
  const found = useMemo(() => searchEvents(events, text, now.toISOString()), [events, text, now]);
  return (
    <Dialog title={t`Search events`} isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Autocomplete inputValue={text} onInputChange={setText}>
        <TextField
          label={t`Words in title, place or guests`}
          autoFocus
          before={<Icon name="search" className={styles['icon']} />}
        />
        <ListBox
          aria-label={t`Events found`}
          className={classes(list['list'], styles['results'])}
          items={found}
          onAction={(id) => {
            const event = found.find((one) => one.id === id);
            if (event !== undefined) onOpen(event);
          }}
          renderEmptyState={() => <NothingFound text={text} isPending={isPending} />}
        >
          {(event) => (
            <ListBoxItem id={event.id} textValue={event.title} className={classes(list['item'])}>
              <span className={list['twoLines']}>
                <Text slot="label" className={classes(list['title'])}>
                  {event.title === '' ? t`(no title)` : event.title}
                </Text>
                <Text slot="description" className={classes(list['note'])}>
                  {[whenOf(event, locale, wanted.timeZone), event.location].filter(Boolean).join(' · ')}
                </Text>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </Dialog>
  );
}

function NothingFound({ text, isPending }: { readonly text: string; readonly isPending: boolean }) {
  if (text.trim() === '') return <p className={list['empty']}>{null}</p>;
  return (
    <p className={list['empty']} role="status">
      {isPending ? (
        <Trans>Searching…</Trans>
      ) : (
        <Trans>
          Nothing found between half a year ago and a year and a half ahead, in the calendars that are shown.
        </Trans>
      )}
    </p>
  );
}

function searchRange(now: Date): UtcRange {
  const shifted = (months: number) => {
    const date = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
    return date.toISOString().replace(/[-:]|\.\d+/g, '');
  };
  return { fromUtc: shifted(-MONTHS_BACK), toUtc: shifted(MONTHS_AHEAD) };
}

function whenOf(event: CalendarEvent, locale: string, timeZone: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  if (event.isAllDay) return new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' }).format(new Date(event.start));
  const time = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  return new Intl.DateTimeFormat(locale, { ...day, ...time }).format(new Date(event.start));
}
