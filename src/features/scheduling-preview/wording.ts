/** What every sentence needs: the language, how dates are written, whose zone, and what people are called. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { type CalendarUserAddress, displayAddress } from '../../icalendar/calendarUserAddress.ts';

export interface Wording {
  readonly i18n: I18n;
  /** BCP 47: how dates, times and lists are written. */
  readonly locale: string;
  /** IANA name: times are shown in this zone. */
  readonly zone: string;
  /** Display names; an address without one is shown itself. */
  readonly names: ReadonlyMap<CalendarUserAddress, string>;
}

/** People named in a sentence before the rest become “and 9 others”. */
const NAMED_PEOPLE = 4;

export function personName(address: CalendarUserAddress, { names }: Pick<Wording, 'names'>): string {
  return names.get(address) ?? displayAddress(address);
}

/** “Alice, Bob and Carol”; beyond a handful “Alice, Bob, Carol, Dan and 9 others”. */
export function namePeople(people: readonly CalendarUserAddress[], wording: Wording, most = NAMED_PEOPLE): string {
  const shown = people.length > most + 1 ? people.slice(0, most) : people;
  const parts = shown.map((person) => isolate(personName(person, wording)));
  const rest = people.length - shown.length;
  if (rest > 0) parts.push(wording.i18n._(msg`${plural(rest, { one: '# other', other: '# others' })}`));
  return joinList(parts, wording);
}

/** By Intl.ListFormat: “a, b and c”. */
export function joinList(parts: readonly string[], { locale }: Pick<Wording, 'locale'>): string {
  return listFormat(locale).format(parts);
}

/** Sentence case: the first letter in upper case, by the rules of the language; an address keeps its own. */
export function capitalize(sentence: string, { locale }: Pick<Wording, 'locale'>): string {
  if (sentence.split(' ', 1)[0]?.includes('@')) return sentence;
  return sentence.replace(
    /^(\u2068?)(\p{L})/u,
    (_whole, isolation: string, letter: string) => isolation + letter.toLocaleUpperCase(locale),
  );
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Keeps a right-to-left name from turning the sentence around it. */
function isolate(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}

const formats = new Map<string, Intl.ListFormat>();

function listFormat(locale: string): Intl.ListFormat {
  const present = formats.get(locale);
  if (present) return present;
  const made = new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' });
  formats.set(locale, made);
  return made;
}
