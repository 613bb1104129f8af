/** Olivia saves meetings on Cyrus, and what her server then did to the Attendees is collected. */
import { type ReadCalendar, readCalendar } from '../../support/icalendarText.ts';
import { type CaldavAccess, type CaldavAnswer, caldavAccess } from './caldav.ts';
import { type Delivered, delivered } from './delivered.ts';
import { calendarText } from './meeting.ts';
import type { RecordedMail } from './recordedMail.ts';
import type { CyrusServer, CyrusUser } from './startCyrus.ts';

/** The Attendees whose calendars are on the server. */
const LOCAL = ['alice', 'bob', 'carol'] as const;

/** Components of an object as lines; undefined: the object does not exist. */
export type Version = readonly (readonly string[])[] | undefined;

/** What happened to the Attendees since the last look. */
export interface Sight {
  /** By mail to the Attendees elsewhere, in the order of sending: exact. */
  readonly messages: readonly Delivered[];
  readonly mails: readonly RecordedMail[];
  /** The Attendees on the server into whose calendar the save wrote, whether or not that changed anything there. */
  readonly written: readonly CyrusUser[];
  /** New in the schedule-inboxes; an updating REQUEST with an unchanged SEQUENCE never gets there. */
  readonly inbox: () => Promise<readonly Delivered[]>;
}

/** What one save did. */
export interface Outcome extends Sight {
  /** Of the PUT or DELETE. */
  readonly status: number;
  /** The body of the answer, for errors. */
  readonly answer: string;
  /** The copy as it now stands in the user's calendar, if there is one. */
  readonly copyOf: (user: CyrusUser) => Promise<ReadCalendar | undefined>;
  /** The lines of the Organizer's object as it is stored now. */
  readonly storedLines: () => Promise<readonly string[]>;
}

/** Saves one meeting again and again. */
export interface Organizer {
  readonly save: (version: Version, headers?: Readonly<Record<string, string>>) => Promise<Outcome>;
}

/** Sees what saves on one server do, which must come one after the other. */
export interface Observer {
  /** Olivia with the meeting of this UID. */
  readonly organizer: (uid: string) => Organizer;
  /** What was sent since the last look or save, by whatever client. */
  readonly look: () => Promise<Sight>;
}

/** Watches the mail and the Attendees' calendars of a server. */
export async function observe(cyrus: CyrusServer): Promise<Observer> {
  const olivia = caldavAccess(cyrus.origin, cyrus.credentials('olivia'));
  const looks = await Promise.all(LOCAL.map((user) => watch(cyrus, user)));
  let lastMail = (await cyrus.mails()).at(-1)?.name;
  const look = async (): Promise<Sight> => {
    const mails = await cyrus.mails(lastMail);
    lastMail = mails.at(-1)?.name ?? lastMail;
    const seen = await Promise.all(looks.map((lookAgain) => lookAgain()));
    return {
      mails,
      messages: mails.map(({ recipient, calendar }) => delivered(recipient, calendar)),
      written: seen.filter(({ written }) => written).map(({ user }) => user),
      inbox: async () => (await Promise.all(seen.map(({ inbox }) => inbox()))).flat(),
    };
  };

  return {
    look,
    organizer: (uid) => ({
      save: async (version, headers = {}) => {
        const href = `/dav/calendars/user/olivia/Default/${uid}.ics`;
        const { status, text: answer } =
          version === undefined
            ? await olivia.send('DELETE', href, undefined, headers)
            : await olivia.send('PUT', href, calendarText(uid, version), headers);
        return {
          ...(await look()),
          status,
          answer,
          copyOf: (user) => copyOf(caldavAccess(cyrus.origin, cyrus.credentials(user)), user, uid),
          storedLines: async () => linesOf(await olivia.send('GET', href)),
        };
      },
    }),
  };
}

/** Looks at an Attendee's calendar and schedule-inbox; each look tells what happened since the one before. */
async function watch(cyrus: CyrusServer, user: CyrusUser) {
  const access = caldavAccess(cyrus.origin, cyrus.credentials(user));
  const home = `/dav/calendars/user/${user}`;
  let calendar = await access.changesSince(`${home}/Default/`, undefined);
  let inbox = await access.changesSince(`${home}/Inbox/`, undefined);
  return async () => {
    [calendar, inbox] = await Promise.all([
      access.changesSince(`${home}/Default/`, calendar.token),
      access.changesSince(`${home}/Inbox/`, inbox.token),
    ]);
    const { present } = inbox;
    return {
      user,
      written: calendar.present.length + calendar.gone.length > 0,
      inbox: async () => {
        const messages = await Promise.all(present.map((member) => access.send('GET', member)));
        return messages.map(({ text }) => delivered(user, text));
      },
    };
  };
}

/** Cyrus names a copy after its UID. */
async function copyOf(access: CaldavAccess, user: CyrusUser, uid: string): Promise<ReadCalendar | undefined> {
  const { status, text } = await access.send('GET', `/dav/calendars/user/${user}/Default/${uid}.ics`);
  return status === 200 ? readCalendar(text) : undefined;
}

function linesOf({ status, text }: CaldavAnswer): readonly string[] {
  return status === 200 ? text.replace(/\r\n[ \t]/g, '').split('\r\n') : [];
}
