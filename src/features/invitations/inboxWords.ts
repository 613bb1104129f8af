/** One line for each message: “Olivia invites you”, “Alice accepted”. Pure. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { InboxItem } from './inboxItem.ts';

/** What happened, with who did it. */
export function inboxLine(item: InboxItem, i18n: I18n): string {
  const who = item.from?.name ?? i18n._(msg`Somebody`);
  const isPart = item.components.length > 0 && item.components.every(({ key }) => key !== 'master');
  switch (item.kind) {
    case 'invitation':
      return isPart ? i18n._(msg`${who} invites you to single dates`) : i18n._(msg`${who} invites you`);
    case 'update':
      return isPart ? i18n._(msg`${who} changed single dates`) : i18n._(msg`${who} sent an update`);
    case 'extra-date':
      return i18n._(msg`${who} added a date`);
    case 'cancellation':
      return isPart ? i18n._(msg`${who} cancelled single dates`) : i18n._(msg`${who} cancelled it`);
    case 'reply':
      return replyLine(who, item.answer, i18n);
    case 'other':
      return i18n._(msg`${who} sent a message (${item.method})`);
  }
}

/** “You accepted”: one’s own present answer. */
export function ownAnswerLine(partstat: string, i18n: I18n): string {
  switch (partstat) {
    case 'ACCEPTED':
      return i18n._(msg`You accepted`);
    case 'DECLINED':
      return i18n._(msg`You declined`);
    case 'TENTATIVE':
      return i18n._(msg`You may come`);
    case 'DELEGATED':
      return i18n._(msg`Somebody else comes in your place`);
    default:
      return i18n._(msg`You have not replied yet`);
  }
}

function replyLine(who: string, answer: string | undefined, i18n: I18n): string {
  switch (answer) {
    case 'ACCEPTED':
      return i18n._(msg`${who} accepted`);
    case 'DECLINED':
      return i18n._(msg`${who} declined`);
    case 'TENTATIVE':
      return i18n._(msg`${who} may come`);
    case 'DELEGATED':
      return i18n._(msg`${who} sends somebody else`);
    default:
      return i18n._(msg`${who} took the reply back`);
  }
}
