/** From what a decision is to a person to how the badge shows it. */
import type { BadgeMeaning } from '../../components/MethodBadge.tsx';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { SchedulingMessage, SchedulingPlan } from '../../scheduling/types.ts';
import { type Act, messageAct } from './planGroups.ts';

export const BADGE: Readonly<Record<Act, BadgeMeaning>> = {
  invite: 'INVITE',
  update: 'UPDATE',
  'extra-date': 'ADD',
  cancel: 'CANCEL',
  nothing: 'NOTHING',
};

/** What one message is to its recipients, each once: the same REQUEST may invite one and update another. */
export function messageMeanings(plan: SchedulingPlan, message: SchedulingMessage): readonly BadgeMeaning[] {
  if (message.method === 'REPLY') return ['REPLY'];
  return [...new Set(message.recipients.map((recipient) => BADGE[messageAct(plan, message, recipient)]))];
}

/** What each recipient of a plan is sent, in the order of sending. */
export function meaningsByRecipient(plan: SchedulingPlan): ReadonlyMap<CalendarUserAddress, readonly BadgeMeaning[]> {
  const meanings = new Map<CalendarUserAddress, readonly BadgeMeaning[]>();
  for (const message of plan.messages) {
    for (const recipient of message.recipients) {
      const meaning = message.method === 'REPLY' ? 'REPLY' : BADGE[messageAct(plan, message, recipient)];
      meanings.set(recipient, [...(meanings.get(recipient) ?? []), meaning]);
    }
  }
  return meanings;
}
