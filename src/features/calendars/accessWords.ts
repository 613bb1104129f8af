/** What people may do with a calendar, and why a server does not let it be given, in words. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { displayAddress } from '../../icalendar/calendarUserAddress.ts';
import { CaldavError, wordsForError } from '../../queries/errors.ts';
import type { Principal } from '../../queries/scheduling.ts';
import type { Share, ShareLevel } from '../../queries/sharing.ts';

export interface LevelWords {
  readonly title: string;
  readonly note: string;
}

export function levelWords(level: ShareLevel, i18n: I18n): LevelWords {
  switch (level) {
    case 'read':
      return { title: i18n._(msg`May see`), note: i18n._(msg`All events, with their guests and notes`) };
    case 'write':
      return {
        title: i18n._(msg`May change`),
        note: i18n._(msg`Adds, changes and deletes events, as long as no guest has to be told`),
      };
    case 'send':
      return {
        title: i18n._(msg`May change and invite`),
        note: i18n._(msg`Invites, cancels and answers in your name, too, in every calendar that you let them change`),
      };
  }
}

/** “May see” as the end of a sentence about somebody: “Alice now may see this calendar.” */
export function grantedWords(name: string, level: ShareLevel, i18n: I18n): string {
  switch (level) {
    case 'read':
      return i18n._(msg`${name} may see this calendar now.`);
    case 'write':
      return i18n._(msg`${name} may change this calendar now.`);
    case 'send':
      return i18n._(msg`${name} may change this calendar and invite in your name now.`);
  }
}

/** The name of whoever has a share. */
export function shareName({ principal, person }: Share, i18n: I18n): string {
  switch (principal) {
    case 'DAV:all':
      return i18n._(msg`Everybody, even without an account`);
    case 'DAV:authenticated':
      return i18n._(msg`Everybody with an account`);
    case 'DAV:unauthenticated':
      return i18n._(msg`Everybody without an account`);
    default:
      return person === undefined ? lastSegment(principal) : personName(person);
  }
}

export function personName({ displayName, addresses, url }: Principal): string {
  return displayName ?? (mailboxOf(addresses) || lastSegment(url));
}

/** `alice@example.org`; empty without. */
export function mailboxOf(addresses: readonly string[]): string {
  const address = addresses.find((one) => /^mailto:/i.test(one));
  return address === undefined ? '' : displayAddress(address);
}

interface FailureWords {
  readonly title: string;
  readonly advice: string;
}

/** The preconditions of RFC 3744 §8.1.1, and whatever else may go wrong. */
export function accessFailureWords(error: unknown, i18n: I18n): FailureWords {
  const precondition = error instanceof CaldavError ? error.precondition : undefined;
  switch (precondition) {
    case 'recognized-principal':
    case 'allowed-principal':
      return {
        title: i18n._(msg`The server does not let you share with them`),
        advice: i18n._(msg`The account may be gone or closed, or it is one that nothing can be shared with.`),
      };
    case 'limited-number-of-aces':
      return {
        title: i18n._(msg`The server does not share with that many people`),
        advice: i18n._(msg`Take the calendar back from somebody first, or share it with a group.`),
      };
    case 'need-privileges':
      return {
        title: i18n._(msg`You may not share this calendar`),
        advice: i18n._(msg`The server keeps this right from you. Ask whoever runs it.`),
      };
    case undefined: {
      const { title, advice } = wordsForError(error);
      return { title: i18n._(title), advice: i18n._(advice) };
    }
    default:
      return {
        title: i18n._(msg`The server does not share it in this way`),
        advice: i18n._(msg`It has rules of its own about who may do what (${precondition}). Try another choice.`),
      };
  }
}

function lastSegment(path: string): string {
  const segment = path.split('/').filter(Boolean).at(-1) ?? path;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
