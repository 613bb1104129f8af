export interface TimeZoneChoice {
  /** IANA name. */
  readonly id: string;
  /** The name as people read it: `America/New York`. */
  readonly name: string;
  /** Difference to UTC at that moment, for example `GMT+1`. */
  readonly offset: string;
}

/** All zones that the browser knows, by name. */
export function timeZoneChoices(at: Date): readonly TimeZoneChoice[] {
  return Intl.supportedValuesOf('timeZone').map((id) => ({
    id,
    name: id.replaceAll('_', ' '),
    offset: offsetOf(id, at),
  }));
}

function offsetOf(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
