/**
 * Reads iCalendar text literally, line by line, for assertions. On purpose it shares nothing with src/:
 * that the product's own reader agrees with the product's own writer would prove nothing.
 */

/** One line `NAME;PARAMETER=value:value`, unfolded. */
export interface ReadProperty {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly value: string;
}

/** What the tests ask about one ATTENDEE. */
export interface ReadAttendee {
  readonly partstat: string | undefined;
  readonly scheduleStatus: string | undefined;
  readonly scheduleAgent: string | undefined;
}

/** One VEVENT. All times are in UTC, `20270308T090000Z`; dates stay dates. */
export interface ReadEvent {
  readonly uid: string;
  readonly summary: string | undefined;
  readonly location: string | undefined;
  readonly start: string;
  readonly recurrenceId: string | undefined;
  readonly rrule: string | undefined;
  readonly rdates: readonly string[];
  readonly exdates: readonly string[];
  readonly sequence: number;
  readonly status: string | undefined;
  readonly organizer: string | undefined;
  /** By the part of the address before the @. */
  readonly attendees: Readonly<Record<string, ReadAttendee>>;
  readonly alarmCount: number;
}

/** One VCALENDAR, the master first, then overridden instances in the order of their RECURRENCE-ID. */
export interface ReadCalendar {
  readonly method: string | undefined;
  readonly events: readonly ReadEvent[];
}

/** Reads one VCALENDAR with its VEVENTs. */
export function readCalendar(text: string): ReadCalendar {
  const unfolded = text.replace(/\r?\n[ \t]/g, '');
  const events = [...unfolded.matchAll(/BEGIN:VEVENT\r?\n([\s\S]*?)END:VEVENT/g)].map(([, body = '']) =>
    readEvent(body),
  );
  return {
    method: /^METHOD:(\S+)/m.exec(unfolded)?.[1],
    events: events.sort((a, b) => (a.recurrenceId ?? '').localeCompare(b.recurrenceId ?? '')),
  };
}

function readEvent(body: string): ReadEvent {
  const lines = body.replace(/BEGIN:VALARM[\s\S]*?END:VALARM\r?\n/g, '').split(/\r?\n/);
  const properties = lines.filter((line) => line !== '').map(readProperty);
  const all = (name: string) => properties.filter((property) => property.name === name);
  const text = (name: string) => all(name)[0]?.value.replace(/\\([,;\\])/g, '$1');
  const times = (name: string) => all(name).flatMap(readTimes).sort();
  return {
    uid: text('UID') ?? '',
    summary: text('SUMMARY'),
    location: text('LOCATION'),
    start: times('DTSTART')[0] ?? '',
    recurrenceId: times('RECURRENCE-ID')[0],
    rrule: text('RRULE'),
    rdates: times('RDATE'),
    exdates: times('EXDATE'),
    sequence: Number(text('SEQUENCE') ?? 0),
    status: text('STATUS'),
    organizer: text('ORGANIZER'),
    attendees: Object.fromEntries(
      all('ATTENDEE').map((property) => [localPart(property.value), readAttendee(property)]),
    ),
    alarmCount: body.split('BEGIN:VALARM').length - 1,
  };
}

function readProperty(line: string): ReadProperty {
  const [, name = '', written = '', value = ''] =
    /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^":;]*))*):(.*)$/i.exec(line) ?? [];
  const parameters = [...written.matchAll(/;([A-Z0-9-]+)=(?:"([^"]*)"|([^";]*))/gi)];
  return {
    name: name.toUpperCase(),
    parameters: Object.fromEntries(
      parameters.map(([, key = '', quoted, plain]) => [key.toUpperCase(), quoted ?? plain ?? '']),
    ),
    value,
  };
}

function readAttendee({ parameters }: ReadProperty): ReadAttendee {
  return {
    partstat: parameters['PARTSTAT'],
    scheduleStatus: parameters['SCHEDULE-STATUS'],
    scheduleAgent: parameters['SCHEDULE-AGENT'],
  };
}

function localPart(address: string): string {
  return address.replace(/^mailto:/i, '').split('@')[0] ?? '';
}

function readTimes({ parameters, value }: ReadProperty): readonly string[] {
  return value.split(',').map((time) => {
    if (parameters['TZID'] === undefined) return time;
    if (parameters['TZID'] !== 'Europe/Berlin')
      throw new Error(`The tests know Europe/Berlin only, not ${parameters['TZID']}.`);
    return utcFromBerlin(time);
  });
}

/** The tests' meetings are in 2027, when Berlin is at +02:00 from 28 March to 31 October and at +01:00 otherwise. */
function utcFromBerlin(local: string): string {
  const offset = local >= '20270328T030000' && local < '20271031T030000' ? 2 : 1;
  const [, date = '', hour = '', rest = ''] = /^(\d{8})T(\d{2})(\d{4})$/.exec(local) ?? [];
  const utcHour = Number(hour) - offset;
  if (utcHour < 0) throw new Error(`${local} is the day before in UTC, which no test needs.`);
  return `${date}T${String(utcHour).padStart(2, '0')}${rest}Z`;
}
