/** Recurrence in words, for the preview and for conflicts. */
import type { EventDraft } from '../../../features/event-editor/draft.ts';

export function ruleWords(rule: string): string {
  return rule;
}

export function draftRecurrenceWords(draft: EventDraft): string {
  return draft.recurrence.kind;
}
