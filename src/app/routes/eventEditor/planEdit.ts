/** From what was typed to what saving would send. Whatever stands in the way is a violation, as the server would answer. */
import type { EditContext, UnmappedInstance } from '../../../features/event-editor/draft.ts';
import { type CalendarUserAddress, normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import { type Component, getParameter } from '../../../icalendar/component.ts';
import { preconditionOf } from '../../../scheduling/calendarObjectError.ts';
import { planScheduling } from '../../../scheduling/plan.ts';
import { type ProfileDifference, profileDifferences, withNotTold } from '../../../scheduling/profileDifferences.ts';
import { RFC6638_POLICY } from '../../../scheduling/profiles/rfc6638.ts';
import type { Policy, SchedulingPlan } from '../../../scheduling/types.ts';
import type { PreconditionName } from '../../../scheduling/vocabulary.ts';
import { type EditSession, editedCalendar } from './editSession.ts';

/** For whom it is planned, and by the behaviour of which server. */
export interface Planner {
  readonly addresses: readonly string[];
  readonly policy: Policy;
}

export interface EditPlan {
  readonly plan: SchedulingPlan;
  /** Where the plan is not what RFC 6638 would have. */
  readonly differences: readonly ProfileDifference[];
  /** What saving stores; undefined when the edit cannot be written. */
  readonly calendar: Component | undefined;
  /** What has no place in the new recurrence set, and goes. */
  readonly unmapped: readonly UnmappedInstance[];
}

export function planEdit(session: EditSession, context: EditContext, policy: Policy): EditPlan {
  try {
    const { calendar, unmapped } = editedCalendar(session, context);
    const planner = { addresses: context.owner.addresses, policy };
    return { ...planAndCompare(session.saved, calendar, planner, context.now), calendar, unmapped };
  } catch (error) {
    return { plan: refused(error), differences: [], calendar: undefined, unmapped: [] };
  }
}

/** What this server will do, and where it differs from the standard. */
export function planAndCompare(
  original: Component | undefined,
  modified: Component | undefined,
  planner: Planner,
  now: Date,
): Pick<EditPlan, 'plan' | 'differences'> {
  const plan = planChange(original, modified, planner, now);
  if (planner.policy === RFC6638_POLICY) return { plan, differences: [] };
  const standard = planChange(original, modified, { ...planner, policy: RFC6638_POLICY }, now);
  return { plan: withNotTold(standard, plan), differences: profileDifferences(standard, plan) };
}

/** The plan for one version replaced by another; `modified` undefined deletes. Data that cannot be read are a violation. */
export function planChange(
  original: Component | undefined,
  modified: Component | undefined,
  { addresses, policy }: Planner,
  now: Date,
): SchedulingPlan {
  try {
    return planScheduling({ original, modified, owner: { addresses }, now, policy });
  } catch (error) {
    return refused(error);
  }
}

/** Names by which people are known: CN of ATTENDEE and ORGANIZER, later calendars first. */
export function namesIn(...calendars: readonly (Component | undefined)[]): ReadonlyMap<CalendarUserAddress, string> {
  const names = new Map<CalendarUserAddress, string>();
  for (const component of calendars.flatMap((calendar) => calendar?.components ?? [])) {
    for (const property of component.properties) {
      if (property.name !== 'ATTENDEE' && property.name !== 'ORGANIZER') continue;
      const name = getParameter(property, 'CN')?.trim();
      if (name) names.set(normalizeAddress(property.value), name);
    }
  }
  return names;
}

function refused(error: unknown): SchedulingPlan {
  const precondition: PreconditionName = preconditionOf(error) ?? 'valid-calendar-data';
  const detail = error instanceof Error ? error.message : String(error);
  return {
    role: 'none',
    operation: 'none',
    violations: [{ precondition, detail }],
    decisions: [],
    messages: [],
    unknownForceSend: [],
    stored: undefined,
  };
}
