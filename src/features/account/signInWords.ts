/** Why signing in failed, in words with what to do. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { CaldavError, wordsForError } from '../../queries/errors.ts';

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
    const minutes = Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60));
    return {
      title: msg`There were too many wrong passwords`,
      advice: msg`Wait ${plural(minutes, { one: '# minute', other: '# minutes' })}, then try again.`,
      isWrongCredentials: false,
    };
  }
  return { ...wordsForError(error), isWrongCredentials: false };
}
