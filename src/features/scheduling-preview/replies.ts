/** An Attendee’s own plan: what the Organizer will be told. Pure. */
import { msg } from '@lingui/core/macro';
import { getParameter, getProperty } from '../../icalendar/component.ts';
import type { ComponentKey } from '../../icalendar/recurrence.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import type { DateNames } from './dateNames.ts';
import { compareKeys } from './planGroups.ts';
import { namePeople, type Wording } from './wording.ts';

/** One answer and the dates it is about. */
export interface ReplyAnswer {
  readonly partstat: string;
  readonly keys: readonly ComponentKey[];
}

/** The answers of a plan’s REPLY messages, equal ones gathered; RFC 5546 §3.2.3. */
function replyAnswers(plan: SchedulingPlan): readonly ReplyAnswer[] {
  const answers = new Map<string, ComponentKey[]>();
  for (const message of plan.messages) {
    if (message.method !== 'REPLY') continue;
    for (const { key, component } of message.components) {
      const attendee = getProperty(component, 'ATTENDEE');
      const partstat = (attendee && getParameter(attendee, 'PARTSTAT')?.toUpperCase()) || 'NEEDS-ACTION';
      answers.set(partstat, [...(answers.get(partstat) ?? []), key]);
    }
  }
  return [...answers].map(([partstat, keys]) => ({ partstat, keys: keys.sort(compareKeys) }));
}

/** “Olivia will be told that you accept.” One sentence for each answer. */
export function replySentences(plan: SchedulingPlan, dates: DateNames, wording: Wording): readonly string[] {
  const organizer = namePeople([...new Set(plan.messages.flatMap((message) => message.recipients))], wording);
  return replyAnswers(plan).map(({ partstat, keys }) => replySentence(organizer, partstat, keys, dates, wording));
}

function replySentence(
  organizer: string,
  partstat: string,
  keys: readonly ComponentKey[],
  dates: DateNames,
  { i18n }: Wording,
): string {
  const when = dates.list(keys);
  const whole = keys[0] === 'master';
  switch (partstat) {
    case 'ACCEPTED':
      return whole
        ? i18n._(msg`${organizer} will be told that you accept.`)
        : i18n._(msg`${organizer} will be told that you accept ${when}.`);
    case 'DECLINED':
      return whole
        ? i18n._(msg`${organizer} will be told that you decline.`)
        : i18n._(msg`${organizer} will be told that you decline ${when}.`);
    case 'TENTATIVE':
      return whole
        ? i18n._(msg`${organizer} will be told that you may come.`)
        : i18n._(msg`${organizer} will be told that you may come on ${when}.`);
    case 'DELEGATED':
      return i18n._(msg`${organizer} will be told that somebody else comes in your place.`);
    default:
      return i18n._(msg`${organizer} will be told that you take back your reply.`);
  }
}
