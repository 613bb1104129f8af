import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { type CaldavReader, caldavReader, type User } from './caldavReader.ts';
import { type Environment, type RunningServer, startServer } from './server.ts';

export { expect };

/** The app on a server of its own. */
export interface App {
  readonly origin: string;
  /** What stands on the server, read without the app. */
  readonly caldav: CaldavReader;
}

interface TestFixtures {
  /** A new window of a signed-in user, in a browser context of the user's own; problems on its console fail the test. */
  readonly signedInPage: (user: User) => Promise<Page>;
}

interface WorkerFixtures {
  /** The name of the spec; another name gets another worker and so another server: `test.use({ story: 'main job' })`. */
  readonly story: string;
  /** Of the server; another CalDAV server behind it, for example. */
  readonly environment: Environment;
  readonly server: RunningServer;
  readonly app: App;
  readonly sessions: Map<User, Awaited<ReturnType<BrowserContext['storageState']>>>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  story: ['', { scope: 'worker', option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
  environment: [async ({}, use) => use({}), { scope: 'worker' }],

  server: [
    async ({ environment }, use) => {
      const server = await startServer(environment);
      await use(server);
      const exitCode = await server.stop();
      if (exitCode !== 0) throw new Error(`On SIGTERM the server ended with exit code ${exitCode}.`);
    },
    { scope: 'worker' },
  ],

  app: [
    async ({ server }, use) => {
      await use({ origin: server.origin, caldav: caldavReader(server.origin) });
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => {
    await use(server.origin);
  },

  // biome-ignore lint/correctness/noEmptyPattern: see above
  sessions: [async ({}, use) => use(new Map()), { scope: 'worker' }],

  signedInPage: async ({ browser, server, sessions }, use) => {
    const contexts: BrowserContext[] = [];
    const problems: string[] = [];
    await use(async (user) => {
      const context = await newContext(browser, server.origin, sessions.get(user));
      contexts.push(context);
      const page = await context.newPage();
      watchConsole(page, problems);
      if (!sessions.has(user)) {
        await signIn(page, user);
        sessions.set(user, await context.storageState());
      }
      return page;
    });
    for (const context of contexts) await context.close();
    expect(problems, 'problems on the browser’s console').toEqual([]);
  },
});

/** Signs in by the form, as a person does, and waits for the calendar. */
export async function signIn(page: Page, user: User): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Name', { exact: true }).fill(user);
  await page.getByLabel('Password', { exact: true }).fill(`${user}-demo`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/calendar/);
}

/** FullCalendar's time grid still wants to scroll when one leaves it while it is being laid out; nobody sees anything of it. */
const FULLCALENDAR_LEFT_EARLY = "Cannot read properties of null (reading 'scrollTo')";

/** Collects exceptions and violations of the Content Security Policy; answers such as 412 that a scenario provokes are none. */
function watchConsole(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => {
    if (error.message !== FULLCALENDAR_LEFT_EARLY) problems.push(`${error.name}: ${error.message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) problems.push(message.text());
  });
}

async function newContext(
  browser: Browser,
  baseURL: string,
  storageState: Awaited<ReturnType<BrowserContext['storageState']>> | undefined,
): Promise<BrowserContext> {
  return browser.newContext({
    baseURL,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...(storageState ? { storageState } : {}),
  });
}
