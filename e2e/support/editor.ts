import { expect, type Page } from '@playwright/test';
import type { App } from './app.ts';
import { messageLine, type User } from './caldavReader.ts';
import { readCalendar } from './icalendarText.ts';

/** What the screens call people, by the names that the tests have for them. */
export type Names = Readonly<Record<string, string>>;

/** The demo people. */
const NAMES = {
  olivia: 'Olivia Organizer',
  alice: 'Alice Ames',
  bob: 'Bob Byrne',
  carol: 'Carol Cole',
  dan: 'Dan Dietz',
} satisfies Readonly<Record<User, string>>;

/** Opens an event by clicking it in the month view, on a day such as '2027-03-22'. */
export async function openOn(page: Page, day: string, title: string): Promise<void> {
  await page.goto(`/calendar?view=month&date=${day}`);
  const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const cell = page.getByRole('cell', { name: new RegExp(`^Go to ${dayName.format(new Date(day))}`) });
  await cell.getByRole('button', { name: new RegExp(title) }).click();
  await page.waitForURL(/\/event\?/);
}

/** Whether the form is about the whole series or about the date that was opened. */
export async function edit(page: Page, scope: 'All events' | 'This event'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Edit', exact: true }).getByRole('radio', { name: scope }).click();
}

/** Types the first letters of a name and takes the person that is offered. */
export async function addGuest(page: Page, user: User, names: Names = NAMES): Promise<void> {
  await page.getByRole('combobox', { name: 'Add guests' }).fill(user);
  await page.getByRole('option', { name: names[user] ?? user }).click();
  await expect(page.getByRole('button', { name: `Remove ${names[user] ?? user}` })).toBeVisible();
}

/** Types digits into the parts of a date or time field: '08032027', '1000'. */
export async function typeInto(page: Page, group: string, digits: string): Promise<void> {
  await page.getByRole('group', { name: group, exact: true }).getByRole('spinbutton').first().click();
  await page.keyboard.type(digits);
}

/** React Aria hides the input of a radio button under its label. */
export async function choose(page: Page, radio: string): Promise<void> {
  await page.getByRole('radio', { name: radio }).check({ force: true });
}

/** Who stands for "SCHEDULE-AGENT" in the dialog about a guest: 'The server', 'I do it myself', 'Nobody'. */
export async function setSender(page: Page, user: User, sender: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${NAMES[user]}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(`^${sender}`) }).check({ force: true });
  await dialog.getByRole('button', { name: 'Done' }).click();
}

/**
 * The messages that the preview announces, read from their iTIP text on the screen: `alice bob: REQUEST from 20270308T090000Z`,
 * in the order in which they would be sent.
 */
export async function previewedMessages(page: Page, names: Names = NAMES): Promise<readonly string[]> {
  const preview = page.getByRole('region', { name: 'What saving will send' });
  const messages = preview.getByRole('button', { name: /^((Invite|Update|Extra date|Cancel) )+to / });
  const lines: string[] = [];
  for (const message of await messages.all()) {
    const title = (await message.textContent()) ?? '';
    await message.click();
    await preview.getByRole('button', { name: /^Message text \(iTIP/ }).click();
    const text = await preview.getByLabel('Message text', { exact: true }).textContent();
    const recipients = Object.keys(names).filter((user) => title.includes(names[user] ?? user));
    lines.push(`${recipients.sort().join(' ')}: ${messageLine(readCalendar(text ?? ''))}`);
    await message.click();
  }
  return lines;
}

/** What each of them finds in the inbox since last asked: `{ alice: ['REQUEST from 20270308T090000Z'] }`. */
export async function received(app: App, users: readonly User[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const inboxes = await Promise.all(
    users.map(async (user) => [user, (await app.caldav.newMessagesOf(user)).map(messageLine)] as const),
  );
  return Object.fromEntries(inboxes);
}

/** Presses Save, whose label must be this, and waits until the report stands in place of the preview. */
export async function save(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: label, exact: true }).click();
  await expect(page.getByRole('region', { name: 'What saving has sent' })).toBeVisible();
}

/** The lines of the delivery report, by user: `{ alice: 'delivered (1.2)' }`. */
export async function deliveryReport(page: Page, names: Names = NAMES): Promise<Readonly<Record<string, string>>> {
  const list = page.getByRole('list', { name: 'Delivery, guest by guest' });
  let lines: readonly string[] = [];
  // A new event's page goes over to that of the stored one meanwhile.
  await expect(async () => {
    lines = await list.getByRole('listitem').allTextContents();
    expect(lines).not.toEqual([]);
  }).toPass({ timeout: 15_000 });
  const report: Record<string, string> = {};
  for (const line of lines) {
    const user = Object.keys(names).find((one) => line.startsWith(names[one] ?? one));
    const [outcome] =
      /(delivered|mailed|no word|not as foretold|mailbox unknown|no way to reach this address)( \([\d.]+\))?/.exec(
        line,
      ) ?? [];
    report[user ?? line] = outcome ?? line;
  }
  return report;
}
