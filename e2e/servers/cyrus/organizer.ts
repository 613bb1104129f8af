/** Olivia saves meetings on Cyrus, and what her server then did to the Attendees is collected. */
import { type ReadCalendar, readCalendar } from '../../support/icalendarText.ts';
import { type CaldavAccess, caldavAccess } from './caldav.ts';
import { type Delivered, delivered } from './delivered.ts';
import { calendarText } from './meeting.ts';
import type { RecordedMail } from './recordedMail.ts';
import type { CyrusServer, CyrusUser } from './startCyrus.ts';

/** The Attendees whose calendars are on the server. */
const LOCAL = ['alice', 'bob', 'carol', 'dan'] as const;

/** Components of an object as lines; undefined: the object does not exist. */
export type Version = readonly (readonly string[])[] | undefined;

/** What one save did. */
export interface Outcome {
  /** Of the PUT or DELETE. */
  readonly status: number;
  /** The body of the answer, for errors. */
  readonly answer: string;
  /** By mail to the Attendees elsewhere, in the order of sending: exact. */
  readonly messages: readonly Delivered[];
  readonly mails: readonly RecordedMail[];
  /** The Attendees on the server into whose calendar the save wrote, whether or not that changed anything there. */
  readonly written: readonly CyrusUser[];
  /** New in the schedule-inboxes; an updating REQUEST with an unchanged SEQUENCE never gets there. */
  readonly inbox: readonly Delivered[];
  /** The copy as it now stands in the user's calendar, if there is one. */
  readonly copyOf: (user: CyrusUser) => Promise<ReadCalendar | undefined>;
  /** The Organizer's object as it is stored now; undefined after a DELETE. */
  readonly stored: ReadCalendar | undefined;
  /** The text of `stored`. */
  readonly text: string;
}

/** Saves one meeting again and again. */
export interface Organizer {
  readonly save: (version: Version, headers?: Readonly<Record<string, string>>) => Promise<Outcome>;
}

/** Olivia with a meeting of her own. */
export async function organizerOf(cyrus: CyrusServer, uid: string): Promise<Organizer> {
  const olivia = caldavAccess(cyrus.origin, cyrus.credentials('olivia'));
  const href = `/dav/calendars/user/olivia/Default/${uid}.ics`;
  const watches = await Promise.all(LOCAL.map((user) => watch(cyrus, user)));
  let lastMail = (await cyrus.mails()).at(-1)?.name;

  return {
    save: async (version, headers = {}) => {
      const { status, text: answer } =
        version === undefined
          ? await olivia.send('DELETE', href, undefined, headers)
          : await olivia.send('PUT', href, calendarText(uid, version), headers);
      const mails = await cyrus.mails(lastMail);
      lastMail = mails.at(-1)?.name ?? lastMail;
      const seen = await Promise.all(watches.map((look) => look(uid)));
      const stored = await olivia.send('GET', href);
      return {
        status,
        answer,
        mails,
        messages: mails.map(({ recipient, calendar }) => delivered(recipient, calendar)),
        written: seen.filter(({ written }) => written).map(({ user }) => user),
        inbox: seen.flatMap(({ inbox }) => inbox),
        copyOf: async (user) => seen.find((one) => one.user === user)?.copy(),
        stored: stored.status === 200 ? readCalendar(stored.text) : undefined,
        text: stored.text,
      };
    },
  };
}

/** Looks at an Attendee's calendar and schedule-inbox; each look tells what happened since the one before. */
async function watch(cyrus: CyrusServer, user: CyrusUser) {
  const access = caldavAccess(cyrus.origin, cyrus.credentials(user));
  const home = `/dav/calendars/user/${user}`;
  let calendar = await access.changesSince(`${home}/Default/`, undefined);
  let inbox = await access.changesSince(`${home}/Inbox/`, undefined);
  return async (uid: string) => {
    [calendar, inbox] = await Promise.all([
      access.changesSince(`${home}/Default/`, calendar.token),
      access.changesSince(`${home}/Inbox/`, inbox.token),
    ]);
    const messages = await Promise.all(inbox.present.map((member) => access.send('GET', member)));
    return {
      user,
      written: calendar.present.length + calendar.gone.length > 0,
      inbox: messages.map(({ text }) => delivered(user, text)),
      copy: () => copyOf(access, `${home}/Default/`, uid),
    };
  };
}

/** Cyrus names a copy after its UID. */
async function copyOf(access: CaldavAccess, calendar: string, uid: string): Promise<ReadCalendar | undefined> {
  const { status, text } = await access.send('GET', `${calendar}${uid}.ics`);
  return status === 200 ? readCalendar(text) : undefined;
}
