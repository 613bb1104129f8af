/** The dates that a draft of a series has, as it is typed. */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import { deriveInstance, recurrenceSet } from '../../icalendar/recurrence.ts';
import { KNOWN_ZONES } from './dateWords.ts';
import type { EventDraft } from './draft.ts';
import { mainComponent, onClockOf, startOf } from './draftReading.ts';
import { applyDraft } from './draftWriting.ts';
import { newDraft } from './newDraft.ts';

const CONTEXT = { owner: { addresses: [], name: '' }, now: new Date(0), uid: 'draft' };

/** The first dates, on DTSTART's clock, left-out ones not among them. Empty for a rule that cannot be expanded. */
export function draftInstances(
  draft: Pick<EventDraft, 'start' | 'recurrence' | 'extraDates' | 'leftOut'>,
  count: number,
): readonly CalendarTime[] {
  const { start, recurrence, extraDates, leftOut } = draft;
  try {
    const bare = { ...newDraft(start, undefined), recurrence, extraDates, leftOut };
    const master = mainComponent(applyDraft(undefined, bare, 'all', CONTEXT).calendar);
    const keys = recurrenceSet(master, KNOWN_ZONES).first(count);
    return keys.map((key) => onClockOf(start, startOf(deriveInstance(master, key, KNOWN_ZONES)), KNOWN_ZONES));
  } catch {
    return [];
  }
}
