/** The door of the engine: what one PUT or DELETE of a calendar object resource means for scheduling, RFC 6638 §3.2. */
import type { KnownLines } from '../icalendar/calendarData.ts';
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { Component } from '../icalendar/component.ts';
import { planAttendeeChange } from './attendee.ts';
import { preconditionOf } from './calendarObjectError.ts';
import { ownerAddresses, type PlanContext, planOrganizerChange } from './organizer.ts';
import {
  allowedAttendeeChange,
  allowedOrganizerChange,
  isPartlyOrganized,
  sameOrganizer,
  sameUid,
  understandable,
} from './preconditions.ts';
import { RFC6638_POLICY } from './profiles/rfc6638.ts';
import { schedulingOperation, schedulingRole } from './role.ts';
import { readSchedulingObject } from './schedulingObject.ts';
import type { Owner, Policy, SchedulingObject, SchedulingPlan } from './types.ts';
import type { PreconditionViolation, SchedulingOperation, SchedulingRole } from './vocabulary.ts';

/** A change of one calendar object resource in the owner's calendar. */
export interface ResourceChange {
  /** As text, components, or already read; undefined: the resource does not exist. */
  readonly original: SchedulingObject | Component | string | undefined;
  readonly modified: SchedulingObject | Component | string | undefined;
  readonly owner: Owner;
  /** DTSTAMP of the messages. */
  readonly now: Date;
  readonly policy?: Policy;
  /** The object as it was when its Schedule-Tag last changed; its replies count as stored (S7.4). */
  readonly base?: SchedulingObject | Component | string | undefined;
  /** False: the client sent `Schedule-Reply: F`, RFC 6638 §8.1. */
  readonly scheduleReply?: boolean;
  /** The highest SEQUENCE that the owner ever sent for the UID, as `highestSequence` says on removal; Create goes above it (S6.2). */
  readonly sentSequence?: number | undefined;
}

/**
 * Plans what the server of the owner sends and stores for a change, RFC 6638 §3.2. Pure: the same change gives the same plan.
 * What a server refuses comes back in `violations`, with nothing to send.
 * @throws InvalidCalendarDataError or CalendarObjectError when the *original* can't be read: a removal must not silently
 *   cancel nobody (S1.3)
 */
export function planScheduling(change: ResourceChange): SchedulingPlan {
  const { policy = RFC6638_POLICY, scheduleReply = true } = change;
  const owner = ownerAddresses(change.owner.addresses);
  const lines: KnownLines = new Map();
  const original = read(change.original, lines);
  const modified = readOrRefuse(change.modified, lines);
  if ('violation' in modified) return refused('none', 'none', [modified.violation]);

  const versions = { previous: original, next: modified.object };
  const context: PlanContext = {
    owner,
    policy,
    now: basicUtc(change.now),
    sentSequence: change.sentSequence,
  };
  const before = schedulingRole(original, owner);
  const after = schedulingRole(modified.object, owner);
  const role = before === 'none' ? after : before;
  const operation = schedulingOperation(before, after);
  const violations = violationsOf(versions.previous, versions.next, owner, before, after, read(change.base, lines));
  if (violations.length > 0) return refused(role, operation, violations);

  if (role === 'organizer') {
    const heeds = policy.heedsOrganizerComingAndGoing;
    const organized = after === 'organizer' ? modified.object : undefined;
    if (!heeds && modified.object && !organized)
      return { ...NOTHING, role, operation, stored: modified.object.calendar };
    const scheduled = { original: before === 'organizer' || !heeds ? original : undefined, modified: organized };
    const { toStore, ...plan } = planOrganizerChange(scheduled, versions, context);
    return {
      ...plan,
      role,
      operation,
      violations: [],
      get stored() {
        return toStore?.object().calendar;
      },
    };
  }
  if (role === 'attendee') {
    const plan = planAttendeeChange(
      before === 'attendee' ? original : undefined,
      modified.object,
      context,
      scheduleReply,
    );
    return { ...NOTHING, ...plan, role, operation, stored: plan.stored?.calendar };
  }
  return { ...NOTHING, role, operation, stored: modified.object?.calendar };
}

const NOTHING = { violations: [], decisions: [], messages: [], unknownForceSend: [] } as const;

function refused(
  role: SchedulingRole,
  operation: SchedulingOperation,
  violations: readonly PreconditionViolation[],
): SchedulingPlan {
  return { ...NOTHING, role, operation, violations, stored: undefined };
}

function violationsOf(
  original: SchedulingObject | undefined,
  modified: SchedulingObject | undefined,
  owner: ReadonlySet<CalendarUserAddress>,
  before: SchedulingRole,
  after: SchedulingRole,
  base: SchedulingObject | undefined,
): readonly PreconditionViolation[] {
  if (!modified) return [];
  const basic = [...sameUid(original, modified), ...sameOrganizer(modified)];
  if (basic.length > 0) return basic;
  if (before === 'attendee' && original) return allowedAttendeeChange(original, modified, owner);
  // On Create an object that only some components organize is plain (S1.3).
  const unclear = before === 'organizer' || after === 'organizer' ? understandable(original, modified) : [];
  if (unclear.length > 0) return unclear;
  if (before === 'organizer') return allowedOrganizerChange(original, modified, owner, base);
  if (after === 'organizer' && !isPartlyOrganized(modified))
    return allowedOrganizerChange(undefined, modified, owner, base);
  return [];
}

function read(data: ResourceChange['original'], lines: KnownLines): SchedulingObject | undefined {
  if (data === undefined) return undefined;
  return typeof data === 'object' && 'overrides' in data ? data : readSchedulingObject(data, lines);
}

function readOrRefuse(
  data: ResourceChange['modified'],
  lines: KnownLines,
): { readonly object: SchedulingObject | undefined } | { readonly violation: PreconditionViolation } {
  try {
    return { object: read(data, lines) };
  } catch (error) {
    const precondition = preconditionOf(error);
    if (precondition === undefined || !(error instanceof Error)) throw error;
    return { violation: { precondition, detail: error.message } };
  }
}

/** `20270301T120000Z`. */
export function basicUtc(now: Date): string {
  return `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
