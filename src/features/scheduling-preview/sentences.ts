/** The plan in sentences: headline, summary, one clause for each group, and the label of the save button. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import type { DateNames } from './dateNames.ts';
import { type Act, countMethods, countPlan, groupDecisions, type PlanGroup } from './planGroups.ts';
import { privatePropertyWords } from './propertyWords.ts';
import { capitalize, joinList, namePeople, type Wording } from './wording.ts';

export interface HeadlinePart {
  readonly act: Act;
  readonly count: number;
  readonly text: string;
}

/** “2 updates”, “1 cancellation”, “1 told nothing”: only what there is. */
export function headlineParts(plan: SchedulingPlan, i18n: I18n): readonly HeadlinePart[] {
  const { invitations, updates, extraDates, cancellations, silent } = countPlan(plan);
  const parts: readonly HeadlinePart[] = [
    {
      act: 'invite',
      count: invitations,
      text: i18n._(msg`${plural(invitations, { one: '# invitation', other: '# invitations' })}`),
    },
    { act: 'update', count: updates, text: i18n._(msg`${plural(updates, { one: '# update', other: '# updates' })}`) },
    {
      act: 'extra-date',
      count: extraDates,
      text: i18n._(msg`${plural(extraDates, { one: '# extra date', other: '# extra dates' })}`),
    },
    {
      act: 'cancel',
      count: cancellations,
      text: i18n._(msg`${plural(cancellations, { one: '# cancellation', other: '# cancellations' })}`),
    },
    { act: 'nothing', count: silent, text: i18n._(msg`${silent} told nothing`) },
  ];
  return parts.filter(({ count }) => count > 0);
}

/** “Save · 3 requests · 1 cancellation”, “Save · nobody is told”. Only “Save” when there is nobody who could be told. */
export function saveLabel(plan: SchedulingPlan, i18n: I18n): string {
  if (plan.violations.length > 0) return i18n._(msg`Save · will be refused`);
  if (plan.role === 'none') return i18n._(msg`Save`);
  const parts = methodCounts(plan, i18n);
  if (parts.length === 0) return i18n._(msg`Save · nobody is told`);
  const counts = parts.join(' · ');
  return i18n._(msg`Save · ${counts}`);
}

/** “3 requests”, “1 extra date”, “1 cancellation”, “1 reply”. */
export function methodCounts(plan: SchedulingPlan, i18n: I18n): readonly string[] {
  const { REQUEST: requests, ADD: extraDates, CANCEL: cancellations, REPLY: replies } = countMethods(plan);
  const parts: string[] = [];
  if (requests > 0) parts.push(i18n._(msg`${plural(requests, { one: '# request', other: '# requests' })}`));
  if (extraDates > 0) parts.push(i18n._(msg`${plural(extraDates, { one: '# extra date', other: '# extra dates' })}`));
  if (cancellations > 0)
    parts.push(i18n._(msg`${plural(cancellations, { one: '# cancellation', other: '# cancellations' })}`));
  if (replies > 0) parts.push(i18n._(msg`${plural(replies, { one: '# reply', other: '# replies' })}`));
  return parts;
}

/** The whole plan as one sentence: clauses in the order of the list, each with its people and dates. */
export function planSentence(plan: SchedulingPlan, dates: DateNames, wording: Wording): string {
  const groups = groupDecisions(plan);
  const clauses = groups.map((group) => groupClause(group, dates, wording));
  const others = [...new Set(groups.flatMap((group) => (isAskedAgain(group) ? [] : group.askedAgain)))];
  if (others.length > 0) clauses.push(askedAgainClause(others, wording));
  if (clauses.length === 0) return '';
  return `${capitalize(clauses.join('; '), wording)}.`;
}

/** One group as a clause: “Alice and Bob get an update”. */
function groupClause(group: PlanGroup, dates: DateNames, wording: Wording): string {
  if (group.act === 'nothing') return silentClause(group, wording);
  return group.act === 'cancel' ? cancelClause(group, dates, wording) : requestClause(group, dates, wording);
}

function requestClause(group: PlanGroup, dates: DateNames, wording: Wording): string {
  const { i18n } = wording;
  const count = group.people.length;
  const people = namePeople(group.people, wording);
  const when = dates.list(group.keys);
  const whole = group.keys[0] === 'master';
  switch (group.reason) {
    case 'invited':
      return whole
        ? i18n._(msg`${plural(count, { one: `${people} is invited`, other: `${people} are invited` })}`)
        : i18n._(
            msg`${plural(count, { one: `${people} is invited to ${when}`, other: `${people} are invited to ${when}` })}`,
          );
    case 'restored':
      return whole
        ? i18n._(msg`${plural(count, { one: `${people} is invited again`, other: `${people} are invited again` })}`)
        : i18n._(
            msg`${plural(count, { one: `${people} is invited again to ${when}`, other: `${people} are invited again to ${when}` })}`,
          );
    case 'instance-added':
      return extraDateClause(group, when, people, wording);
    case 'force-send':
      return i18n._(
        msg`${plural(count, { one: `${people} is sent the invitation again`, other: `${people} are sent the invitation again` })}`,
      );
    case 'attendee-list':
      return whole
        ? i18n._(
            msg`${plural(count, { one: `${people} gets the new guest list`, other: `${people} get the new guest list` })}`,
          )
        : i18n._(
            msg`${plural(count, { one: `${people} gets the new guest list of ${when}`, other: `${people} get the new guest list of ${when}` })}`,
          );
    default:
      return updateClause(group, when, people, wording);
  }
}

function updateClause(group: PlanGroup, when: string, people: string, { i18n }: Wording): string {
  const count = group.people.length;
  if (group.reason === 'removed' || group.reason === 'instance-cancelled') {
    return i18n._(
      msg`${plural(count, { one: `${people} gets an update without ${when}`, other: `${people} get an update without ${when}` })}`,
    );
  }
  if (group.keys[0] === 'master') {
    return isAskedAgain(group)
      ? i18n._(
          msg`${plural(count, { one: `${people} gets an update and is asked again`, other: `${people} get an update and are asked again` })}`,
        )
      : i18n._(msg`${plural(count, { one: `${people} gets an update`, other: `${people} get an update` })}`);
  }
  return isAskedAgain(group)
    ? i18n._(
        msg`${plural(count, { one: `${people} gets an update of ${when} and is asked again`, other: `${people} get an update of ${when} and are asked again` })}`,
      )
    : i18n._(
        msg`${plural(count, { one: `${people} gets an update of ${when}`, other: `${people} get an update of ${when}` })}`,
      );
}

function extraDateClause(group: PlanGroup, when: string, people: string, { i18n }: Wording): string {
  const count = group.people.length;
  const added = group.keys.length;
  const extra = i18n._(msg`${plural(added, { one: `the extra date ${when}`, other: `the extra dates ${when}` })}`);
  return i18n._(msg`${plural(count, { one: `${people} gets ${extra}`, other: `${people} get ${extra}` })}`);
}

function cancelClause(group: PlanGroup, dates: DateNames, wording: Wording): string {
  const { i18n } = wording;
  const count = group.people.length;
  const people = namePeople(group.people, wording);
  const when = dates.list(group.keys);
  const dateCount = group.keys.length;
  if (group.reason === 'object-cancelled') return i18n._(msg`the meeting is cancelled for ${people}`);
  if (group.reason === 'instance-cancelled') {
    return i18n._(
      msg`${plural(dateCount, { one: `${when} is cancelled for ${people}`, other: `${when} are cancelled for ${people}` })}`,
    );
  }
  const clause =
    group.keys[0] === 'master'
      ? i18n._(
          msg`${plural(count, { one: `${people}’s invitation is cancelled`, other: `the invitations of ${people} are cancelled` })}`,
        )
      : i18n._(
          msg`${plural(count, { one: `${people}’s invitation to ${when} is cancelled`, other: `the invitations of ${people} to ${when} are cancelled` })}`,
        );
  return group.reason === 'agent-changed' ? i18n._(msg`${clause}, because the server is no longer to send it`) : clause;
}

function silentClause(group: PlanGroup, wording: Wording): string {
  const { i18n } = wording;
  const count = group.people.length;
  const people = namePeople(group.people, wording);
  const because = silentBecause(group, wording);
  return i18n._(
    msg`${plural(count, { one: `${people} is told nothing, because ${because}`, other: `${people} are told nothing, because ${because}` })}`,
  );
}

/** “Alice will be asked again”: of a group of whom not all are. */
export function askedAgainClause(people: readonly CalendarUserAddress[], wording: Wording): string {
  const named = namePeople(people, wording);
  return wording.i18n._(msg`${named} will be asked again`);
}

/** Completes “is told nothing, because …”. */
export function silentBecause(group: Pick<PlanGroup, 'reason' | 'properties'>, wording: Wording): string {
  const { i18n } = wording;
  switch (group.reason) {
    case 'not-told':
      return i18n._(msg`this server does not tell guests of such a change`);
    case 'schedule-agent':
      return i18n._(msg`the server is not to send their invitation`);
    case 'private-change':
      return privateBecause(group.properties, wording);
    case 'not-invited':
      return i18n._(msg`they are not invited to what changes`);
    default:
      return i18n._(msg`nothing changes for them`);
  }
}

function privateBecause(properties: readonly string[], wording: Wording): string {
  const { i18n } = wording;
  const words = privatePropertyWords(properties, i18n);
  if (words.length === 0) return i18n._(msg`only your own side of it changed`);
  const what = joinList(words, wording);
  return i18n._(msg`only the ${what} changed`);
}

/** Whether all of a group are, so that its own clause says it. */
function isAskedAgain(group: PlanGroup): boolean {
  return group.reason === 'changed' && group.askedAgain.length === group.people.length;
}
