/** The fields of a draft, and what stands in them, in words: for “somebody changed the place from A to B”. */
import { msg } from '@lingui/core/macro';
import type { EventDraft } from '../../../features/event-editor/draft.ts';
import { timeText } from '../../../features/scheduling-preview/times.ts';
import { joinList, type Wording } from '../../../features/scheduling-preview/wording.ts';
import { normalizeAddress } from '../../../icalendar/calendarUserAddress.ts';
import type { CalendarTime, TimeZones } from '../../../icalendar/timeZone.ts';
import type { MergeField } from './mergeDrafts.ts';

export interface FieldContext {
  readonly wording: Wording;
  readonly zones: TimeZones;
  /** A draft’s recurrence in words. */
  readonly recurrenceWords: (draft: EventDraft) => string;
}

/** “Time”, “Place”. */
export function fieldName(field: MergeField, { i18n }: Pick<Wording, 'i18n'>): string {
  switch (field) {
    case 'title':
      return i18n._(msg`Title`);
    case 'time':
      return i18n._(msg`Time`);
    case 'recurrence':
      return i18n._(msg`Repetition`);
    case 'extraDates':
      return i18n._(msg`Extra dates`);
    case 'leftOut':
      return i18n._(msg`Left-out dates`);
    case 'location':
      return i18n._(msg`Place`);
    case 'videoLink':
      return i18n._(msg`Video link`);
    case 'webPage':
      return i18n._(msg`Web page`);
    case 'description':
      return i18n._(msg`Notes`);
    case 'alarms':
      return i18n._(msg`Alarms`);
    case 'visibility':
      return i18n._(msg`Visibility`);
    case 'transparency':
      return i18n._(msg`Free or busy`);
    case 'status':
      return i18n._(msg`Status`);
    case 'attendees':
      return i18n._(msg`Guests`);
  }
}

/** What a draft has in a field; “nothing” where it is empty. */
export function fieldText(draft: EventDraft, field: MergeField, context: FieldContext): string {
  return writtenText(draft, field, context) || context.wording.i18n._(msg`nothing`);
}

function writtenText(draft: EventDraft, field: MergeField, context: FieldContext): string {
  const { wording, zones, recurrenceWords } = context;
  const times = (list: readonly CalendarTime[]) =>
    joinList(
      list.map((time) => timeText(time, zones, wording)),
      wording,
    );
  switch (field) {
    case 'time':
      return draft.end === undefined
        ? times([draft.start])
        : [draft.start, draft.end].map((time) => times([time])).join(' – ');
    case 'recurrence':
      return recurrenceWords(draft);
    case 'extraDates':
      return times(draft.extraDates.map((extra) => extra.time));
    case 'leftOut':
      return times(draft.leftOut);
    case 'alarms':
      return joinList(
        draft.alarms.map((alarm) => alarmText(alarm.minutesBefore, alarm.trigger, wording)),
        wording,
      );
    case 'attendees':
      return joinList(
        draft.attendees.map(
          ({ address, name }) =>
            wording.names.get(normalizeAddress(address)) || name || address.replace(/^mailto:/i, ''),
        ),
        wording,
      );
    case 'transparency':
      return draft.transparency === 'OPAQUE' ? wording.i18n._(msg`busy`) : wording.i18n._(msg`free`);
    default:
      return draft[field];
  }
}

function alarmText(minutes: number | undefined, trigger: string, { i18n }: Wording): string {
  return minutes === undefined ? trigger : i18n._(msg`${minutes} min before`);
}
