/** What the invitations page needs to know of a message beside its text, worked out around it. */
import type { ReactNode } from 'react';
import type { InboxItem } from './inboxItem.ts';

/** Answers that can be given at once. */
export type DirectAnswer = 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';

/** One’s own copy of the event of a message. */
export interface OwnCopy {
  /** PARTSTAT of one’s own ATTENDEE; undefined when one is not an Attendee of it. */
  readonly partstat: string | undefined;
  /** What the Organizer would be told by an answer, in words. */
  readonly replyWords: (answer: DirectAnswer) => string;
  readonly onAnswer: (answer: DirectAnswer) => Promise<void>;
}

/** What the page needs to know of one message, worked out around it. */
export interface InvitationEntry {
  readonly item: InboxItem;
  /** Dates and times of the message’s components, as the person reads them. */
  readonly whenLines: readonly string[];
  /** Undefined while it is looked up, null when there is no copy. */
  readonly copy: OwnCopy | null | undefined;
  /** A link to the event; null without a copy. */
  readonly openLink: ReactNode;
}
