import type { DraftAttendee } from './draft.ts';

/** What a guest's row and the details behind it are given. */
export interface GuestRowProps {
  readonly attendee: DraftAttendee;
  readonly isReadOnly: boolean;
  readonly onChange: (address: string, change: Partial<DraftAttendee>) => void;
  readonly onRemove: (address: string) => void;
}
