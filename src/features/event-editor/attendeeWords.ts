/** A guest's reply and delivery in words, and the shape that goes with the reply. Pure. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { displayAddress } from '../../icalendar/calendarUserAddress.ts';
import type { DraftAttendee } from './draft.ts';

/** ● accepted, ◐ no or half an answer, ○ declined: told apart without colour. */
export type ReplyShape = 'full' | 'half' | 'empty' | 'open';

/** The reply, PARTSTAT of RFC 5545 §3.2.12. */
export function replyText({ partstat }: Pick<DraftAttendee, 'partstat'>, i18n: I18n): string {
  switch (partstat) {
    case 'ACCEPTED':
      return i18n._(msg`accepted`);
    case 'DECLINED':
      return i18n._(msg`declined`);
    case 'TENTATIVE':
      return i18n._(msg`maybe`);
    case 'DELEGATED':
      return i18n._(msg`delegated`);
    case 'NEEDS-ACTION':
      return i18n._(msg`no reply yet`);
    default:
      return partstat.toLowerCase();
  }
}

/** The shape that stands beside the reply. */
export function replyShape({ partstat }: Pick<DraftAttendee, 'partstat'>): ReplyShape {
  if (partstat === 'ACCEPTED') return 'full';
  if (partstat === 'TENTATIVE' || partstat === 'DELEGATED') return 'half';
  return partstat === 'DECLINED' ? 'empty' : 'open';
}

/** What became of the last message, SCHEDULE-STATUS of RFC 6638 §3.2.9, with its code; empty without one. */
export function deliveryText({ statuses }: Pick<DraftAttendee, 'statuses'>, i18n: I18n): string {
  const code = statuses.at(-1);
  if (code === undefined) return '';
  const text = statusText(code, i18n);
  return i18n._(msg`${text} (${code})`);
}

/** Whether the last message failed. */
export function isUndelivered({ statuses }: Pick<DraftAttendee, 'statuses'>): boolean {
  return /^[345]/.test(statuses.at(-1) ?? '');
}

/** The name, else the address as a mailbox. */
export function attendeeName({ name, address }: Pick<DraftAttendee, 'name' | 'address'>): string {
  return name || displayAddress(address);
}

function statusText(code: string, i18n: I18n): string {
  switch (code) {
    case '1.0':
      return i18n._(msg`on its way`);
    case '1.1':
      return i18n._(msg`mailed`);
    case '1.2':
    case '2.0':
      return i18n._(msg`delivered`);
    case '2.3':
      return i18n._(msg`request to resend not understood`);
    case '3.7':
      return i18n._(msg`mailbox unknown`);
    case '3.8':
      return i18n._(msg`not allowed to invite`);
    case '5.1':
      return i18n._(msg`could not be delivered`);
    case '5.2':
      return i18n._(msg`no way to deliver`);
    case '5.3':
      return i18n._(msg`refused`);
    default:
      return /^[12]/.test(code) ? i18n._(msg`delivered`) : i18n._(msg`not delivered`);
  }
}
