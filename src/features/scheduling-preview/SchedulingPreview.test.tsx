// @vitest-environment jsdom
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { planScheduling } from '../../scheduling/plan.ts';
import type { SchedulingPlan } from '../../scheduling/types.ts';
import { SchedulingPreview, type SchedulingPreviewProps } from './SchedulingPreview.tsx';
import { ALICE, BOB, CELL, FIVE_GUESTS, MARCH_8, message, NAMES, plan, wording } from './testing.ts';

afterEach(cleanup);

// jsdom has no CSS.escape, which popovers ask for.
vi.stubGlobal('CSS', { escape: (text: string) => text });

function show(shown: SchedulingPlan, changes: Partial<SchedulingPreviewProps> = {}) {
  return render(
    <I18nProvider i18n={wording().i18n}>
      <SchedulingPreview
        plan={shown}
        names={NAMES}
        zone="Europe/Berlin"
        locale="en-GB"
        server={{ domain: 'convoke.example', mail: false }}
        {...changes}
      />
    </I18nProvider>,
  );
}

const WEEKLY = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Convoke//Convoke//EN
BEGIN:VEVENT
UID:weekly-1
DTSTAMP:20270301T090000Z
DTSTART:20270308T090000Z
DTEND:20270308T100000Z
RRULE:FREQ=WEEKLY;COUNT=6
SUMMARY:Planning
ORGANIZER:mailto:olivia@convoke.example
ATTENDEE:mailto:olivia@convoke.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@convoke.example
END:VEVENT
END:VCALENDAR
`;

function planned(modified: string, owner = 'olivia'): SchedulingPlan {
  return planScheduling({
    original: WEEKLY,
    modified,
    owner: { addresses: [`mailto:${owner}@convoke.example`] },
    now: new Date('2027-03-01T12:00:00Z'),
  });
}

test('the matrix is a table with headings for guests and dates, and every cell says its act and reason', () => {
  show(FIVE_GUESTS);
  const table = screen.getByRole('table');
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map((heading) => heading.textContent),
  ).toEqual(['Guest', 'All dates', 'Mon 22 Mar']);
  expect(
    within(table)
      .getAllByRole('rowheader')
      .map((heading) => heading.textContent),
  ).toEqual(['Alice', 'Bob', 'Carol', 'Dan', 'Eve']);
  expect(
    within(table)
      .getAllByRole('button')
      .map((cell) => cell.getAttribute('aria-label')),
  ).toEqual([
    'Alice, all dates: Update. Title changed.',
    'Alice, 22 March: Not invited.',
    'Bob, all dates: Update. Title changed.',
    'Bob, 22 March: Not invited.',
    'Carol, all dates: Nothing. Not invited to this, neither before nor now.',
    'Carol, 22 March: Invite. Newly invited: an invitation is sent, and a reply is asked for.',
    'Dan, all dates: Cancel. No longer on the guest list here, so the invitation is cancelled.',
    'Dan, 22 March: Not invited.',
    'Eve, all dates: Nothing. Nothing is sent, because only the alarm changed, and guests do not see that.',
    'Eve, 22 March: Not invited.',
  ]);
});

test('one cell is a tab stop, and the arrow keys go to the others', () => {
  show(FIVE_GUESTS);
  const cells = within(screen.getByRole('table')).getAllByRole('button');
  expect(cells.filter((cell) => cell.tabIndex === 0)).toHaveLength(1);
  cells[0]?.focus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' });
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowRight' });
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Bob, 22 March: Not invited.');
  expect(cells.filter((cell) => cell.tabIndex === 0)).toEqual([document.activeElement]);
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'End', ctrlKey: true });
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Eve, 22 March: Not invited.');
});

test('an opened cell shows the row, column and section of the table, and the values before and after', () => {
  show(FIVE_GUESTS);
  fireEvent.click(screen.getByRole('button', { name: 'Alice, all dates: Update. Title changed.' }));
  const details = screen.getByRole('dialog');
  expect(details.textContent).toContain('SERVER → SERVER: REQUEST · RFC 6638 §3.2.1.2');
  expect(details.querySelector('del')?.textContent).toBe('Plan');
  expect(details.querySelector('ins')?.textContent).toBe('Weekly plan');
});

test('a name in the list highlights the cells of that guest', () => {
  show(FIVE_GUESTS);
  const list = screen.getByRole('list', { name: 'Who is told what' });
  const link = within(list).getByRole('button', { name: 'Carol' });
  fireEvent.click(link);
  expect(link.getAttribute('aria-pressed')).toBe('true');
  const highlighted = [...document.querySelectorAll('td[data-highlighted]')].map((cell) =>
    cell.querySelector('button')?.getAttribute('aria-label'),
  );
  expect(highlighted).toEqual([
    'Carol, 22 March: Invite. Newly invited: an invitation is sent, and a reply is asked for.',
  ]);
});

test('SERVER to NONE is said in an alert to cancel the invitation', () => {
  show(
    plan(
      [{ attendee: BOB, key: 'master', ...CELL.toNone, outcome: { send: 'CANCEL', reason: 'agent-changed' } }],
      [message('CANCEL', [BOB])],
    ),
  );
  expect(screen.getByText(/cancels/).parentElement?.textContent).toBe('This cancels Bob’s invitation');
  expect(screen.getByText('SERVER → NONE: CANCEL')).toBeTruthy();
});

test('a guest whom the server cannot mail is named before saving', () => {
  const outside = normalizeAddress('mailto:guest@elsewhere.example');
  show(
    plan(
      [{ attendee: outside, key: 'master', ...CELL.invite, outcome: { send: 'REQUEST', reason: 'invited' } }],
      [message('REQUEST', [outside])],
    ),
  );
  expect(screen.getByText('guest@elsewhere.example will not be reached (5.2)')).toBeTruthy();
});

test('what the server would refuse is said in words, with what to do and the precondition', () => {
  show(
    plan([], [], {
      violations: [
        { precondition: 'allowed-organizer-scheduling-object-change', detail: 'PARTSTAT of alice was set.' },
      ],
    }),
  );
  expect(screen.getByText('The server would refuse this')).toBeTruthy();
  expect(screen.getByText(/Leave the replies as the guests gave them/)).toBeTruthy();
  expect(screen.getByText('allowed-organizer-scheduling-object-change')).toBeTruthy();
});

test('an event without guests teaches how to make it a meeting', () => {
  show(plan([], [], { role: 'none', operation: 'none' }));
  expect(screen.getByRole('status').textContent).toBe('Nobody is told');
  expect(screen.getByText(/Add a guest to make it a meeting/)).toBeTruthy();
});

test('a moved series says who will be asked again, with times in the zone of the reader', () => {
  show(
    planned(
      WEEKLY.replace('DTSTART:20270308T09', 'DTSTART:20270308T10').replace('DTEND:20270308T10', 'DTEND:20270308T11'),
    ),
  );
  expect(screen.getByText('Alice gets an update and is asked again.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Alice, all dates: Update. Time changed.' }));
  const details = screen.getByRole('dialog');
  expect(details.textContent).toContain('Will be asked again');
  expect(details.querySelector('del')?.textContent).toMatch(/8 Mar 2027, 10:00/);
  expect(details.querySelector('ins')?.textContent).toMatch(/8 Mar 2027, 11:00/);
});

test('a message is made when it is opened, and shows what the guest sees and the iTIP text', () => {
  show(planned(WEEKLY.replace('SUMMARY:Planning', 'SUMMARY:Weekly planning')));
  expect(document.body.textContent).not.toContain('METHOD:REQUEST');
  fireEvent.click(screen.getByRole('button', { name: /to Alice/ }));
  expect(screen.getByText('Weekly planning', { selector: 'strong' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Message text/ }));
  expect(document.querySelector('pre')?.textContent).toContain('METHOD:REQUEST');
  expect(document.querySelector('pre')?.textContent).toContain('SUMMARY:Weekly planning');
});

test('an Attendee reads what the Organizer will be told', () => {
  show(planned(WEEKLY.replace('PARTSTAT=ACCEPTED', 'PARTSTAT=DECLINED'), 'alice'));
  expect(screen.getByText('Olivia will be told that you decline.')).toBeTruthy();
});

test('a hundred guests with equal news are one row that opens', () => {
  const guests = Array.from({ length: 100 }, (_, index) => normalizeAddress(`guest${index}@convoke.example`));
  const request = { ...CELL.request, outcome: { send: 'REQUEST', reason: 'attendee-list' } } as const;
  show(
    plan(
      guests.map((attendee) => ({ attendee, key: MARCH_8, ...request })),
      [message('REQUEST', guests)],
    ),
  );
  // By elements: a hundred roles and names take seconds to work out here.
  const rows = () => document.querySelectorAll('tbody th[scope="row"]').length;
  expect(rows()).toBe(1);
  fireEvent.click(screen.getByRole('button', { name: 'Show these 100 guests one by one' }));
  expect(rows()).toBe(60);
  fireEvent.click(screen.getByText('Show 40 more guests'));
  expect(rows()).toBe(100);
});

test('a server without scheduling tells nobody, and that is said first', () => {
  show(FIVE_GUESTS, { server: { domain: undefined, mail: true, schedules: false } });
  expect(screen.getByText('This server sends no invitations')).toBeTruthy();
  cleanup();
  show(FIVE_GUESTS);
  expect(screen.queryByText('This server sends no invitations')).toBeNull();
});

test('what the connected server does otherwise stands before all else, and the rest is to be unfolded', () => {
  const difference = { attendees: [BOB], predicted: [], keys: [MARCH_8], properties: [] } as const;
  show(FIVE_GUESTS, {
    product: 'Cyrus IMAP 3.6.1',
    differences: [
      {
        ...difference,
        kind: 'not-told',
        reasons: ['instance-cancelled'],
        standard: [{ method: 'CANCEL', keys: [MARCH_8], exdates: [] }],
      },
      {
        ...difference,
        kind: 'not-told',
        reasons: ['attendee-list'],
        standard: [{ method: 'REQUEST', keys: ['master'], exdates: [] }],
      },
    ],
  });
  expect(screen.getByText(/Cyrus IMAP 3.6.1 will tell nobody that 8 March is cancelled/)).toBeTruthy();
  const summary = screen.getByText('How Cyrus IMAP 3.6.1 differs from the standard here');
  expect(within(summary.closest('details') ?? document.body).getByText(/guest list changed/)).toBeTruthy();
});

test('a way around that helps with several differences is said once', () => {
  const difference = {
    kind: 'not-told',
    predicted: [],
    keys: [MARCH_8],
    properties: ['URL'],
    reasons: ['changed'],
    standard: [{ method: 'REQUEST', keys: [MARCH_8], exdates: [] }],
  } as const;
  show(FIVE_GUESTS, {
    product: 'Cyrus IMAP 3.6.1',
    differences: [
      { ...difference, attendees: [BOB] },
      { ...difference, attendees: [ALICE] },
    ],
  });
  expect(screen.getAllByText(/will not tell/)).toHaveLength(2);
  expect(screen.getAllByText(/Send the invitation again on saving/)).toHaveLength(1);
});
