/** Which of the twelve calendar hues of the tokens stands for a calendar. */

export type CalendarHue = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

/** OKLCH hue angles of `--calendar-1…12`, in that order. */
const ANGLES: readonly number[] = [277, 250, 215, 182, 152, 125, 95, 68, 42, 18, 345, 312];
/** For each hue the sRGB of `--calendar-1-edge…` in light: what a server keeps when somebody chooses that colour. */
const COLOURS: readonly string[] = [
  '#636bce',
  '#1a7acb',
  '#04869c',
  '#0c8a7c',
  '#2a8d4f',
  '#67832a',
  '#8c7616',
  '#a56810',
  '#bd5223',
  '#c74150',
  '#b6498d',
  '#9656ba',
];
/** The order in which calendars without a colour of their own get one: neighbours differ clearly. */
const ORDER: readonly CalendarHue[] = [1, 5, 9, 3, 11, 7, 12, 4, 8, 2, 10, 6];
/** Below this chroma a colour is a grey and has no hue to speak of. */
const GREY = 0.03;

/** The hue nearest to `#rrggbb`; without a colour, or for a grey, one by the calendar's place in the list. */
export function hueFor(colour: string | undefined, place: number): CalendarHue {
  const angle = colour === undefined ? undefined : hueAngle(colour);
  if (angle === undefined) return ORDER[place % ORDER.length] ?? 1;
  const distances = ANGLES.map((one) => Math.min(Math.abs(one - angle), 360 - Math.abs(one - angle)));
  return (distances.indexOf(Math.min(...distances)) + 1) as CalendarHue;
}

export const CALENDAR_HUES: readonly CalendarHue[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** `#rrggbb` of a hue, as it is kept on the server. */
export function colourOf(hue: CalendarHue): string {
  return COLOURS[hue - 1] ?? '';
}

/** sRGB to the OKLCH hue in degrees; undefined for greys and for what is no `#rrggbb`. */
function hueAngle(colour: string): number | undefined {
  const channels = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)?.slice(1);
  if (channels === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => linear(Number.parseInt(channel, 16) / 255));
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(a, b) < GREY) return undefined;
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
