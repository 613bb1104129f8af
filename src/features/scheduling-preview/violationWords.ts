/** What a server refuses, in plain words, and what to do about it. One text for each precondition name. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { PreconditionName } from '../../scheduling/vocabulary.ts';

interface ViolationWords {
  readonly what: string;
  readonly whatToDo: string;
}

/** What the engine can foresee, and `need-privileges` (RFC 3744 §7.1.1), which only the server knows. */
type NamedPrecondition = PreconditionName | 'need-privileges';

/** RFC 6638 §3.2.4, RFC 4791 §5.3.2.1. */
const WORDS: Readonly<Record<NamedPrecondition, readonly [what: MessageDescriptor, whatToDo: MessageDescriptor]>> = {
  'need-privileges': [
    msg`You may not do this in this calendar, or may not any more.`,
    msg`Ask its owner to let you change it, or to let you invite in their name. Nothing that you typed is lost while this page is open.`,
  ],
  'valid-calendar-data': [
    msg`The event cannot be stored as it stands: something in it is not valid.`,
    msg`Check the dates first: the end may lie before the start, or a date may be missing.`,
  ],
  'valid-calendar-object-resource': [
    msg`What would be saved is not one event.`,
    msg`It may come from a file that holds several events or a message. Import it, or create the event anew.`,
  ],
  'no-uid-conflict': [
    msg`This event already exists in the calendar under another address.`,
    msg`Open the existing event and change that one.`,
  ],
  'unique-scheduling-object-resource': [
    msg`This meeting already exists in another of your calendars.`,
    msg`A meeting can be in one calendar only. Open the existing one, or remove it there first.`,
  ],
  'same-organizer-in-all-components': [
    msg`Some dates of this meeting name another organizer than the rest.`,
    msg`Every date must have the same organizer. Remove the dates that came from elsewhere, or make them a meeting of their own.`,
  ],
  'allowed-organizer-scheduling-object-change': [
    msg`This changes something that only a guest may change, such as a guest’s reply, or it hands the meeting to another organizer.`,
    msg`Leave the replies as the guests gave them; to be asked again is the most that an organizer can do. For another organizer, create a new meeting.`,
  ],
  'allowed-attendee-scheduling-object-change': [
    msg`You are a guest here: what the organizer decided, such as time, place or guests, cannot be changed by you.`,
    msg`You can reply, set your own alarm, or write to the organizer.`,
  ],
  'default-calendar-needed': [
    msg`This calendar receives your invitations, so it cannot be removed.`,
    msg`Choose another calendar for invitations first.`,
  ],
  'valid-schedule-default-calendar-URL': [
    msg`The calendar chosen for invitations cannot receive them.`,
    msg`Choose a calendar of your own that holds events.`,
  ],
  'valid-organizer': [
    msg`You are not the organizer of this meeting, so you cannot send in that role.`,
    msg`Check the organizer’s address: it must be one of the addresses of your account.`,
  ],
  'valid-scheduling-message': [
    msg`The server did not accept the message as a valid invitation or question about free time.`,
    msg`Check the dates and the guests’ addresses.`,
  ],
  'max-resource-size': [
    msg`The event is larger than this server allows.`,
    msg`Shorten the notes, or leave attachments out and send links instead.`,
  ],
  'max-attendees-per-instance': [
    msg`There are more guests than this server allows for one event.`,
    msg`Invite a group address, or split the meeting.`,
  ],
  'max-instances': [
    msg`The meeting repeats more often than this server allows.`,
    msg`Let it end earlier, and continue it with another meeting.`,
  ],
  'supported-calendar-component': [
    msg`This calendar does not hold entries of this kind.`,
    msg`Choose another calendar.`,
  ],
};

/** The words for a precondition; a server may name one that we do not know. */
export function violationWords(precondition: string, i18n: I18n): ViolationWords {
  const known = isKnown(precondition) ? WORDS[precondition] : undefined;
  if (known) return { what: i18n._(known[0]), whatToDo: i18n._(known[1]) };
  return {
    what: i18n._(msg`The server refuses this change (${precondition}).`),
    whatToDo: i18n._(msg`Nothing that you typed is lost. Change what you think is the cause, and save again.`),
  };
}

function isKnown(precondition: string): precondition is NamedPrecondition {
  return Object.hasOwn(WORDS, precondition);
}
