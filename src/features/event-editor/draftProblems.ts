/** What is wrong with a draft, found while it is typed. Pure; words in `problemText`. */
import { msg } from '@lingui/core/macro';
import { displayAddress } from '../../icalendar/calendarUserAddress.ts';
import { utcOf } from '../../icalendar/timeZone.ts';
import { type FormWords, KNOWN_ZONES } from './dateWords.ts';
import type { EventDraft } from './draft.ts';
import type { DraftField, FormProblem } from './formTypes.ts';
import { type AddressFault, addressFault } from './guestList.ts';
import { datePart } from './localTime.ts';
import { isWebLink } from './safeLinks.ts';

/** A problem that keeps a draft from being saved. */
export type DraftProblem =
  | { readonly field: 'end'; readonly kind: 'end-before-start' }
  | { readonly field: 'recurrence'; readonly kind: 'no-days' | 'until-before-start' | 'no-count' | 'no-interval' }
  | { readonly field: 'attendees'; readonly kind: AddressFault; readonly text: string }
  | { readonly field: 'videoLink' | 'webPage'; readonly kind: 'no-link' };

/**
 * In the order of the form. Empty: it can be saved. With the draft as read (`base`), addresses and links that were there before
 * are not held against it: an event that came from elsewhere must stay editable.
 */
export function draftProblems(draft: EventDraft, base?: EventDraft): readonly DraftProblem[] {
  const known =
    base === undefined
      ? NOTHING_KNOWN
      : new Set([...base.attendees.map(({ address }) => address), base.videoLink, base.webPage]);
  return [
    ...timeProblems(draft),
    ...ruleProblems(draft),
    ...attendeeProblems(draft, known),
    ...linkProblems(draft, known),
  ];
}

const NOTHING_KNOWN: ReadonlySet<string> = new Set();

/** The problem as a person reads it: what is wrong and what to do. */
function problemText(problem: DraftProblem, { i18n }: Pick<FormWords, 'i18n'>): string {
  switch (problem.kind) {
    case 'end-before-start':
      return i18n._(msg`It ends before it starts. Choose a later end.`);
    case 'no-days':
      return i18n._(msg`Choose at least one day on which it repeats.`);
    case 'until-before-start':
      return i18n._(msg`It stops repeating before it starts. Choose a later last day.`);
    case 'no-count':
      return i18n._(msg`Say how many times, from 1 to 9999.`);
    case 'no-interval':
      return i18n._(msg`Say how often, from 1 to 999.`);
    case 'no-link':
      return i18n._(msg`A link starts with https:// or http://.`);
    default:
      return addressFaultText(problem.text, problem.kind, { i18n });
  }
}

/** What is wrong with an address, with the address. */
export function addressFaultText(text: string, fault: AddressFault, { i18n }: Pick<FormWords, 'i18n'>): string {
  switch (fault) {
    case 'no-at':
      return i18n._(msg`“${text}” has no @: an address looks like name@example.org.`);
    case 'several-at':
      return i18n._(msg`“${text}” has more than one @.`);
    case 'no-mailbox':
      return i18n._(msg`“${text}” has nothing before the @.`);
    case 'no-domain':
      return i18n._(msg`“${text}” has nothing after the @.`);
    case 'bad-domain':
      return i18n._(msg`What stands after the @ of “${text}” is no domain.`);
    case 'space':
      return i18n._(msg`“${text}” has a space in the address.`);
  }
}

/** The problems beside one field: the form's own first, then what the page found. */
export function textsFor(
  field: DraftField,
  own: readonly DraftProblem[],
  given: readonly FormProblem[],
  words: FormWords,
): string | undefined {
  const texts = [
    ...own.filter((problem) => problem.field === field).map((problem) => problemText(problem, words)),
    ...given.filter((problem) => problem.field === field).map(({ message }) => message),
  ];
  return texts.length === 0 ? undefined : texts.join(' ');
}

function timeProblems({ start, end }: EventDraft): readonly DraftProblem[] {
  if (end === undefined) return [];
  const [from, to] = [utcOf(start, KNOWN_ZONES, 'UTC'), utcOf(end, KNOWN_ZONES, 'UTC')];
  const isWrong = start.form === 'date' ? end.local <= start.local : to < from;
  return isWrong ? [{ field: 'end', kind: 'end-before-start' }] : [];
}

function ruleProblems({ recurrence, start }: EventDraft): readonly DraftProblem[] {
  if (recurrence.kind !== 'rule') return [];
  const { interval, on, end } = recurrence;
  const problems: DraftProblem[] = [];
  if (!(Number.isInteger(interval) && interval >= 1 && interval <= 999))
    problems.push({ field: 'recurrence', kind: 'no-interval' });
  if (on.by === 'date' && on.days.length === 0) problems.push({ field: 'recurrence', kind: 'no-days' });
  if (end.kind === 'until' && end.date < datePart(start.local))
    problems.push({ field: 'recurrence', kind: 'until-before-start' });
  if (end.kind === 'count' && !(Number.isInteger(end.count) && end.count >= 1 && end.count <= 9999)) {
    problems.push({ field: 'recurrence', kind: 'no-count' });
  }
  return problems;
}

function attendeeProblems({ attendees }: EventDraft, known: ReadonlySet<string>): readonly DraftProblem[] {
  return attendees.flatMap(({ address }): readonly DraftProblem[] => {
    if (known.has(address) || !/^mailto:/i.test(address)) return [];
    const text = displayAddress(address);
    const fault = addressFault(text.split('?', 1)[0] ?? '');
    return fault === undefined ? [] : [{ field: 'attendees', kind: fault, text }];
  });
}

function linkProblems({ videoLink, webPage }: EventDraft, known: ReadonlySet<string>): readonly DraftProblem[] {
  const links = [['videoLink', videoLink] as const, ['webPage', webPage] as const];
  return links.flatMap(([field, link]) =>
    link === '' || known.has(link) || isWebLink(link) ? [] : [{ field, kind: 'no-link' as const }],
  );
}
