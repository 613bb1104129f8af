/** One case of `convoke plan`, from text to plain JSON. */

import { serializeCalendarData } from '../icalendar/calendarData.ts';
import { getProperty } from '../icalendar/component.ts';
import { messageText } from '../scheduling/itipMessage.ts';
import { planScheduling } from '../scheduling/plan.ts';
import { POLICIES, policyNamed } from '../scheduling/profiles/policies.ts';
import { recordScheduleStatus } from '../scheduling/scheduleStatus.ts';
import type { SchedulingMessage, SchedulingPlan } from '../scheduling/types.ts';

/** The texts of a calendar object resource before and after, null where it does not exist, and whose calendar it is in. */
export interface PlanCase {
  readonly original: string | null;
  readonly modified: string | null;
  /** Calendar user addresses of the calendar's owner; null or empty: nobody's, so nothing is scheduled. */
  readonly owner: string | readonly string[] | null;
  readonly profile?: string | undefined;
}

/** One message to one recipient. `instances` and `exdates`: `master`, UTC or floating basic form, or a date. */
export interface PlannedMessage {
  readonly recipient: string;
  readonly method: string;
  readonly instances: readonly string[];
  readonly exdates: readonly string[];
  /** The highest SEQUENCE of its components. */
  readonly sequence: number;
  readonly ics: string;
}

export interface PlannedCase {
  readonly role: SchedulingPlan['role'];
  readonly operation: SchedulingPlan['operation'];
  readonly violations: SchedulingPlan['violations'];
  readonly messages: readonly PlannedMessage[];
  readonly silent: readonly { readonly attendee: string; readonly instance: string; readonly reason: string }[];
  readonly stored: string | null;
}

/**
 * Plans one case, RFC 6638 §3.2.
 * @throws RangeError for an unknown profile; as planScheduling for an original that can't be read
 */
export function planCase({ original, modified, owner, profile = 'rfc6638' }: PlanCase, now: Date): PlannedCase {
  const policy = policyNamed(profile);
  if (!policy) throw new RangeError(`There is no profile “${profile}”; there is ${Object.keys(POLICIES).join(', ')}.`);
  const addresses = owner === null ? [] : typeof owner === 'string' ? [owner] : owner;
  const plan = planScheduling({
    original: original ?? undefined,
    modified: modified ?? undefined,
    owner: { addresses },
    now,
    policy,
  });
  return {
    role: plan.role,
    operation: plan.operation,
    violations: plan.violations,
    messages: plan.messages.flatMap(plannedMessages),
    silent: plan.decisions.flatMap(({ attendee, key, outcome }) =>
      'silent' in outcome ? [{ attendee, instance: key, reason: outcome.silent }] : [],
    ),
    // Nothing is delivered here, so of SCHEDULE-STATUS there is only what needs no delivery: 2.3 (RFC 6638 §7.2).
    stored: plan.stored ? serializeCalendarData(recordScheduleStatus(plan, new Map())) : null,
  };
}

function plannedMessages(message: SchedulingMessage): readonly PlannedMessage[] {
  const ics = messageText(message);
  const sequence = Math.max(
    0,
    ...message.components.map(({ component }) => Number(getProperty(component, 'SEQUENCE')?.value ?? 0)),
  );
  const { method, keys: instances, exdates } = message;
  return message.recipients.map((recipient) => ({ recipient, method, instances, exdates, sequence, ics }));
}
