/** From what a decision is to a person to how the badge shows it. */
import type { BadgeMeaning } from '../../components/MethodBadge.tsx';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import { type Act, messageAct } from './planGroups.ts';

export const BADGE: Readonly<Record<Act, BadgeMeaning>> = {
  invite: 'INVITE',
  update: 'UPDATE',
  'extra-date': 'ADD',
  cancel: 'CANCEL',
  nothing: 'NOTHING',
};

/** What each recipient of a plan is sent, in the order of sending. */
export function meaningsByRecipient(plan: SchedulingPlan): ReadonlyMap<CalendarUserAddress, readonly BadgeMeaning[]> {
  const meanings = new Map<CalendarUserAddress, readonly BadgeMeaning[]>();
  for (const message of plan.messages) {
    const meaning = message.method === 'REPLY' ? 'REPLY' : BADGE[messageAct(plan, message)];
    for (const recipient of message.recipients) meanings.set(recipient, [...(meanings.get(recipient) ?? []), meaning]);
  }
  return meanings;
}
