/** The app in front of a private Cyrus, as stories in the browser use it: nothing but the gateway lies between. */
import type { Page } from '@playwright/test';
import { test as base } from '../../support/app.ts';
import { type ReadEvent, readCalendar } from '../../support/icalendarText.ts';
import { type CaldavAccess, caldavAccess } from './caldav.ts';
import { deliveredLine } from './delivered.ts';
import { type Observer, observe } from './organizer.ts';
import { type CyrusServer, type CyrusUser, startCyrus } from './startCyrus.ts';

export { expect } from '../../support/app.ts';

/** What stands on Cyrus and what it sent, seen past the app. */
export interface OnCyrus {
  readonly look: Observer['look'];
  readonly as: (user: CyrusUser) => CaldavAccess;
  /** The components of the only object in a user's calendar; none when there is none. */
  readonly eventsOf: (user: CyrusUser) => Promise<readonly ReadEvent[]>;
  /** The only object in a user's calendar as text, lines unfolded. @throws Error when there are none or several */
  readonly textOf: (user: CyrusUser) => Promise<string>;
}

interface WorkerFixtures {
  readonly cyrus: CyrusServer;
  readonly on: OnCyrus;
}

/** As for the embedded server; Cyrus has users of the same names and passwords. */
export const test = base.extend<object, WorkerFixtures>({
  cyrus: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const cyrus = await startCyrus();
      await use(cyrus);
      await cyrus.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  environment: [
    async ({ cyrus }, use) => use({ CONVOKE_EMBEDDED: 'off', CONVOKE_UPSTREAMS: `Cyrus=${cyrus.origin}` }),
    { scope: 'worker' },
  ],

  on: [async ({ cyrus }, use) => use(await onCyrus(cyrus)), { scope: 'worker' }],
});

/** What was sent since the last look: mails as lines, whose calendars were written to, and what is new in their inboxes. */
export async function sentSince({ look }: OnCyrus) {
  const { messages, written, inbox } = await look();
  return { mailed: messages.map(deliveredLine), written, inbox: (await inbox()).map(deliveredLine) };
}

/** Ticks “Send the invitation again on saving” for the guest of this name. */
export async function sendAgain(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Send the invitation again on saving' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Done' }).click();
}

async function onCyrus(cyrus: CyrusServer): Promise<OnCyrus> {
  const { look } = await observe(cyrus);
  const as = (user: CyrusUser) => caldavAccess(cyrus.origin, cyrus.credentials(user));
  const textsOf = async (user: CyrusUser) => {
    const { present } = await as(user).changesSince(`/dav/calendars/user/${user}/Default/`, undefined);
    const answers = await Promise.all(present.map((href) => as(user).send('GET', href)));
    return answers.map(({ text }) => text.replace(/\r\n[ \t]/g, ''));
  };
  return {
    look,
    as,
    eventsOf: async (user) => (await textsOf(user)).flatMap((text) => readCalendar(text).events),
    textOf: async (user) => {
      const [text, ...others] = await textsOf(user);
      if (text === undefined || others.length > 0) throw new Error(`${user} has not one object but others, or none.`);
      return text;
    },
  };
}
