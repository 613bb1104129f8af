/** How an editor begins: from the page’s URL and what is saved. */
import { mainComponent } from '../../../features/event-editor/draftReading.ts';
import { newDraft } from '../../../features/event-editor/newDraft.ts';
import { type Component, getProperty } from '../../../icalendar/component.ts';
import { type CalendarTime, timeZonesOf } from '../../../icalendar/timeZone.ts';
import type { EventSearch, NewEventSearch } from '../../searchParams.ts';
import { changeDraft, type EditSession, hasInstance, startNewSession, startSession } from './editSession.ts';

const HOUR = 3_600_000;
const NO_CALENDAR: Component = { name: 'VCALENDAR', properties: [], components: [] };

/** A saved event, at the instance that was opened, with the new times of a drag. @throws InvalidCalendarDataError */
export function savedSession(saved: Component, search: EventSearch, zone: string): EditSession {
  const scope =
    search.instance !== undefined && isRecurring(saved) && hasInstance(saved, search.instance)
      ? search.instance
      : 'all';
  const session = startSession(saved, scope);
  const { start, end, allDay } = search;
  if (start === undefined || end === undefined) return session;
  const { draft } = session.current;
  const zones = timeZonesOf(saved);
  const tzid = draft.start.form === 'zoned' ? draft.start.tzid : zone;
  const time = (text: string): CalendarTime => {
    if (allDay) return { form: 'date', local: text.slice(0, 10).replaceAll('-', '') };
    const utc = basicUtc(text);
    return draft.start.form === 'utc'
      ? { form: 'utc', local: utc.slice(0, 15) }
      : { form: 'zoned', tzid, local: zones.toLocal(tzid, utc) };
  };
  return changeDraft(session, { ...draft, start: time(start), end: time(end) });
}

/** A new event: at the times of the URL, else at the next full hour. */
export function newSession(search: NewEventSearch, calendar: string, zone: string, now: Date): EditSession {
  const start = search.start ?? nextHour(now).toISOString();
  if (search.allDay || start.length === 10) {
    const day = (text: string): CalendarTime => ({ form: 'date', local: text.slice(0, 10).replaceAll('-', '') });
    const next = new Date(Date.parse(start.slice(0, 10)) + 24 * HOUR).toISOString();
    return startNewSession(newDraft(day(start), day(search.end ?? next), calendar));
  }
  const end = search.end ?? new Date(Date.parse(start) + HOUR).toISOString();
  const zones = timeZonesOf(NO_CALENDAR);
  const time = (text: string): CalendarTime => ({
    form: 'zoned',
    tzid: zone,
    local: zones.toLocal(zone, basicUtc(text)),
  });
  return startNewSession(newDraft(time(start), time(end), calendar));
}

function isRecurring(calendar: Component): boolean {
  const master = mainComponent(calendar);
  return ['RRULE', 'RDATE', 'RECURRENCE-ID'].some((name) => getProperty(master, name) !== undefined);
}

function nextHour(now: Date): Date {
  return new Date(Math.ceil((now.getTime() + 1) / HOUR) * HOUR);
}

/** `2027-03-08T09:00:00Z` or with milliseconds → `20270308T090000Z`. */
function basicUtc(text: string): string {
  return `${text.slice(0, 19).replace(/[-:]/g, '')}Z`;
}
