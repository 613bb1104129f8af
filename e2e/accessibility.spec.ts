import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { editorUrl, putMeeting } from './support/meetings.ts';

test.use({ story: 'accessibility' });
// axe looks at everything on seven pages, which takes its time on a small machine.
test.describe.configure({ timeout: 180_000 });

const WEEKLY = [
  'RRULE:FREQ=WEEKLY;COUNT=6',
  ...['alice', 'bob', 'carol'].map((name) => `ATTENDEE:mailto:${name}@convoke.example`),
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to complain about before anything is edited, ${colorScheme}`, async ({
    signedInPage,
    app,
    page: signInPage,
  }) => {
    await signInPage.emulateMedia({ colorScheme });
    await signInPage.goto('/sign-in');
    await expect(signInPage.getByRole('button', { name: 'Sign in' })).toBeVisible();
    expect(await violations(signInPage), 'sign-in').toEqual([]);

    await putMeeting(app, { uid: `listed-${colorScheme}`, summary: `Listed, ${colorScheme}`, lines: WEEKLY });
    const olivia = await signedInPage('olivia');
    await olivia.emulateMedia({ colorScheme });
    for (const view of ['month', 'week', 'day', 'agenda']) {
      await olivia.goto(`/calendar?view=${view}&date=2027-03-08`);
      await expect(olivia.getByText(`Listed, ${colorScheme}`).first()).toBeVisible();
      expect(await violations(olivia), view).toEqual([]);
    }
    await olivia.goto('/event/new');
    await expect(olivia.getByRole('textbox', { name: 'Title' })).toBeVisible();
    expect(await violations(olivia), 'new event').toEqual([]);
    await olivia.goto('/settings');
    await expect(olivia.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await violations(olivia), 'settings').toEqual([]);
  });

  test(`axe finds nothing to complain about in preview, report and invitation, ${colorScheme}`, async ({
    signedInPage,
    app,
  }) => {
    const href = await putMeeting(app, {
      uid: `seen-${colorScheme}`,
      summary: `Planning, ${colorScheme}`,
      lines: WEEKLY,
    });
    const renamed = `Planning, renamed, ${colorScheme}`;
    const olivia = await signedInPage('olivia');
    await olivia.emulateMedia({ colorScheme });
    await olivia.goto(editorUrl(href));
    await olivia.getByRole('textbox', { name: 'Title' }).fill(renamed);
    await expect(olivia.getByRole('list', { name: 'Who is told what' })).toBeVisible();
    expect(await violations(olivia), 'editor with preview').toEqual([]);
    await olivia.getByRole('button', { name: /^Save/ }).click();
    await expect(olivia.getByRole('list', { name: 'Delivery, guest by guest' })).toBeVisible();
    expect(await violations(olivia), 'editor with report').toEqual([]);

    const alice = await signedInPage('alice');
    await alice.emulateMedia({ colorScheme });
    await alice.goto('/invitations');
    await expect(alice.getByText(renamed).first()).toBeVisible();
    expect(await violations(alice), 'invitations').toEqual([]);
    await alice.goto(editorUrl((await app.caldav.eventOf('alice', renamed))?.href ?? ''));
    await expect(alice.getByRole('radio', { name: 'Accept' })).toBeVisible();
    expect(await violations(alice), 'invitation').toEqual([]);
  });
}
