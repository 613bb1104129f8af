/**
 * What the package exports as `convoke/scheduling`: the engine for other programs. Pure; runs in browsers, workers and Node.
 * Inside this project each thing is imported from where it stands.
 */

export { InvalidCalendarDataError, parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
export { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
export type { Component, Parameters, Property } from '../icalendar/component.ts';
export type { ComponentKey, RecurrenceKey } from '../icalendar/recurrence.ts';
export { applyItipMessage, messageFor } from './inbound.ts';
export { refreshAttendeeCopy } from './inboundReply.ts';
export { messageText } from './itipMessage.ts';
export { mergeReplies } from './mergeReplies.ts';
export { ORGANIZER_METHOD } from './methodTable.ts';
export { planScheduling, type ResourceChange } from './plan.ts';
export { RFC6638_POLICY } from './profiles/rfc6638.ts';
export { type DeliveryOutcome, reconcile } from './reconcile.ts';
export { deliveryStatus, recordScheduleStatus } from './scheduleStatus.ts';
export { readSchedulingObject } from './schedulingObject.ts';
export { highestSequence } from './sequence.ts';
export {
  type DividedSeries,
  divideSeries,
  planThisAndFollowing,
  type ThisAndFollowingPlan,
} from './thisAndFollowing.ts';
export type {
  Attendee,
  AttendeeDecision,
  Owner,
  Policy,
  PropertyDifference,
  SchedulingComponent,
  SchedulingMessage,
  SchedulingObject,
  SchedulingPlan,
} from './types.ts';
export type {
  ItipMethod,
  OrganizerMethod,
  Partstat,
  PreconditionName,
  PreconditionViolation,
  ScheduleAgent,
  SchedulingOperation,
  SchedulingRole,
  SendReason,
  SilentReason,
} from './vocabulary.ts';
