/** One component brought from what a draft was to what it is: properties that say the same keep their content line. */
import { type CalendarTime, writeTime } from '../../icalendar/calendarTime.ts';
import {
  type Component,
  getProperty,
  makeProperty,
  type Property,
  withoutProperties,
} from '../../icalendar/component.ts';
import { writeAlarms } from './alarmWriting.ts';
import { writeAttendees } from './attendeeWriting.ts';
import type { EventDraft } from './draft.ts';
import { videoLinkProperty } from './draftReading.ts';
import { isOnClockOf, sameTime, secondsBetween } from './localTime.ts';
import { insertAfter, oneLine, replaceProperty, without, withTextValue, withWritten } from './propertyWriting.ts';
import { utcStamp } from './stamp.ts';

/**
 * Writes what differs between two drafts of one component, except how it recurs. The same object when nothing does.
 *
 * What renders an edited text in another way goes with it, since programs would go on showing the old one: X-ALT-DESC and ALTREP
 * of DESCRIPTION; GEO and the vendors' structured locations of LOCATION. Outlook's own copies of "all day" and "show as" follow.
 */
export function writeFields(component: Component, before: EventDraft, after: EventDraft): Component {
  let written = component;
  if (before.title !== after.title) written = withTextValue(written, 'SUMMARY', after.title);
  written = writeStart(written, before, after);
  written = writeEnd(written, before, after);
  if (before.location !== after.location) {
    written = withoutProperties(withTextValue(written, 'LOCATION', after.location), ...LOCATION_RENDERINGS);
  }
  if (before.description !== after.description) {
    written = withoutProperties(withTextValue(written, 'DESCRIPTION', after.description), 'X-ALT-DESC');
  }
  if (before.videoLink !== after.videoLink) written = writeVideoLink(written, after.videoLink.trim());
  if (before.webPage !== after.webPage) written = withWritten(written, 'URL', oneLine(after.webPage));
  if (before.visibility !== after.visibility) written = withWritten(written, 'CLASS', after.visibility);
  if (before.transparency !== after.transparency) written = writeTransparency(written, after.transparency);
  if (before.status !== after.status) written = withWritten(written, 'STATUS', after.status);
  written = writeAttendees(written, before.attendees, after.attendees);
  return writeAlarms(written, before.alarms, after.alarms);
}

/** DTSTAMP and LAST-MODIFIED (where there is one) set to `now`; the same object when the component is the original one. */
export function stamped(component: Component, original: Component | undefined, now: Date): Component {
  if (component === original) return component;
  const stamp = utcStamp(now);
  const withDtstamp = withWritten(component, 'DTSTAMP', stamp);
  return getProperty(component, 'LAST-MODIFIED') ? withWritten(withDtstamp, 'LAST-MODIFIED', stamp) : withDtstamp;
}

const LOCATION_RENDERINGS = [
  'GEO',
  'X-APPLE-STRUCTURED-LOCATION',
  'X-MICROSOFT-LOCATIONS',
  'X-MICROSOFT-LOCATION',
] as const;

function writeStart(component: Component, before: EventDraft, after: EventDraft): Component {
  if (sameTime(before.start, after.start)) return component;
  const present = getProperty(component, 'DTSTART');
  const start = writeTime('DTSTART', after.start, present?.parameters);
  const moved = present
    ? replaceProperty(component, present, start)
    : insertAfter(component, ['UID', 'DTSTAMP'], start);
  const allDay = getProperty(moved, 'X-MICROSOFT-CDO-ALLDAYEVENT');
  if (allDay === undefined || (before.start.form === 'date') === (after.start.form === 'date')) return moved;
  return withWritten(moved, 'X-MICROSOFT-CDO-ALLDAYEVENT', after.start.form === 'date' ? 'TRUE' : 'FALSE');
}

/** DURATION stays when the event is as long as before, on the clock; else it gives way to DTEND. */
function writeEnd(component: Component, before: EventDraft, after: EventDraft): Component {
  const present = getProperty(component, 'DTEND');
  const duration = getProperty(component, 'DURATION');
  if (present === undefined && duration !== undefined && isAsLong(before, after)) return component;
  if (sameTime(before.end, after.end)) return component;
  if (after.end === undefined) return withoutProperties(component, 'DTEND', 'DURATION');
  const end = writeTime('DTEND', after.end, present?.parameters);
  if (present) return replaceProperty(component, present, end);
  return duration ? replaceProperty(component, duration, end) : insertAfter(component, ['DTSTART'], end);
}

function isAsLong(before: EventDraft, after: EventDraft): boolean {
  if (before.end === undefined || after.end === undefined || !isOneClock(before) || !isOneClock(after)) return false;
  if ((before.start.form === 'date') !== (after.start.form === 'date')) return false;
  return secondsBetween(before.start.local, before.end.local) === secondsBetween(after.start.local, after.end.local);
}

/** Whether start and end are read on one clock. */
export function isOneClock({
  start,
  end,
}: {
  readonly start: CalendarTime;
  readonly end: CalendarTime | undefined;
}): boolean {
  return end !== undefined && isOnClockOf(end, start);
}

/** A changed link keeps its property; a new one is a CONFERENCE, RFC 7986 §5.11. */
function writeVideoLink(component: Component, link: string): Component {
  const present = videoLinkProperty(component);
  if (present !== undefined) {
    const changed: readonly Property[] =
      link === '' ? [] : [makeProperty(present.name, oneLine(link), without(present, []))];
    return replaceProperty(component, present, ...changed);
  }
  const parameters = { VALUE: ['URI'], FEATURE: ['AUDIO', 'VIDEO'] };
  return insertAfter(component, [], makeProperty('CONFERENCE', oneLine(link), parameters));
}

function writeTransparency(component: Component, transparency: EventDraft['transparency']): Component {
  const written = withWritten(component, 'TRANSP', transparency);
  if (getProperty(written, 'X-MICROSOFT-CDO-BUSYSTATUS') === undefined) return written;
  return withWritten(written, 'X-MICROSOFT-CDO-BUSYSTATUS', transparency === 'TRANSPARENT' ? 'FREE' : 'BUSY');
}
