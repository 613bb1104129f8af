/** Literal plans for the tests of this folder. */
import { setupI18n } from '@lingui/core';
import { type CalendarUserAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import type {
  AttendeeDecision,
  PropertyDifference,
  SchedulingMessage,
  SchedulingPlan,
} from '../../scheduling/types.ts';
import type { ItipMethod } from '../../scheduling/vocabulary.ts';
import type { Wording } from './wording.ts';

export const ALICE = address('alice');
export const BOB = address('bob');
export const CAROL = address('carol');
export const DAN = address('dan');
export const EVE = address('eve');
const OLIVIA = address('olivia');

export const NAMES: ReadonlyMap<CalendarUserAddress, string> = new Map([
  [ALICE, 'Alice'],
  [BOB, 'Bob'],
  [CAROL, 'Carol'],
  [DAN, 'Dan'],
  [EVE, 'Eve'],
  [OLIVIA, 'Olivia'],
]);

/** Mondays at 10:00 in Berlin; the fourth is after the change to summer time. */
export const MARCH_8 = '20270308T090000Z';
export const MARCH_15 = '20270315T090000Z';
export const MARCH_22 = '20270322T090000Z';
export const MARCH_29 = '20270329T080000Z';

export function address(name: string): CalendarUserAddress {
  return normalizeAddress(`mailto:${name}@convoke.example`);
}

export function wording(changes: Partial<Wording> = {}): Wording {
  const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
  return { i18n, locale: 'en-GB', zone: 'Europe/Berlin', names: NAMES, ...changes };
}

type Written = Omit<AttendeeDecision, 'differences' | 'askedAgain'> &
  Partial<Pick<AttendeeDecision, 'differences' | 'askedAgain'>>;

export function plan(
  decisions: readonly Written[],
  messages: readonly SchedulingMessage[],
  changes: Partial<SchedulingPlan> = {},
): SchedulingPlan {
  return {
    role: 'organizer',
    operation: 'modify',
    violations: [],
    decisions: decisions.map((decision) => ({ differences: [], askedAgain: false, ...decision })),
    messages,
    unknownForceSend: [],
    stored: undefined,
    ...changes,
  };
}

export function message(
  method: ItipMethod,
  recipients: readonly CalendarUserAddress[],
  keys: readonly string[] = ['master'],
): SchedulingMessage {
  const component = { name: 'VEVENT', properties: [], components: [] };
  return {
    method,
    recipients,
    sender: OLIVIA,
    uid: 'weekly-1',
    keys,
    components: keys.map((key) => ({ key, component })),
    exdates: [],
    calendar: () => ({
      name: 'VCALENDAR',
      properties: [{ name: 'METHOD', parameters: {}, value: method }],
      components: [component],
    }),
  };
}

/** Cells of RFC 6638 §3.2.1.2 by what they come to. */
export const CELL = {
  request: { row: 'SERVER', column: 'SERVER', cell: 'REQUEST' },
  invite: { row: '<Absent>', column: 'SERVER', cell: 'REQUEST/ADD' },
  cancel: { row: 'SERVER', column: '<Removed>', cell: 'CANCEL' },
  absent: { row: '<Absent>', column: '<Removed>', cell: '--' },
  toNone: { row: 'SERVER', column: 'NONE', cell: 'CANCEL' },
} as const satisfies Record<string, Pick<AttendeeDecision, 'row' | 'column' | 'cell'>>;

export function differs(property: string, before?: string, after?: string): PropertyDifference {
  const written = (value: string | undefined) =>
    value === undefined ? [] : [{ name: property, parameters: {}, value }];
  return { property, before: written(before), after: written(after) };
}

/** The example of the product's page: two updates, an invitation, a cancellation, and Eve who is told nothing. */
export const FIVE_GUESTS: SchedulingPlan = plan(
  [
    { attendee: OLIVIA, key: 'master', ...CELL.request, outcome: { silent: 'is-organizer' } },
    {
      attendee: ALICE,
      key: 'master',
      ...CELL.request,
      outcome: { send: 'REQUEST', reason: 'changed' },
      differences: [differs('SUMMARY', 'Plan', 'Weekly plan')],
    },
    {
      attendee: BOB,
      key: 'master',
      ...CELL.request,
      outcome: { send: 'REQUEST', reason: 'changed' },
      differences: [differs('SUMMARY', 'Plan', 'Weekly plan')],
    },
    { attendee: CAROL, key: 'master', ...CELL.absent, outcome: { silent: 'not-invited' } },
    { attendee: CAROL, key: MARCH_22, ...CELL.invite, outcome: { send: 'REQUEST', reason: 'invited' } },
    { attendee: DAN, key: 'master', ...CELL.cancel, outcome: { send: 'CANCEL', reason: 'removed' } },
    {
      attendee: EVE,
      key: 'master',
      ...CELL.request,
      outcome: { silent: 'private-change' },
      differences: [differs('VALARM')],
    },
  ],
  [message('CANCEL', [DAN]), message('REQUEST', [ALICE, BOB]), message('REQUEST', [CAROL], [MARCH_22])],
);
