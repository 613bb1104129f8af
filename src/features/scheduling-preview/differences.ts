/** Properties before and after a change, as a person reads them. */
import { msg } from '@lingui/core/macro';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { getParameter, type Property, unescapeText } from '../../icalendar/component.ts';
import type { TimeZones } from '../../icalendar/timeZone.ts';
import { readTime } from '../../icalendar/timeZone.ts';
import type { PropertyDifference } from '../../scheduling/types.ts';
import { propertyWord } from './propertyWords.ts';
import { durationText, timeText } from './times.ts';
import { capitalize, joinList, type Wording } from './wording.ts';

export interface DifferenceLine {
  readonly word: string;
  /** Undefined: nothing stood there, or nothing stands there now. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What reading a value needs beside the words. */
export interface ValueContext {
  readonly wording: Wording;
  readonly zones: TimeZones;
  /** RRULE in words; the rule as written without it. */
  readonly ruleWords: ((rule: string) => string) | undefined;
}

/** Texts longer than this are cut: the editor beside the preview has them in full. */
const LONGEST = 160;

/** One line for each property; of the guest list only who came, went or changed. */
export function differenceLines(
  differences: readonly PropertyDifference[],
  context: ValueContext,
): readonly DifferenceLine[] {
  const { wording } = context;
  return differences.map((difference) => {
    const word = capitalize(propertyWord(difference.property, wording.i18n), wording);
    const { before, after } = difference.property === 'ATTENDEE' ? changedAttendees(difference) : difference;
    return { word, before: readable(before, context), after: readable(after, context) };
  });
}

function readable(properties: readonly Property[], context: ValueContext): string | undefined {
  const texts = properties.map((property) => shorten(valueText(property, context))).filter((text) => text !== '');
  return texts.length === 0 ? undefined : joinList(texts, context.wording);
}

function valueText(property: Property, { wording, zones, ruleWords }: ValueContext): string {
  switch (property.name) {
    case 'DTSTART':
    case 'DTEND':
    case 'DUE':
      return timeText(readTime(property), zones, wording);
    case 'DURATION':
      return durationText(property.value, wording);
    case 'RRULE':
      return ruleWords?.(property.value) ?? property.value;
    case 'ATTENDEE':
    case 'ORGANIZER':
      return personText(property, wording);
    case 'STATUS':
    case 'CLASS':
    case 'TRANSP':
      return wordOf(property.value.toUpperCase(), wording);
    default:
      return unescapeText(property.value);
  }
}

function personText(property: Property, { names }: Wording): string {
  const address = normalizeAddress(property.value);
  return names.get(address) ?? getParameter(property, 'CN') ?? address.replace(/^mailto:/, '');
}

/** The lines that stand on one side only, compared by address and by what guests see of each other. */
function changedAttendees({ before, after }: PropertyDifference): Pick<PropertyDifference, 'before' | 'after'> {
  const identity = (property: Property) =>
    [
      normalizeAddress(property.value),
      ...['ROLE', 'CUTYPE', 'DELEGATED-TO', 'DELEGATED-FROM'].map((name) => property.parameters[name]?.join() ?? ''),
    ].join('\n');
  const old = new Set(before.map(identity));
  const next = new Set(after.map(identity));
  return {
    before: before.filter((property) => !next.has(identity(property))),
    after: after.filter((property) => !old.has(identity(property))),
  };
}

function wordOf(value: string, { i18n }: Wording): string {
  switch (value) {
    case 'CONFIRMED':
      return i18n._(msg`confirmed`);
    case 'TENTATIVE':
      return i18n._(msg`tentative`);
    case 'CANCELLED':
      return i18n._(msg`cancelled`);
    case 'PUBLIC':
      return i18n._(msg`public`);
    case 'PRIVATE':
      return i18n._(msg`private`);
    case 'CONFIDENTIAL':
      return i18n._(msg`confidential`);
    case 'OPAQUE':
      return i18n._(msg`busy`);
    case 'TRANSPARENT':
      return i18n._(msg`free`);
    default:
      return value;
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
