/** A CalDAV server as the benchmark sees it: how it is installed, started and filled, and where it keeps what. */
import type { CalendarObject } from './calendarObjects.ts';
import type { ServerProcess } from './processes.ts';

/** Whose calendars are measured, and who organizes. */
export const OWNER = 'olivia';
export const DOMAIN = 'convoke.example';
/** The people whom meetings invite. */
export const GUESTS: readonly string[] = Array.from({ length: 200 }, (_, index) => `guest${index}`);

export function passwordOf(user: string): string {
  return `${user}-demo`;
}

/** The folder and the port that a server has for itself. */
export interface Place {
  readonly folder: string;
  readonly port: number;
  /** Of a second protocol, where there is one. */
  readonly otherPort: number;
  /** The server's own log. */
  readonly log: string;
}

export interface Contender {
  readonly name: string;
  /** Debian packages, or what else has to be done before; empty when all is there. */
  readonly missing: () => readonly string[];
  readonly version: () => string;
  /** How it stands in this comparison: how it checks passwords, where it keeps what. */
  readonly setting: string;
  /** How objects come into it before anything is measured. */
  readonly loading: string;
  /** Whether it delivers invitations to people with accounts (RFC 6638). */
  readonly schedules: boolean;
  /** Path of a calendar of the user; undefined: the default calendar, which invitations come into. */
  readonly calendar: (user: string, name?: string) => string;
  readonly inbox: (user: string) => string;
  /** Makes its folder and its accounts, as far as that needs no running server. */
  readonly install: (place: Place) => Promise<void>;
  /** Writes its configuration, since its folder and ports are others each time, and resolves before it answers. */
  readonly start: (place: Place) => Promise<ServerProcess>;
  /** Makes the accounts that need a running server; after the first start only. */
  readonly prepare: (place: Place) => Promise<void>;
  /** Fills a calendar, which is there already and empty, from its files or with requests. */
  readonly load: (place: Place, set: ObjectSet) => Promise<void>;
}

/** The objects of one calendar. */
export interface ObjectSet {
  readonly calendar: string;
  readonly objects: readonly CalendarObject[];
  /** Holds one folder with the calendar's name, with a file for each object. */
  readonly folder: string;
}
