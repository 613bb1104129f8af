/** What a reloaded SCHEDULE-STATUS says about one guest, in words. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { DeliveryOutcome } from '../../scheduling/reconcile.ts';

/** How a line of the report looks. */
export type DeliveryTone = 'good' | 'pending' | 'failed' | 'contradicted' | 'unknown';

export interface DeliveryLine {
  readonly tone: DeliveryTone;
  /** “delivered”, “mailbox unknown”. */
  readonly what: string;
  /** What it means, or what to do; absent when there is nothing to add. */
  readonly detail: string | undefined;
  /** SCHEDULE-STATUS codes, for those who want them. */
  readonly codes: string;
}

interface CodeWords {
  readonly tone: DeliveryTone;
  readonly what: MessageDescriptor;
  readonly detail: MessageDescriptor | undefined;
}

/** RFC 6638 §3.2.9 and RFC 5546 §3.6. */
const CODES: Readonly<Record<string, CodeWords>> = {
  '1.0': {
    tone: 'pending',
    what: msg`on its way`,
    detail: msg`The server has accepted the message and is still delivering it.`,
  },
  '1.1': { tone: 'good', what: msg`mailed`, detail: msg`Sent by e-mail. Whether it was read cannot be known.` },
  '1.2': { tone: 'good', what: msg`delivered`, detail: undefined },
  '2.0': { tone: 'good', what: msg`done`, detail: undefined },
  '2.3': {
    tone: 'failed',
    what: msg`request to send again not understood`,
    detail: msg`Another program asked the server for something that it does not know. Save once more from here to send again.`,
  },
  '3.7': {
    tone: 'failed',
    what: msg`mailbox unknown`,
    detail: msg`Nobody has this address on the server. Check the address.`,
  },
  '3.8': {
    tone: 'failed',
    what: msg`not allowed`,
    detail: msg`You may not send invitations to this guest. Ask the guest, or the server’s administrator, to allow it.`,
  },
  '5.1': {
    tone: 'failed',
    what: msg`could not be delivered now`,
    detail: msg`Something failed for the moment. Wait a little, then send it again to this guest.`,
  },
  '5.2': {
    tone: 'failed',
    what: msg`no way to reach this address`,
    detail: msg`The server has no way to deliver there: it sends no mail. Tell this guest yourself.`,
  },
  '5.3': {
    tone: 'failed',
    what: msg`refused`,
    detail: msg`The guest’s side did not accept the message. Tell this guest yourself, or ask the administrator why.`,
  },
};

/** Any other code, by the class of its first digit, RFC 5545 §3.8.8.3. */
const CLASSES: Readonly<Record<string, CodeWords>> = {
  '1': { tone: 'pending', what: msg`on its way`, detail: undefined },
  '2': { tone: 'good', what: msg`done`, detail: undefined },
  '3': {
    tone: 'failed',
    what: msg`not delivered`,
    detail: msg`Something in the message or the address was not accepted. Check the address.`,
  },
  '4': { tone: 'failed', what: msg`not delivered`, detail: msg`The dates collide on the guest’s side.` },
  '5': {
    tone: 'failed',
    what: msg`not delivered`,
    detail: msg`The server could not deliver. Tell this guest yourself.`,
  },
};

const SEVERITY: readonly DeliveryTone[] = ['failed', 'contradicted', 'unknown', 'pending', 'good'];

/** One guest’s line: what happened, against what was foretold. */
export function deliveryLine(outcome: DeliveryOutcome, i18n: I18n): DeliveryLine {
  const codes = outcome.statuses.join(', ');
  if (outcome.outcome === 'no-evidence') return { tone: 'unknown', ...noEvidence(outcome, i18n), codes };
  if (outcome.outcome === 'contradicted') return { tone: 'contradicted', ...contradiction(outcome, i18n), codes };
  const words = worstCode(outcome.statuses);
  if (words === undefined)
    return {
      tone: outcome.outcome === 'failed' ? 'failed' : 'good',
      what: i18n._(msg`confirmed`),
      detail: undefined,
      codes,
    };
  return { tone: words.tone, what: i18n._(words.what), detail: words.detail && i18n._(words.detail), codes };
}

/** “All 3 guests were reached”, “1 of 3 guests was not reached”: for a toast. */
export function deliverySummary(
  outcomes: readonly DeliveryOutcome[],
  i18n: I18n,
): { readonly tone: DeliveryTone; readonly text: string } {
  const total = outcomes.length;
  if (total === 0) return { tone: 'good', text: i18n._(msg`Saved. Nobody was told.`) };
  const tones = outcomes.map((outcome) => deliveryLine(outcome, i18n).tone);
  const failed = tones.filter((tone) => tone === 'failed').length;
  if (failed > 0) {
    return {
      tone: 'failed',
      text: i18n._(
        msg`Saved. ${plural(failed, { one: `# of ${total} guests was not reached`, other: `# of ${total} guests were not reached` })}.`,
      ),
    };
  }
  const contradicted = tones.filter((tone) => tone === 'contradicted').length;
  if (contradicted > 0)
    return {
      tone: 'contradicted',
      text: i18n._(
        msg`Saved. The server did something else than foretold for ${plural(contradicted, { one: '# guest', other: '# guests' })}.`,
      ),
    };
  const pending = tones.filter((tone) => tone === 'pending').length;
  if (pending > 0)
    return {
      tone: 'pending',
      text: i18n._(
        msg`Saved. ${plural(pending, { one: '# message is on its way', other: '# messages are on their way' })}.`,
      ),
    };
  const unknown = tones.filter((tone) => tone === 'unknown').length;
  if (unknown === total) return { tone: 'unknown', text: i18n._(msg`Saved. The server left no word about delivery.`) };
  const reached = total - unknown;
  if (unknown > 0)
    return {
      tone: 'good',
      text: i18n._(
        msg`Saved. ${plural(reached, { one: '# guest was told', other: '# guests were told' })}, no word about ${unknown}.`,
      ),
    };
  return {
    tone: 'good',
    text: i18n._(
      msg`Saved. ${plural(reached, { one: '# guest was told', 2: 'Both guests were told', other: 'All # guests were told' })}.`,
    ),
  };
}

/** The same for an Attendee’s own save: only the Organizer can have been told, RFC 6638 §3.2.2. */
export function replySummary(outcomes: readonly DeliveryOutcome[], i18n: I18n): string {
  const [outcome] = outcomes;
  if (outcome === undefined) return i18n._(msg`Saved. Nobody was told.`);
  switch (deliveryLine(outcome, i18n).tone) {
    case 'good':
      return i18n._(msg`Saved. The organizer was told.`);
    case 'pending':
      return i18n._(msg`Saved. Your reply is on its way.`);
    case 'failed':
      return i18n._(msg`Saved. The organizer was not reached.`);
    default:
      return i18n._(msg`Saved. The server left no word about your reply.`);
  }
}

function worstCode(codes: readonly string[]): CodeWords | undefined {
  const words = codes.map(wordsOf);
  return words.sort((a, b) => SEVERITY.indexOf(a.tone) - SEVERITY.indexOf(b.tone))[0];
}

function wordsOf(code: string): CodeWords {
  const bare = code.trim().split(';', 1)[0] ?? '';
  const [major = '', minor = ''] = bare.split('.');
  return (
    CODES[`${major}.${minor}`] ??
    CLASSES[major] ?? { tone: 'unknown', what: msg`status not understood`, detail: undefined }
  );
}

function noEvidence({ methods }: DeliveryOutcome, i18n: I18n): { readonly what: string; readonly detail: string } {
  const what = i18n._(msg`no word`);
  if (methods.every((method) => method === 'CANCEL')) {
    return {
      what,
      detail: i18n._(
        msg`A guest who stands nowhere in the event any more leaves no place where the server could note it. That is how the standard is; it does not mean that the cancellation failed.`,
      ),
    };
  }
  return { what, detail: i18n._(msg`The server noted nothing for this guest. Some servers never do.`) };
}

function contradiction(
  { methods, statuses }: DeliveryOutcome,
  i18n: I18n,
): { readonly what: string; readonly detail: string } {
  const what = i18n._(msg`not as foretold`);
  if (methods.length === 0) {
    const words = statuses.map((code) => i18n._(wordsOf(code).what)).join(', ');
    return { what, detail: i18n._(msg`Nothing was to be sent to this guest, but the server noted: ${words}.`) };
  }
  return {
    what,
    detail: i18n._(
      msg`A message was foretold, but what the server stored says otherwise. Open the event again to see what stands there.`,
    ),
  };
}
