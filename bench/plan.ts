/**
 * planScheduling from two texts (decisions and grouped messages; no message's text) against ICAL.parse of the same two texts,
 * both in one run: the ratio for each size and change, and how time grows with Attendees × components.
 */
import { bundled } from './support/bundle.ts';
import { type Meeting, meetingText } from './support/meetings.ts';

const ATTENDEES = [10, 100, 1000];
const OVERRIDES = [0, 10, 100];
const GOAL = 2.5;

const CHANGES = {
  'title of all': () => ({ summary: 'Planning, renamed' }),
  'an hour later': () => ({ hour: 11 }),
  'one override more': ({ overrides }: Meeting) => ({ overrides: overrides + 1 }),
  'one guest fewer': () => ({ leftOut: 1 }),
  nothing: () => ({}),
} satisfies Record<string, (meeting: Meeting) => Partial<Meeting>>;

const module = `data:text/javascript;base64,${Buffer.from(await bundled('planRatio.ts')).toString('base64')}`;
const { measureRatio }: typeof import('./support/planRatio.ts') = await import(module);

for (const [change, edit] of Object.entries(CHANGES)) {
  const sizes = ATTENDEES.flatMap((attendees) => OVERRIDES.map((overrides) => ({ attendees, overrides })));
  const rows = sizes.map(({ attendees, overrides }) => {
    const meeting: Meeting = { attendees, overrides, times: overrides + 8, partstat: 'ACCEPTED' };
    const measured = measureRatio(meetingText(meeting), meetingText({ ...meeting, ...edit(meeting) }));
    return { attendees, overrides, ...measured, ratio: measured.plan / measured.parse };
  });
  const worst = Math.max(...rows.map(({ ratio }) => ratio));
  console.log(
    `\n${change}: at most ${worst.toFixed(2)} times (goal ${GOAL}); log-log slope ${slope(rows).toFixed(2)} (goal 1)`,
  );
  console.table(
    rows.map(({ plan, parse, ratio, ...row }) => ({
      ...row,
      'plan ms': plan.toFixed(2),
      'ICAL.parse ms': parse.toFixed(2),
      ratio: ratio.toFixed(2),
    })),
  );
}

/** Least squares of log time over log (Attendees × components): 1 is linear growth. */
function slope(
  rows: readonly { readonly attendees: number; readonly overrides: number; readonly plan: number }[],
): number {
  const points = rows.map(
    ({ attendees, overrides, plan }) => [Math.log(attendees * (overrides + 1)), Math.log(plan)] as const,
  );
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
