/**
 * How long the preview computes in Chromium at each letter typed: the draft written, and planScheduling from both versions. Wall-clock
 * time, so other work on the machine counts too; `mixed`: each Attendee has other replies on each instance.
 */
import { loadavg } from 'node:os';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/support/chromium.mjs';
import { bundled } from './support/bundle.ts';
import { type Meeting, meetingText } from './support/meetings.ts';
import type { Change } from './support/previewPage.ts';

const SIZES: readonly Meeting[] = [
  { attendees: 20, overrides: 10, partstat: 'ACCEPTED' },
  { attendees: 200, overrides: 52, partstat: 'ACCEPTED' },
  { attendees: 200, overrides: 52, partstat: 'mixed' },
];
const CHANGES: readonly Change[] = ['title of all', 'all later', 'one guest fewer', 'title of one instance'];

const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_FLAGS] });
try {
  const page = await browser.newPage();
  // performance.now() counts in steps of 0.1 ms there.
  await page.addScriptTag({ content: await bundled('previewPage.ts'), type: 'module' });
  await page.waitForFunction(() => 'measurePreview' in window);
  const rows = [];
  for (const meeting of SIZES) {
    const text = meetingText(meeting);
    for (const change of CHANGES) {
      const times = await page.evaluate(([from, what]) => window.measurePreview(from, what), [text, change] as const);
      rows.push({ ...meeting, change, ...times });
    }
  }
  console.table(rows);
  console.log(
    `Goal: 8 ms at the median. Load average of this machine in the last minute: ${loadavg()[0]?.toFixed(1)}.`,
  );
} finally {
  await browser.close();
}
