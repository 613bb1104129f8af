// @vitest-environment jsdom
import { setupI18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { InvitationsPage } from './InvitationsPage.tsx';
import { readInboxItem } from './inboxItem.ts';
import { inboxLine } from './inboxWords.ts';
import type { InvitationEntry } from './invitationEntry.ts';

afterEach(cleanup);

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });

function message(method: string, ...events: readonly string[]): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    `METHOD:${method}`,
    ...events,
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

function event(...lines: readonly string[]): string {
  const fixed = [
    'UID:weekly-1',
    'DTSTAMP:20270301T120000Z',
    'SUMMARY:Planning',
    'ORGANIZER;CN=Olivia:mailto:olivia@convoke.example',
  ];
  return ['BEGIN:VEVENT', ...fixed, ...lines, 'END:VEVENT'].join('\r\n');
}

const AT_10 = 'DTSTART:20270308T090000Z';
const THIRD = ['RECURRENCE-ID:20270322T090000Z', 'DTSTART:20270322T090000Z'];
const ALICE = 'ATTENDEE;CN=Alice;PARTSTAT=ACCEPTED:mailto:alice@convoke.example';

test.each([
  ['REQUEST', event(AT_10, 'SEQUENCE:0', ALICE), 'invitation', 'Olivia invites you'],
  ['REQUEST', event(AT_10, 'SEQUENCE:2', ALICE), 'update', 'Olivia sent an update'],
  ['REQUEST', event(...THIRD, ALICE), 'invitation', 'Olivia invites you to single dates'],
  ['ADD', event('DTSTART:20270318T090000Z', 'SEQUENCE:1', ALICE), 'extra-date', 'Olivia added a date'],
  ['CANCEL', event(AT_10, 'SEQUENCE:1', ALICE), 'cancellation', 'Olivia cancelled it'],
  ['CANCEL', event(...THIRD, ALICE), 'cancellation', 'Olivia cancelled single dates'],
  ['REPLY', event(AT_10, ALICE), 'reply', 'Alice accepted'],
  ['REPLY', event(AT_10, ALICE.replace('ACCEPTED', 'DECLINED')), 'reply', 'Alice declined'],
])('%s is told in words', (method, component, kind, line) => {
  const item = readInboxItem('/inbox/1.ics', message(method, component));
  expect(item.kind).toBe(kind);
  expect(inboxLine(item, i18n)).toBe(line);
});

test('a comment is read as it was typed', () => {
  const lines = [AT_10, ALICE, 'COMMENT:Sorry\\, I am away\\;\\nback on Monday', 'COMMENT:Bye'];
  expect(readInboxItem('/inbox/1.ics', message('REPLY', event(...lines))).comment).toBe(
    'Sorry, I am away;\nback on Monday Bye',
  );
});

test('an ADD is about the date that it adds, not about the whole event', () => {
  const item = readInboxItem('/inbox/1.ics', message('ADD', event('DTSTART:20270318T090000Z', ALICE)));
  expect(item.components.map(({ key }) => key)).toEqual(['20270318T090000Z']);
});

function entry(changes: Partial<InvitationEntry> = {}): InvitationEntry {
  return {
    item: readInboxItem('/inbox/1.ics', message('REQUEST', event(AT_10, ALICE))),
    whenLines: ['Mon, 8 Mar 2027, 10:00'],
    copy: undefined,
    openLink: null,
    ...changes,
  };
}

function show(
  entries: readonly InvitationEntry[] | undefined,
  failure?: { readonly title: string; readonly advice: string },
) {
  const onDismiss = vi.fn(() => Promise.resolve());
  const onRetry = vi.fn();
  render(
    <I18nProvider i18n={i18n}>
      <InvitationsPage entries={entries} unreadable={0} failure={failure} onRetry={onRetry} onDismiss={onDismiss} />
    </I18nProvider>,
  );
  return { onDismiss, onRetry };
}

test('an answer shows what the organizer will be told before it is given', () => {
  const onAnswer = vi.fn(() => Promise.resolve());
  show([
    entry({ copy: { partstat: 'NEEDS-ACTION', replyWords: (answer) => `Olivia will be told: ${answer}`, onAnswer } }),
  ]);
  expect(screen.getByText('You have not replied yet')).toBeTruthy();
  const answers = screen.getByRole('group', { name: 'Your answer: Planning' });
  const accept = within(answers).getByRole('button', { name: 'Accept' });
  act(() => accept.focus());
  expect(screen.getByText('Olivia will be told: ACCEPTED')).toBeTruthy();
  fireEvent.click(accept);
  expect(onAnswer).toHaveBeenCalledExactlyOnceWith('ACCEPTED');
});

test('without a copy of one’s own there is nothing to answer, only to dismiss', () => {
  const { onDismiss } = show([entry({ copy: null })]);
  expect(screen.queryByRole('button', { name: 'Accept' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss: Planning' }));
  expect(onDismiss).toHaveBeenCalledExactlyOnceWith('/inbox/1.ics');
});

test('an empty inbox says what arrives here', () => {
  show([]);
  expect(screen.getByText('Nothing new')).toBeTruthy();
});

test('a failure says what happened and offers another try', () => {
  const { onRetry } = show(undefined, { title: 'The server does not answer', advice: 'Check the connection.' });
  expect(screen.getByText('Check the connection.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
});
