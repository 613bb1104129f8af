// @vitest-environment jsdom
import { setupI18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { SignInPage } from './SignInPage.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
const CONVOKE = { name: 'convoke', isEmbedded: true };
const WORK = { name: 'Work', isEmbedded: false };

/** Shows the page of a server that offers these, and answers sign-ins so. Gives the bodies of the sign-ins. */
async function show(servers: readonly object[], status = 401, body: object = { error: 'invalid-credentials' }) {
  const sent: unknown[] = [];
  // jsdom has none; the list box looks for its options with it.
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.endsWith('/api/servers')) return Response.json({ servers });
    sent.push(JSON.parse(String(init.body)));
    return Response.json(body, { status });
  });
  render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <SignInPage onDone={() => undefined} />
      </QueryClientProvider>
    </I18nProvider>,
  );
  await vi.waitFor(() => expect(screen.queryByText(/demo accounts/) !== null || servers[0] === WORK).toBe(true));
  return sent;
}

function signIn(): void {
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: ' olivia ' } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'secret' } });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('nothing is to be chosen where there is one server', async () => {
  const sent = await show([CONVOKE]);
  expect(screen.queryByText('Calendar server')).toBeNull();
  signIn();
  await screen.findByText('The name or the password is wrong');
  expect(sent).toEqual([{ username: 'olivia', password: 'secret', server: 'convoke' }]);
});

test('the chosen server is the one that is signed in to, and the demo accounts belong to the other', async () => {
  const sent = await show([CONVOKE, WORK]);
  expect(screen.getByText(/demo accounts/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Calendar server/ }));
  fireEvent.click(await screen.findByRole('option', { name: 'Work' }));
  expect(screen.queryByText(/demo accounts/)).toBeNull();
  signIn();
  await screen.findByText('The name or the password is wrong');
  expect(sent).toEqual([{ username: 'olivia', password: 'secret', server: 'Work' }]);
});

test.each([
  ['unreachable', 502, 'The calendar server cannot be reached'],
  ['timeout', 504, 'The calendar server takes too long to answer'],
  ['tls', 502, 'The connection to the calendar server is not safe'],
  ['no-caldav', 502, 'There are no calendars of yours there'],
  ['elsewhere', 502, 'The calendar server leads to another address'],
  ['unknown-server', 400, 'This calendar server is not offered any more'],
  ['something new', 502, 'The server failed'],
])('“%s” is said in words', async (error, status, title) => {
  await show([WORK], status, { error });
  signIn();
  expect(await screen.findByText(title)).toBeTruthy();
  expect(screen.queryByText(new RegExp(error))).toBeNull();
});
