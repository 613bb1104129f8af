/** What removing a whole calendar tells people: each of its meetings planned as the server will. */
import { parseCalendarData } from '../../icalendar/calendarData.ts';
import { type CalendarUserAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getParameter, getProperty, getText } from '../../icalendar/component.ts';
import type { CalendarObject } from '../../queries/calendarObjects.ts';
import { planScheduling } from '../../scheduling/plan.ts';
import type { Policy } from '../../scheduling/types.ts';

export interface TellingMeeting {
  readonly url: string;
  /** SUMMARY of the series, or of its first part; empty without. */
  readonly title: string;
  readonly recipients: readonly CalendarUserAddress[];
}

export interface DeletionSummary {
  /** Meetings of the owner whose guests get a CANCEL. */
  readonly cancelled: readonly TellingMeeting[];
  /** Invitations that are declined to their Organizer. */
  readonly declined: readonly TellingMeeting[];
  /** Objects that cannot be read: what becomes of them is the server's affair. */
  readonly unreadable: number;
  /** CN of all people named. */
  readonly names: ReadonlyMap<CalendarUserAddress, string>;
}

export interface DeletionContext {
  /** Calendar user addresses of the calendar's owner. */
  readonly addresses: readonly string[];
  readonly policy: Policy;
  readonly now: Date;
}

/** Plans the removal of each object, giving way to the page in between; undefined once `signal` is aborted. */
export async function summarizeDeletion(
  objects: readonly CalendarObject[],
  context: DeletionContext,
  signal: AbortSignal,
): Promise<DeletionSummary | undefined> {
  const cancelled: TellingMeeting[] = [];
  const declined: TellingMeeting[] = [];
  const names = new Map<CalendarUserAddress, string>();
  let unreadable = 0;
  for (const [place, object] of objects.entries()) {
    if (place % SLICE === SLICE - 1) await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return undefined;
    try {
      const calendar = parseCalendarData(object.data);
      const { role, messages } = planRemoval(calendar, context);
      const recipients = [...new Set(messages.flatMap((message) => message.recipients))];
      if (recipients.length === 0) continue;
      const meeting = { url: object.url, title: titleOf(calendar), recipients };
      (role === 'attendee' ? declined : cancelled).push(meeting);
      collectNames(calendar, names);
    } catch {
      unreadable++;
    }
  }
  return { cancelled, declined, unreadable, names };
}

/** Objects planned before the page gets its turn. */
const SLICE = 40;

function planRemoval(original: Component, { addresses, policy, now }: DeletionContext) {
  return planScheduling({ original, modified: undefined, owner: { addresses }, now, policy });
}

function titleOf({ components }: Component): string {
  const parts = components.filter(({ name }) => name === 'VEVENT' || name === 'VTODO');
  const main = parts.find((part) => getProperty(part, 'RECURRENCE-ID') === undefined) ?? parts[0];
  return (main && getText(main, 'SUMMARY')?.trim()) ?? '';
}

function collectNames({ components }: Component, names: Map<CalendarUserAddress, string>): void {
  for (const property of components.flatMap(({ properties }) => properties)) {
    if (property.name !== 'ATTENDEE' && property.name !== 'ORGANIZER') continue;
    const name = getParameter(property, 'CN')?.trim();
    if (name) names.set(normalizeAddress(property.value), name);
  }
}
