/** Recurrence in words, for the preview and for conflicts. */
import { describeRecurrence } from '../../../features/event-editor/describeRecurrence.ts';
import type { EventDraft } from '../../../features/event-editor/draft.ts';
import { readRule } from '../../../features/event-editor/recurrenceRule.ts';
import type { Wording } from '../../../features/scheduling-preview/wording.ts';
import type { TimeZones } from '../../../icalendar/timeZone.ts';

/** “Every week on Monday, 6 times”; what the form cannot express as the form shows it. */
export function ruleWords(
  rule: string,
  start: EventDraft['start'],
  zones: TimeZones,
  words: Pick<Wording, 'i18n' | 'locale'>,
): string {
  const recurrence = readRule(rule, start, zones) ?? { kind: 'custom', rules: [rule] };
  return describeRecurrence(recurrence, start.local, words);
}

export function draftRecurrenceWords(draft: EventDraft, words: Pick<Wording, 'i18n' | 'locale'>): string {
  return describeRecurrence(draft.recurrence, draft.start.local, words);
}
