/** The heart of RFC 6638 §3.2.1: which iTIP method an Organizer's change sends to one Attendee of one instance. */
import type { ScheduleAgent } from './vocabulary.ts';

/** SCHEDULE-AGENT in the original calendar data; `<Absent>`: the Attendee or the instance is not there. */
export type OriginalAgent = '<Absent>' | ScheduleAgent;
/** SCHEDULE-AGENT in the modified calendar data; `<Removed>`: the Attendee or the instance is not there. */
export type ModifiedAgent = '<Removed>' | ScheduleAgent;
export type MethodCell = '--' | 'REQUEST' | 'REQUEST/ADD' | 'CANCEL';

/**
 * The iTIP method that an Organizer's change sends one Attendee of one instance, RFC 6638 §3.2.1.2.
 * Rows: SCHEDULE-AGENT in the original data; columns: in the modified.
 * Create (RFC 6638 §3.2.1.1) is the `<Absent>` row, Remove (RFC 6638 §3.2.1.3) the `<Removed>` column.
 */
// biome-ignore format: laid out as the RFC prints it
export const ORGANIZER_METHOD = {
  //            <Removed>              SERVER (default)       CLIENT            NONE
  '<Absent>': { '<Removed>': '--',     SERVER: 'REQUEST/ADD', CLIENT: '--',     NONE: '--'     },
  SERVER:     { '<Removed>': 'CANCEL', SERVER: 'REQUEST',     CLIENT: 'CANCEL', NONE: 'CANCEL' },
  CLIENT:     { '<Removed>': '--',     SERVER: 'REQUEST/ADD', CLIENT: '--',     NONE: '--'     },
  NONE:       { '<Removed>': '--',     SERVER: 'REQUEST/ADD', CLIENT: '--',     NONE: '--'     },
} as const satisfies Record<OriginalAgent, Record<ModifiedAgent, MethodCell>>;
