/** How long the preview computes in Chromium: planScheduling from the saved object and the edited text, as at every keystroke. */
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/support/chromium.mjs';
import { type Meeting, meetingText } from './support/meetings.ts';

const SIZES: readonly Meeting[] = [
  { attendees: 20, overrides: 10 },
  { attendees: 200, overrides: 52 },
];

const CHANGES = {
  'title of all': { summary: 'Planning, renamed' },
  'an hour later': { hour: 11 },
  'one guest fewer': { leftOut: 1 },
} as const;

interface Timing {
  readonly milliseconds: number;
  readonly decisions: number;
  readonly messages: number;
}

declare global {
  interface Window {
    readonly benchmark: { readonly planTime: (original: string, modified: string) => Timing };
  }
}

const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_FLAGS] });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: await bundledEngine(), type: 'module' });
  await page.waitForFunction(() => 'benchmark' in window);
  const rows = [];
  for (const size of SIZES) {
    for (const [change, edit] of Object.entries(CHANGES))
      rows.push({ ...size, change, ...(await measure(page, size, edit)) });
  }
  console.table(rows);
} finally {
  await browser.close();
}

/** The median of as many runs as fit into three seconds, five at least, after two that do not count. */
async function measure(page: Page, size: Meeting, edit: Partial<Meeting>): Promise<Readonly<Record<string, number>>> {
  const texts = { original: meetingText(size), modified: meetingText({ ...size, ...edit }) };
  return page.evaluate(({ original, modified }) => {
    for (let warmUp = 0; warmUp < 2; warmUp++) window.benchmark.planTime(original, modified);
    const runs: Timing[] = [];
    const until = performance.now() + 3000;
    while (runs.length < 5 || performance.now() < until) runs.push(window.benchmark.planTime(original, modified));
    const times = runs.map((run) => run.milliseconds).sort((a, b) => a - b);
    const round = (time: number | undefined) => Math.round((time ?? 0) * 10) / 10;
    return {
      decisions: runs[0]?.decisions ?? 0,
      messages: runs[0]?.messages ?? 0,
      runs: runs.length,
      'median ms': round(times[Math.floor(times.length / 2)]),
      'slowest ms': round(times.at(-1)),
    };
  }, texts);
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
