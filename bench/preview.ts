/** How long the preview computes in Chromium at each letter typed: the draft written, and planScheduling from both versions. */
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/support/chromium.mjs';
import { bundled } from './support/bundle.ts';
import { type Meeting, meetingText } from './support/meetings.ts';
import type { Change } from './support/previewPage.ts';

const SIZES: readonly Meeting[] = [
  { attendees: 20, overrides: 10, partstat: 'ACCEPTED' },
  { attendees: 200, overrides: 52, partstat: 'ACCEPTED' },
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
  for (const { attendees, overrides, ...more } of SIZES) {
    const text = meetingText({ attendees, overrides, ...more });
    for (const change of CHANGES) {
      const times = await page.evaluate(([from, what]) => window.measurePreview(from, what), [text, change] as const);
      rows.push({ attendees, overrides, change, ...times });
    }
  }
  console.table(rows);
} finally {
  await browser.close();
}
