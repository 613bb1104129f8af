/** What is being done with a calendar, and what the server lets one do. */
import { useState } from 'react';
import type { CalendarListProps } from '../../../features/calendar/CalendarList.tsx';
import { type CalendarCollection, useNewCalendarHome } from '../../../queries/calendars.ts';
import { useSession } from '../../../queries/session.ts';
import { useCanShare } from '../../../queries/sharing.ts';

export type CalendarTask =
  | { readonly kind: 'new'; readonly home: string }
  | { readonly kind: 'edit' | 'share' | 'delete'; readonly calendar: CalendarCollection };

export interface CalendarCommands {
  /** The dialog that is open. */
  readonly task: CalendarTask | undefined;
  readonly onClose: () => void;
  readonly canShare: boolean;
  readonly onNew: (() => void) | undefined;
  readonly onCommand: CalendarListProps['onCommand'];
}

export function useCalendarCommands(calendars: readonly CalendarCollection[]): CalendarCommands {
  const [task, setTask] = useState<CalendarTask>();
  const { server } = useSession();
  const home = useNewCalendarHome();
  const shareable = calendars.find(({ rights }) => rights.mayShare);
  return {
    task,
    onClose: () => setTask(undefined),
    canShare: useCanShare(shareable?.url, server.capabilities),
    onNew: home === undefined ? undefined : () => setTask({ kind: 'new', home }),
    onCommand: (kind, calendar) => setTask({ kind, calendar }),
  };
}
