/** What a failed request means, in words that a screen can show. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { CaldavError } from '../caldav/errors.ts';

export { CaldavError } from '../caldav/errors.ts';

export interface ErrorWords {
  /** What happened. */
  readonly title: MessageDescriptor;
  /** What it means, and what to do. */
  readonly advice: MessageDescriptor;
}

/** The words for any error of a query or mutation. The server's own sentence stands in `CaldavError.detail`. */
export function wordsForError(error: unknown): ErrorWords {
  if (!(error instanceof CaldavError)) {
    return {
      title: msg`Something went wrong in this page`,
      advice: msg`Nothing was sent. Try again, or reload the page.`,
    };
  }
  switch (error.kind) {
    case 'network':
      return {
        title: msg`The server does not answer`,
        advice: msg`Check the connection and that the server is running, then try again.`,
      };
    case 'unauthorized':
      return { title: msg`You are not signed in`, advice: msg`Sign in again to go on.` };
    case 'forbidden':
      return {
        title: msg`The server refused this`,
        advice: msg`Nothing was changed. You may lack the right, or a rule of the server forbids it.`,
      };
    case 'not-found':
      return {
        title: msg`This is not there any more`,
        advice: msg`It was deleted or moved, perhaps in another window.`,
      };
    case 'precondition-failed':
    case 'conflict':
      return {
        title: msg`It was changed meanwhile`,
        advice: msg`Nothing was changed. Load it again and look at both versions.`,
      };
    case 'too-large':
      return {
        title: msg`It is too large for the server`,
        advice: msg`Shorten the description or remove attachments, then try again.`,
      };
    case 'rate-limited':
      return { title: msg`Too many tries`, advice: msg`Wait a little, then try again.` };
    case 'server':
      return {
        title: msg`The server failed`,
        advice: msg`Try again. If it fails again, whoever runs the server finds the reason in its log.`,
      };
    case 'malformed':
      return {
        title: msg`The server’s answer makes no sense`,
        advice: msg`It may not be a CalDAV server, or something between changed its answer.`,
      };
    case 'refused':
      return { title: msg`The server did not accept this`, advice: msg`Nothing was changed.` };
  }
}
