/** How much a browser with an empty cache loads before each route stands: kilobytes of files from dist/app, gzipped. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from '@playwright/test';
import { signIn } from '../e2e/support/app.ts';
import { startServer } from '../e2e/support/server.ts';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/support/chromium.mjs';

const ROUTES = ['/sign-in', '/calendar', '/event/new', '/invitations', '/settings'];

const executablePath = findChromium();
const server = await startServer();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_FLAGS] });
try {
  const rows = [];
  for (const route of ROUTES) rows.push({ route, ...sizes(await filesOf(browser, route)) });
  console.table(rows);
} finally {
  await browser.close();
  await server.stop();
}

/** Paths below dist/app of what the route loads; every route but the form itself is opened signed in, in a fresh context. */
async function filesOf(browser: Browser, route: string): Promise<readonly string[]> {
  const signedIn = await browser.newContext({ baseURL: server.origin });
  const signInPage = await signedIn.newPage();
  if (route !== '/sign-in') await signIn(signInPage, 'olivia');
  const context = await browser.newContext({ baseURL: server.origin, storageState: await signedIn.storageState() });
  const page = await context.newPage();
  const files = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!/^\/(dav|api|\.well-known)/.test(pathname)) files.add(pathname.includes('.') ? pathname : '/index.html');
  });
  await page.goto(route);
  await quiet(files);
  await context.close();
  await signedIn.close();
  return [...files];
}

/** Waits until for two seconds no further file was asked for. */
async function quiet(files: ReadonlySet<string>): Promise<void> {
  let before = -1;
  while (before !== files.size) {
    before = files.size;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

function sizes(files: readonly string[]): Readonly<Record<string, number>> {
  const kilobytes = (kind: RegExp) =>
    Math.round(files.filter((file) => kind.test(file)).reduce((sum, file) => sum + gzippedSize(file), 0) / 102.4) / 10;
  return {
    files: files.length,
    'JavaScript kB': kilobytes(/\.js$/),
    'CSS kB': kilobytes(/\.css$/),
    'fonts kB': kilobytes(/\.woff2$/),
    'all kB': kilobytes(/./),
  };
}

/** Fonts are compressed already. */
function gzippedSize(file: string): number {
  const content = readFileSync(new URL(`../dist/app${file}`, import.meta.url));
  return file.endsWith('.woff2') ? content.length : gzipSync(content).length;
}
