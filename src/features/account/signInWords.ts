/** Why signing in failed, in words with what to do. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { CaldavError, type ErrorWords, wordsForError } from '../../queries/errors.ts';

export interface SignInFailure {
  readonly title: MessageDescriptor;
  readonly advice: MessageDescriptor;
  /** Whether name or password are wrong, so that the fields are marked. */
  readonly isWrongCredentials: boolean;
}

export function signInFailure(error: unknown): SignInFailure {
  if (error instanceof CaldavError && error.kind === 'unauthorized') {
    return {
      title: msg`The name or the password is wrong`,
      advice: msg`Check for capital letters and blanks, then try again.`,
      isWrongCredentials: true,
    };
  }
  if (error instanceof CaldavError && error.kind === 'rate-limited') {
    const seconds = Math.max(1, error.retryAfter ?? 60);
    const minutes = Math.ceil(seconds / 60);
    return {
      title: msg`There were too many wrong passwords`,
      advice:
        seconds < 60
          ? msg`Wait ${plural(seconds, { one: '# second', other: '# seconds' })}, then try again.`
          : msg`Wait ${plural(minutes, { one: '# minute', other: '# minutes' })}, then try again.`,
      isWrongCredentials: false,
    };
  }
  const words = error instanceof CaldavError ? REASONS[error.reason ?? ''] : undefined;
  return { ...(words ?? wordsForError(error)), isWrongCredentials: false };
}

/** What is wrong with the chosen server itself. */
const REASONS: Readonly<Record<string, ErrorWords>> = {
  unreachable: {
    title: msg`The calendar server cannot be reached`,
    advice: msg`It may be down, or Convoke may have a wrong address for it. Try again later, or tell whoever runs it.`,
  },
  timeout: {
    title: msg`The calendar server takes too long to answer`,
    advice: msg`Try again in a moment. If it stays so, tell whoever runs it.`,
  },
  tls: {
    title: msg`The connection to the calendar server is not safe`,
    advice: msg`Its certificate is not valid, so your password was not sent. Tell whoever runs it.`,
  },
  'no-caldav': {
    title: msg`There are no calendars of yours there`,
    advice: msg`What answers is no calendar server (CalDAV), or your account has no calendars on it. Tell whoever runs Convoke.`,
  },
  elsewhere: {
    title: msg`The calendar server leads to another address`,
    advice: msg`Your password was not sent there. Whoever runs Convoke can configure that address instead.`,
  },
  'unknown-server': {
    title: msg`This calendar server is not offered any more`,
    advice: msg`Reload the page to see which ones are.`,
  },
};
