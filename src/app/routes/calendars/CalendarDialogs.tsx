import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { EditCalendarDialog, NewCalendarDialog } from '../../../features/calendars/CalendarDialog.tsx';
import { DeleteCalendarDialog } from '../../../features/calendars/DeleteCalendarDialog.tsx';
import { ShareDialog } from '../../../features/calendars/ShareDialog.tsx';
import { namePeople } from '../../../features/scheduling-preview/wording.ts';
import type { CalendarUserAddress } from '../../../icalendar/calendarUserAddress.ts';
import type { CalendarCollection } from '../../../queries/calendars.ts';
import { type Session, useSession } from '../../../queries/session.ts';
import { useViewer, type Viewer } from '../eventEditor/viewer.ts';
import type { CalendarTask } from './useCalendarCommands.ts';

interface CalendarDialogsProps {
  readonly task: CalendarTask;
  readonly calendars: readonly CalendarCollection[];
  readonly onClose: () => void;
}

/** The dialog for what is being done with a calendar; loaded when one is first opened. */
export function CalendarDialogs({ task, calendars, onClose }: CalendarDialogsProps) {
  const { i18n } = useLingui();
  const { server } = useSession();
  const viewer = useViewer();
  const { locale, zone } = viewer;
  const named = useCallback(
    (people: readonly CalendarUserAddress[], names: ReadonlyMap<CalendarUserAddress, string>) =>
      namePeople(people, { i18n, locale, zone, names }),
    [i18n, locale, zone],
  );
  switch (task.kind) {
    case 'new':
      return <NewCalendarDialog home={task.home} calendars={calendars} onClose={onClose} />;
    case 'edit':
      return <EditCalendarDialog calendar={task.calendar} calendars={calendars} onClose={onClose} />;
    case 'share':
      return <ShareDialog calendar={task.calendar} onClose={onClose} />;
    case 'delete':
      return (
        <DeleteCalendarDialog
          calendar={task.calendar}
          planner={viewer}
          telling={tellingOf(viewer, server)}
          namePeople={named}
          onClose={onClose}
        />
      );
  }
}

/** The embedded server and the ones with a profile cancel when a calendar goes as a whole; of the others some do not. */
function tellingOf(viewer: Viewer, server: Session['server']): 'tells' | 'silent' | 'unknown' {
  if (viewer.server.schedules === false) return 'silent';
  return server.gateway === undefined || server.profile !== 'rfc6638' ? 'tells' : 'unknown';
}
