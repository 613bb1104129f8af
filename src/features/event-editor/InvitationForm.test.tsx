// @vitest-environment jsdom
import { setupI18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { InvitationReply } from './draft.ts';
import { InvitationForm } from './InvitationForm.tsx';
import { newAttendee, newDraft } from './newDraft.ts';

afterEach(cleanup);
vi.stubGlobal('CSS', { escape: (text: string) => text });

const BERLIN = { form: 'zoned', tzid: 'Europe/Berlin' } as const;
const REPLY: InvitationReply = { partstat: 'NEEDS-ACTION', comment: '', alarms: [], transparency: 'OPAQUE' };

function show(description: string) {
  const onChange = vi.fn<(reply: InvitationReply) => void>();
  render(
    <I18nProvider i18n={setupI18n({ locale: 'en', messages: { en: {} } })}>
      <InvitationForm
        draft={{
          ...newDraft({ ...BERLIN, local: '20270308T100000' }, { ...BERLIN, local: '20270308T110000' }),
          title: 'Planning',
          description,
          attendees: [newAttendee('mailto:alice@convoke.example', 'Alice')],
        }}
        organizer={{ name: 'Olivia', address: 'mailto:olivia@convoke.example' }}
        reply={REPLY}
        onChange={onChange}
        scope="all"
        onScopeChange={() => undefined}
        instances={[]}
        problems={[]}
        timeZone="America/New_York"
      />
    </I18nProvider>,
  );
  return onChange;
}

it('an invitation can be answered, with the facts to read in one’s own zone', () => {
  const onChange = show('Agenda');
  expect(screen.getByText(/04:00.*05:00/).textContent).toContain('Europe/Berlin');
  expect(screen.queryByRole('textbox', { name: 'Title' })).toBeNull();
  fireEvent.click(screen.getByRole('radio', { name: 'Decline' }));
  expect(onChange).toHaveBeenCalledWith({ ...REPLY, partstat: 'DECLINED' });
});

it('text from outside stays text: no HTML, no script links', () => {
  show('<img src=x onerror=alert(1)> https://meet.example/a javascript:alert(1)');
  expect(document.querySelector('img')).toBeNull();
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['https://meet.example/a']);
});
