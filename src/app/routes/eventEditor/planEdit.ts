/** From what was typed to what saving would send. Whatever stands in the way is a violation, as the server would answer. */
import type { EditContext, UnmappedInstance } from '../../../features/event-editor/draft.ts';
import { type CalendarUserAddress, normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import { type Component, getParameter } from '../../../icalendar/component.ts';
import { planScheduling } from '../../../scheduling/plan.ts';
import { preconditionOf } from '../../../scheduling/schedulingObject.ts';
import type { Owner, SchedulingPlan } from '../../../scheduling/types.ts';
import type { PreconditionName } from '../../../scheduling/vocabulary.ts';
import { type EditSession, editedCalendar } from './editSession.ts';

export interface EditPlan {
  readonly plan: SchedulingPlan;
  /** What saving stores; undefined when the edit cannot be written. */
  readonly calendar: Component | undefined;
  /** What has no place in the new recurrence set, and goes. */
  readonly unmapped: readonly UnmappedInstance[];
}

export function planEdit(session: EditSession, context: EditContext): EditPlan {
  try {
    const { calendar, unmapped } = editedCalendar(session, context);
    return { plan: planChange(session.saved, calendar, context.owner, context.now), calendar, unmapped };
  } catch (error) {
    return { plan: refused(error), calendar: undefined, unmapped: [] };
  }
}

/** The plan for one version replaced by another; `modified` undefined deletes. Data that cannot be read are a violation. */
export function planChange(
  original: Component | undefined,
  modified: Component | undefined,
  owner: Owner,
  now: Date,
): SchedulingPlan {
  try {
    return planScheduling({ original, modified, owner, now });
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
