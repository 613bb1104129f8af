import { expect, test } from './support/app.ts';
import { editorUrl, putMeeting } from './support/meetings.ts';

test.use({ story: 'security' });

const HOSTILE = [
  'DESCRIPTION:<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>',
  'LOCATION:<svg onload="document.title=3">',
  'URL:javascript:document.title=4',
  'ATTENDEE;CN="<i>Alice</i>":mailto:alice@convoke.example',
];

test('the app comes with a policy that allows no inline script and no other origin', async ({ request }) => {
  const response = await request.get('/');
  const policy = response.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toMatch(/unsafe-(inline|eval)|https?:|\*/);
  expect(response.headers()['x-content-type-options']).toBe('nosniff');
  expect(response.headers()['referrer-policy']).toBe('no-referrer');
  expect(await response.text()).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=/i);
});

test('no page of the app violates its own policy', async ({ signedInPage }) => {
  const page = await signedInPage('olivia');
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      (window as unknown as { reportViolation: (violation: string) => void }).reportViolation(
        `${violatedDirective} ${blockedURI} ${sourceFile}`,
      );
    });
  });
  for (const url of [
    '/calendar?view=month',
    '/calendar?view=week',
    '/calendar?view=agenda',
    '/event/new',
    '/invitations',
    '/settings',
  ]) {
    await page.goto(url);
    await page.waitForLoadState('networkidle');
  }
  expect(violations).toEqual([]);
});

test('what DAV answers cannot become a page', async ({ app, request }) => {
  const href = await putMeeting(app, { uid: 'sandboxed', summary: 'Sandboxed', lines: HOSTILE });
  const headers = { Authorization: `Basic ${Buffer.from('olivia:olivia-demo').toString('base64')}` };
  for (const [url, type] of [
    [href, /^text\/calendar/],
    ['/dav/calendars/olivia/work/nothing.ics', /^text\/plain|^application\/xml/],
  ] as const) {
    const response = await request.get(url, { headers });
    expect(response.headers()['content-type']).toMatch(type);
    expect(response.headers()['x-content-type-options']).toBe('nosniff');
    expect(response.headers()['content-security-policy']).toBe('sandbox');
  }
});

test('the session cookie is out of reach of scripts and of other sites', async ({ signedInPage }) => {
  const page = await signedInPage('olivia');
  await page.goto('/calendar');
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
    { name: 'convoke_session', httpOnly: true, sameSite: 'Lax' },
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a cookie alone changes nothing, and its 401 opens no password dialog', async ({ signedInPage, app, request }) => {
  const href = await putMeeting(app, { uid: 'forged', summary: 'Forged' });
  const page = await signedInPage('olivia');
  expect((await page.request.get(href)).status()).toBe(200);
  expect((await page.request.delete(href)).status()).toBe(403);
  expect((await app.caldav.calendarOf('olivia')).map((resource) => resource.href)).toContain(href);

  const unsigned = await request.get(href, { headers: { Cookie: 'convoke_session=guessed' } });
  expect(unsigned.status()).toBe(401);
  expect(unsigned.headers()['www-authenticate']).toBeUndefined();
  expect((await request.get(href)).headers()['www-authenticate']).toMatch(/^Basic /);
});

test('nobody reads or writes another person’s calendar', async ({ app }) => {
  const href = await putMeeting(app, { uid: 'private', summary: 'Private' });
  const put = await app.caldav.put('dan', href, 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
  expect([403, 404]).toContain(put.status);
  const get = await fetch(`${app.origin}${href}`, {
    headers: { Authorization: `Basic ${Buffer.from('dan:dan-demo').toString('base64')}` },
  });
  expect([403, 404]).toContain(get.status);
});

test('markup in an event stays text, and only harmless addresses become links', async ({ signedInPage, app }) => {
  const href = await putMeeting(app, { uid: 'hostile', summary: '<b>Hostile</b>', lines: HOSTILE });
  const page = await signedInPage('olivia');
  await page.goto(editorUrl(href));
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('<b>Hostile</b>');
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue(/^<img src=x onerror/);
  await expect(page.locator('a[href^="javascript:" i]')).toHaveCount(0);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(await page.title()).not.toMatch(/^[1-4]$/);

  const alice = await signedInPage('alice');
  await alice.goto(editorUrl((await app.caldav.eventOf('alice', '<b>Hostile</b>'))?.href ?? ''));
  await expect(alice.getByText('<b>Hostile</b>').first()).toBeVisible();
  await expect(alice.locator('a[href^="javascript:" i]')).toHaveCount(0);
  expect(await alice.title()).not.toMatch(/^[1-4]$/);
});
