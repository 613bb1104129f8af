/** The keys of everything that is cached, from the general to the particular: invalidating a prefix invalidates all below it. */
export const keys = {
  session: ['session'],
  servers: ['servers'],
  account: ['account'],
  accountSessions: ['account-sessions'],
  appPasswords: ['app-passwords'],
  calendars: ['calendars'],
  calendarAccess: (calendar: string) => ['calendar-access', calendar],
  calendarContents: (calendar: string) => ['calendar-contents', calendar],
  allowedMethods: ['allowed-methods'],
  calendarObjects: ['calendar-objects'],
  calendarObjectsIn: (calendar: string, fromUtc: string, toUtc: string) => [
    'calendar-objects',
    calendar,
    fromUtc,
    toUtc,
  ],
  calendarObject: (url: string) => ['calendar-object', url],
  inbox: ['inbox'],
  principals: (text: string) => ['principals', text],
} as const;
