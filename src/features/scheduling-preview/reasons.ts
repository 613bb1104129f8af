/** Why a decision is what it is: in plain words for people, and by row, column and section for those who want the RFC. */
import { msg } from '@lingui/core/macro';
import type { AttendeeDecision, SchedulingPlan } from '../../scheduling/types.ts';
import type { PlanGroup } from './planGroups.ts';
import { propertyWords } from './propertyWords.ts';
import { silentBecause } from './sentences.ts';
import { capitalize, joinList, type Wording } from './wording.ts';

/** A few words for the list: “time and place changed”. */
export function groupWhy(group: PlanGroup, wording: Wording): string {
  const { i18n } = wording;
  switch (group.reason) {
    case 'invited':
      return i18n._(msg`newly invited`);
    case 'restored':
      return i18n._(msg`the date is back`);
    case 'instance-added':
      return i18n._(msg`a date that was not there before`);
    case 'changed':
      return changedWords(group.properties, wording);
    case 'attendee-list':
      return i18n._(msg`only the guest list changed`);
    case 'force-send':
      return i18n._(msg`sent again at your wish`);
    case 'removed':
      return i18n._(msg`no longer on the guest list`);
    case 'instance-cancelled':
      return i18n._(msg`the date is taken out`);
    case 'object-cancelled':
      return i18n._(msg`the whole meeting is cancelled`);
    case 'agent-changed':
      return i18n._(msg`the server is no longer to send it`);
    default:
      return silentBecause(group, wording);
  }
}

/** One or two sentences for an opened cell. */
export function decisionWhy(decision: AttendeeDecision, wording: Wording): string {
  const { i18n } = wording;
  const { outcome } = decision;
  const properties = decision.differences.map((difference) => difference.property);
  if ('silent' in outcome) return silentWhy(decision, properties, wording);
  switch (outcome.reason) {
    case 'invited':
      return i18n._(msg`Newly invited: an invitation is sent, and a reply is asked for.`);
    case 'restored':
      return i18n._(msg`This had been left out or cancelled and is back, so it is a new invitation.`);
    case 'instance-added':
      return i18n._(msg`A date that the meeting did not have before.`);
    case 'changed':
      return `${capitalize(changedWords(properties, wording), wording)}.`;
    case 'attendee-list':
      return i18n._(
        msg`Only the guest list changed. Guests see who else is invited, so their copies are brought up to date.`,
      );
    case 'force-send':
      return i18n._(msg`Sent because you asked for it; nothing else would have made the server send.`);
    case 'removed':
      return i18n._(msg`No longer on the guest list here, so the invitation is cancelled.`);
    case 'instance-cancelled':
      return i18n._(
        msg`This date is taken out of the meeting, so it is cancelled for everybody who was invited to it.`,
      );
    case 'object-cancelled':
      return i18n._(msg`The whole meeting is cancelled.`);
    default:
      return i18n._(
        msg`Until now the server sent the invitation; from now on it must not. To a server that means: cancel it.`,
      );
  }
}

/** “SERVER → <Removed>: CANCEL”, in the words of the RFC’s table. */
export function tableCell({ row, column, cell }: AttendeeDecision): string {
  return `${row} → ${column}: ${cell}`;
}

/** The section whose table decided, RFC 6638 §3.2.1. */
export function tableSection(operation: SchedulingPlan['operation']): string {
  if (operation === 'create') return 'RFC 6638 §3.2.1.1';
  return operation === 'remove' ? 'RFC 6638 §3.2.1.3' : 'RFC 6638 §3.2.1.2';
}

function silentWhy(decision: AttendeeDecision, properties: readonly string[], wording: Wording): string {
  const { i18n } = wording;
  const reason = 'silent' in decision.outcome ? decision.outcome.silent : 'unchanged';
  switch (reason) {
    case 'not-invited':
      return i18n._(msg`Not invited to this, neither before nor now.`);
    case 'schedule-agent':
      return i18n._(msg`The server is not to send invitations to this guest: another program or nobody does.`);
    case 'is-organizer':
      return i18n._(msg`The organizer is never sent a message about the own meeting.`);
    case 'private-change': {
      const because = silentBecause({ reason, properties }, wording);
      return i18n._(msg`Nothing is sent, because ${because}, and guests do not see that.`);
    }
    case 'unchanged':
      return i18n._(msg`Nothing that guests see differs from what is saved.`);
    case 'not-told':
      return i18n._(msg`The standard has this guest told, but this server does not do it.`);
  }
}

function changedWords(properties: readonly string[], wording: Wording): string {
  const { i18n } = wording;
  const words = propertyWords(properties, i18n);
  if (words.length === 0) return i18n._(msg`what guests see changed`);
  const what = joinList(words, wording);
  return i18n._(msg`${what} changed`);
}
