// @vitest-environment jsdom
import { setupI18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { I18nProvider as FormattingProvider } from 'react-aria-components/I18nProvider';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EventDraft } from './draft.ts';
import { EventForm } from './EventForm.tsx';
import type { EventFormProps, PrincipalSuggestion } from './formTypes.ts';
import { newAttendee, newDraft } from './newDraft.ts';

afterEach(cleanup);

// Roles and names are computed from the whole form, which takes a busy machine seconds.
vi.setConfig({ testTimeout: 30_000 });

// jsdom has no CSS.escape, which react-aria's collections ask for.
vi.stubGlobal('CSS', { escape: (text: string) => text });

const BERLIN = { form: 'zoned', tzid: 'Europe/Berlin' } as const;
const DRAFT: EventDraft = {
  ...newDraft({ ...BERLIN, local: '20270308T100000' }, { ...BERLIN, local: '20270308T110000' }, '/work/'),
  title: 'Planning',
  attendees: [
    { ...newAttendee('mailto:alice@convoke.example', 'Alice Ames'), partstat: 'ACCEPTED', statuses: ['1.2'] },
    { ...newAttendee('mailto:bob@convoke.example', 'Bob Byrne'), statuses: ['3.7'] },
  ],
};
const EVE: PrincipalSuggestion = { address: 'mailto:eve@convoke.example', name: 'Eve Ernst', userType: 'INDIVIDUAL' };

/** The form with its state, as the page keeps it; `current()` is the draft by then. */
function show(draft: EventDraft = DRAFT, changes: Partial<EventFormProps> = {}) {
  let latest = draft;
  function Page() {
    const [state, setState] = useState(draft);
    latest = state;
    return (
      <EventForm
        draft={{ ...state }}
        onChange={setState}
        role={ORGANIZER}
        ownerAddresses={OWN}
        scope="all"
        onScopeChange={() => undefined}
        instances={[]}
        searchPrincipals={search}
        calendars={[]}
        problems={[]}
        timeZone="Europe/Berlin"
        {...changes}
      />
    );
  }
  const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
  render(
    <I18nProvider i18n={i18n}>
      <FormattingProvider locale="en-GB">
        <Page />
      </FormattingProvider>
    </I18nProvider>,
  );
  return { current: () => latest };
}

const ORGANIZER = 'organizer' as const;
const OWN = ['mailto:olivia@convoke.example'];
const search = async (query: string) => (query.startsWith('ev') ? [EVE] : []);

function press(name: string | RegExp): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

function addresses(draft: EventDraft): readonly string[] {
  return draft.attendees.map(({ address }) => address.replace('mailto:', ''));
}

function paste(text: string): void {
  const input = screen.getByRole('combobox', { name: 'Add guests' });
  fireEvent.focus(input);
  fireEvent.paste(input, { clipboardData: { getData: () => text } });
}

describe('guests', () => {
  it('are listed with reply and delivery in words', () => {
    show();
    const [alice, bob] = within(screen.getByRole('list', { name: 'Guests' })).getAllByRole('listitem');
    expect(alice?.textContent).toMatch(/Alice Ames.*alice@convoke\.example.*accepted.*delivered \(1\.2\)/);
    expect(bob?.textContent).toMatch(/no reply yet.*mailbox unknown \(3\.7\)/);
  });

  it('are added from a pasted list; what is no address stays, with what is wrong', () => {
    const { current } = show();
    paste('"Cole, Carol" <carol@convoke.example>; dan@convoke.example\nbob@convoke.example, erin@');
    expect(addresses(current())).toEqual(['alice', 'bob', 'carol', 'dan'].map((name) => `${name}@convoke.example`));
    expect(current().attendees[2]).toMatchObject({
      name: 'Cole, Carol',
      role: 'REQ-PARTICIPANT',
      partstat: 'NEEDS-ACTION',
    });
    expect(screen.getByRole('combobox', { name: 'Add guests' })).toHaveProperty('value', 'erin@');
    expect(document.body.textContent).toContain('“erin@” has nothing after the @.');
    expect(document.body.textContent).toContain('bob@convoke.example is invited already.');
  });

  it('are found by name: Enter takes the first', async () => {
    const { current } = show();
    const input = screen.getByRole('combobox', { name: 'Add guests' });
    input.focus();
    fireEvent.change(input, { target: { value: 'eve' } });
    await screen.findByRole('option', { name: /Eve Ernst/ });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(current().attendees.at(-1)).toMatchObject({ address: EVE.address, name: 'Eve Ernst' });
  });

  it('that are taken out can be put back as they were', () => {
    const { current } = show();
    press('Remove Alice Ames');
    expect(addresses(current())).toEqual(['bob@convoke.example']);
    expect(screen.getByRole('status').textContent).toContain('Alice Ames is taken out.');
    press('Put Alice Ames back');
    expect(current().attendees.find(({ name }) => name === 'Alice Ames')).toEqual(DRAFT.attendees[0]);
  });

  it('say in red what it means to take the invitation from the server', async () => {
    const { current } = show();
    press('More about Alice Ames');
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).not.toContain('gets a cancellation');
    fireEvent.click(within(dialog).getByRole('radio', { name: /^Nobody/ }));
    expect(current().attendees[0]?.agent).toBe('NONE');
    expect(screen.getByRole('dialog').textContent).toContain('gets a cancellation');
  });

  it('of a calendar that is read only cannot be changed', () => {
    show(DRAFT, { isReadOnly: true });
    expect(screen.queryByRole('button', { name: /Remove|More about/ })).toBeNull();
    expect(screen.queryByRole('combobox', { name: 'Add guests' })).toBeNull();
  });
});

describe('repeating', () => {
  it('goes from never to every second week on two days, in words', () => {
    const { current } = show();
    expect(screen.getByText('Does not repeat')).toBeTruthy();
    press('Change');
    fireEvent.click(screen.getByRole('radio', { name: 'Weekly' }));
    fireEvent.click(screen.getByRole('button', { name: 'Thursday' }));
    fireEvent.click(screen.getByRole('radio', { name: 'After a number of times' }));
    expect(current().recurrence).toMatchObject({ weekdays: ['MO', 'TH'], end: { kind: 'count', count: 10 } });
    expect(screen.getByText('Every week on Monday and Thursday, 10 times')).toBeTruthy();
  });

  it('keeps a rule of another program and shows it', () => {
    const custom: EventDraft = {
      ...DRAFT,
      recurrence: { kind: 'custom', rules: ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO'] },
    };
    const { current } = show(custom);
    press('Change');
    expect(screen.getByText('FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO')).toBeTruthy();
    expect(current().recurrence).toEqual(custom.recurrence);
  });

  it('says when the first date is no day of the rule', () => {
    show({
      ...DRAFT,
      recurrence: {
        kind: 'rule',
        frequency: 'WEEKLY',
        interval: 1,
        weekdays: ['TU'],
        on: { by: 'start' },
        month: undefined,
        end: { kind: 'never' },
      },
    });
    expect(screen.getByText(/is not a day of this rule/)).toBeTruthy();
  });
});

describe('steps', () => {
  it('are undone and redone by key, outside of text fields', async () => {
    const { current } = show();
    fireEvent.change(screen.getByRole('textbox', { name: 'Title' }), { target: { value: 'Strategy' } });
    press('Remove Bob Byrne');
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    expect(addresses(current())).toEqual(['alice@convoke.example', 'bob@convoke.example']);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Redo' })).toHaveProperty('disabled', false));
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    expect(current().title).toBe('Planning');
    fireEvent.keyDown(document.body, { key: 'Z', ctrlKey: true, shiftKey: true });
    expect(current().title).toBe('Strategy');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Title' }), { key: 'z', ctrlKey: true });
    expect(current().title).toBe('Strategy');
  });
});

describe('problems', () => {
  it('stand beside their field', () => {
    show(
      { ...DRAFT, end: { ...BERLIN, local: '20270308T090000' } },
      { problems: [{ field: 'attendees', message: 'Bob has no mailbox here.' }] },
    );
    const when = screen.getByRole('group', { name: 'When' });
    expect(within(when).getByRole('alert').textContent).toBe('It ends before it starts. Choose a later end.');
    expect(within(screen.getByRole('group', { name: 'Guests' })).getByRole('alert').textContent).toBe(
      'Bob has no mailbox here.',
    );
  });

  it('and links: only http(s) is one', () => {
    show({ ...DRAFT, videoLink: 'javascript:alert(1)' });
    expect(screen.queryByRole('link')).toBeNull();
    expect(document.body.textContent).toContain('A link starts with https:// or http://.');
  });
});
