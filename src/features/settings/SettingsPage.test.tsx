// @vitest-environment jsdom
import { setupI18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { keys } from '../../queries/keys.ts';
import { SettingsPage } from './SettingsPage.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

// A busy machine takes its time to draw the page.
configure({ asyncUtilTimeout: 10_000 });

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
const OWN = {
  name: 'convoke',
  product: 'Convoke',
  profile: 'rfc6638',
  precondition: 'schedule-tag',
  capabilities: ['calendar-auto-schedule'],
};
const OTHER = {
  ...OWN,
  name: 'Work',
  product: 'Cyrus',
  gateway: { origin: 'https://dav.example', prefix: '/gateway/Work' },
};
const SESSION = {
  user: { name: 'olivia', displayName: 'Olivia', principal: '/dav/principals/olivia/', addresses: [] },
  csrf: 'token',
};

/** Shows the page to somebody signed in there. Gives the paths that were asked for. */
async function show(server: object, answers: Readonly<Record<string, object>> = {}): Promise<readonly string[]> {
  const asked: string[] = [];
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    return Response.json(answers[pathname] ?? {}, { status: pathname in answers ? 200 : 500 });
  });
  // jsdom has none; the list box looks for its options with it.
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queryClient.setQueryData(keys.session, { ...SESSION, server });
  render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <SettingsPage />
      </QueryClientProvider>
    </I18nProvider>,
  );
  expect(screen.getByRole('heading', { name: 'Server and account' })).toBeTruthy();
  return asked;
}

test('an account of another server has neither sessions nor passwords here, and nobody asks for them', async () => {
  const asked = await show(OTHER);
  for (const heading of ['Calendar programs', 'Your password', 'Where you are signed in'])
    expect(screen.queryByRole('heading', { name: heading })).toBeNull();
  expect(asked).toEqual([]);
});

test('an account of Convoke’s own server has them, this browser first', async () => {
  const at = { begunAt: '2027-03-01T00:00:00Z', usedAt: '2027-03-01T00:00:00Z' };
  await show(OWN, {
    '/api/sessions': {
      sessions: [
        { id: 'a', browser: null, system: null, isCurrent: false, ...at },
        { id: 'b', browser: 'Firefox', system: 'Linux', isCurrent: true, ...at },
      ],
    },
    '/api/app-passwords': { appPasswords: [{ id: '1', name: 'Phone', createdAt: at.begunAt, usedAt: null }] },
  });
  const sessions = within(await screen.findByRole('list', { name: 'Where you are signed in' }));
  expect(sessions.getAllByRole('listitem').map((item) => item.querySelector('strong')?.textContent)).toEqual([
    'Firefox on Linux',
    'An unknown browser',
  ]);
  expect(sessions.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
    'Sign out: An unknown browser',
  ]);
  const programs = within(await screen.findByRole('list', { name: 'Passwords for calendar programs' }));
  expect(programs.getByRole('listitem').textContent).toContain('not used yet');
});

test.each([{}, { sessions: 1 }, { sessions: [1] }, { sessions: [{ id: 'a', begunAt: 'never' }] }])(
  'an answer that makes no sense is said to make none: %j',
  async (answer) => {
    await show(OWN, { '/api/sessions': answer, '/api/app-passwords': { appPasswords: [] } });
    expect(await screen.findByText('The server’s answer makes no sense')).toBeTruthy();
    expect(screen.getByText('No program has a password of its own yet.')).toBeTruthy();
  },
);
