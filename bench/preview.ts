/** How long the preview computes in Chromium: planScheduling from the saved object and the edited text, as at every keystroke. */
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/support/chromium.mjs';
import { type Meeting, meetingText } from './support/meetings.ts';
import type { PlanTimes } from './support/previewPage.ts';

const SIZES: readonly Meeting[] = [
  { attendees: 20, overrides: 10, partstat: 'ACCEPTED' },
  { attendees: 200, overrides: 52, partstat: 'ACCEPTED' },
];

const CHANGES = {
  'title of all': { summary: 'Planning, renamed' },
  'an hour later': { hour: 11 },
  'one guest fewer': { leftOut: 1 },
} as const;

const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_FLAGS] });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: await bundledEngine(), type: 'module' });
  await page.waitForFunction(() => 'measurePlanning' in window);
  const rows = [];
  for (const size of SIZES) {
    for (const [change, edit] of Object.entries(CHANGES))
      rows.push({ ...size, change, ...(await measure(page, size, edit)) });
  }
  console.table(rows);
} finally {
  await browser.close();
}

async function measure(page: Page, size: Meeting, edit: Partial<Meeting>): Promise<PlanTimes> {
  const texts: readonly [string, string] = [meetingText(size), meetingText({ ...size, ...edit })];
  return page.evaluate(([original, modified]) => window.measurePlanning(original, modified), texts);
}

async function bundledEngine(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL('support/previewPage.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'plan',
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('Vite bundled nothing.');
  return output.output[0].code;
}
