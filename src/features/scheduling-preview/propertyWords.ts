/** iCalendar property names in the words of the editor. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

const WORDS: Readonly<Record<string, MessageDescriptor>> = {
  TIME: msg`time`,
  DTSTART: msg`start`,
  DTEND: msg`end`,
  DURATION: msg`end`,
  DUE: msg`due date`,
  SUMMARY: msg`title`,
  LOCATION: msg`place`,
  'X-APPLE-STRUCTURED-LOCATION': msg`place`,
  DESCRIPTION: msg`notes`,
  'X-ALT-DESC': msg`notes`,
  RRULE: msg`repetition`,
  RDATE: msg`extra dates`,
  EXDATE: msg`left-out dates`,
  ATTENDEE: msg`guest list`,
  ORGANIZER: msg`organizer`,
  STATUS: msg`status`,
  URL: msg`link`,
  CONFERENCE: msg`video link`,
  'X-GOOGLE-CONFERENCE': msg`video link`,
  'X-MICROSOFT-SKYPETEAMSMEETINGURL': msg`video link`,
  'X-MICROSOFT-ONLINEMEETINGCONFLINK': msg`video link`,
  'X-MICROSOFT-ONLINEMEETINGEXTERNALLINK': msg`video link`,
  CLASS: msg`visibility`,
  PRIORITY: msg`priority`,
  ATTACH: msg`attachments`,
  COMMENT: msg`comment`,
  CONTACT: msg`contact`,
  GEO: msg`map position`,
  RESOURCES: msg`resources`,
  VALARM: msg`alarm`,
  TRANSP: msg`free or busy`,
  COLOR: msg`colour`,
  CATEGORIES: msg`categories`,
  PARTSTAT: msg`reply`,
  SEQUENCE: msg`revision`,
};

/** “title”; a property without a word of ours keeps its own name. */
export function propertyWord(property: string, i18n: I18n): string {
  const word = WORDS[property];
  return word ? i18n._(word) : property;
}

/** Words for several properties, each once; start and end together are the time. */
export function propertyWords(properties: readonly string[], i18n: I18n): readonly string[] {
  const ends = properties.some((property) => property === 'DTEND' || property === 'DURATION');
  const merged = properties.includes('DTSTART') && ends;
  const named = merged
    ? ['TIME', ...properties.filter((property) => !['DTSTART', 'DTEND', 'DURATION'].includes(property))]
    : properties;
  return [...new Set(named.map((property) => propertyWord(property, i18n)))];
}

/** The same for what guests do not see: of ATTENDEE that is only how each is sent the invitation, RFC 6638 §7. */
export function privatePropertyWords(properties: readonly string[], i18n: I18n): readonly string[] {
  const sending = i18n._(msg`way of sending`);
  const words = properties.map((property) =>
    property === 'ATTENDEE' || property === 'ORGANIZER' ? sending : propertyWord(property, i18n),
  );
  return [...new Set(words)];
}
