/** The way to those who have no account here. */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { SchedulingMessage } from '../scheduling/types.ts';
import type { ScheduleStatusCode } from '../scheduling/vocabulary.ts';

/** Sends a message to somebody who has no account here; answers with the delivery status, RFC 6638 §3.2.9. */
export type Mailer = (message: SchedulingMessage, recipient: CalendarUserAddress) => ScheduleStatusCode;

/** Without mail there is no way to reach anybody outside. */
export const noMail: Mailer = () => '5.2';
