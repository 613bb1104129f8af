import { describe, expect, it } from 'vitest';
import { parseCalendarData } from '../../icalendar/calendarData.ts';
import { planScheduling } from '../../scheduling/plan.ts';
import { readReply, respond } from './invitationReply.ts';
import { changeOf, linesOf, overrideLines, weekly } from './testCalendars.ts';

const ALICE = { addresses: ['mailto:ALICE@convoke.example'], now: new Date('2027-03-01T12:00:00Z') };

describe('an answer to an invitation', () => {
  it('changes PARTSTAT on one’s own lines only, and keeps a day that was answered differently', () => {
    const before = weekly();
    const reply = { ...readReply(before, 'all', ALICE.addresses), partstat: 'DECLINED' };
    const { gone, come } = changeOf(before, respond(before, 'all', reply, ALICE));
    expect(gone).toHaveLength(2);
    expect(come).toEqual([
      'ATTENDEE;CN=Alice;X-KEEP="a;b";PARTSTAT=DECLINED;SCHEDULE-STATUS=1.2:mailto:alice@convoke.example',
      'ATTENDEE;CN=Alice;PARTSTAT=DECLINED:mailto:alice@convoke.example',
    ]);
  });

  it('to one day makes an override and a REPLY for that day', () => {
    const before = weekly();
    const key = '20270315T090000Z';
    const reply = { ...readReply(before, key, ALICE.addresses), partstat: 'DECLINED' };
    const after = respond(before, key, reply, ALICE);
    expect(overrideLines(after).at(-1)).toBe('20270315T100000 20270315T100000 20270315T110000 Planning');
    const plan = planScheduling({ original: before, modified: after, owner: ALICE, now: ALICE.now });
    expect(plan.violations).toEqual([]);
    expect(
      plan.messages.map(({ method, components }) => [method, ...components.map((component) => component.key)]),
    ).toEqual([['REPLY', key]]);
  });

  it('to one day after RANGE=THISANDFUTURE is of what that made of the day (RFC 5545 §3.8.4.4)', () => {
    const moved = [
      'BEGIN:VEVENT',
      'UID:planning@convoke.example',
      'DTSTAMP:20270101T000000Z',
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270308T100000',
      'DTSTART;TZID=Europe/Berlin:20270308T140000',
      'DTEND;TZID=Europe/Berlin:20270308T160000',
      'SUMMARY:Strategy',
      'ORGANIZER:mailto:olivia@convoke.example',
      'ATTENDEE:mailto:alice@convoke.example',
      'END:VEVENT',
    ];
    const [master] = weekly().components.filter(({ name }) => name === 'VEVENT');
    const range = parseCalendarData(['BEGIN:VCALENDAR', ...moved, 'END:VCALENDAR', ''].join('\r\n')).components[0];
    if (!master || !range) throw new Error('There is no event.');
    const uid = master.properties.filter(({ name }) => name === 'UID');
    const properties = [...uid, ...range.properties.filter(({ name }) => name !== 'UID')];
    const before = { ...weekly(), components: [master, { ...range, properties }] };
    const key = '20270315T090000Z';
    const reply = { ...readReply(before, key, ALICE.addresses), partstat: 'DECLINED' };
    expect(overrideLines(respond(before, key, reply, ALICE)).at(-1)).toBe(
      '20270315T100000 20270315T140000 20270315T160000 Strategy',
    );
  });

  it('can set an alarm and show the time as free without telling anybody', () => {
    const before = weekly();
    const reply = {
      ...readReply(before, 'all', ALICE.addresses),
      transparency: 'TRANSPARENT' as const,
      alarms: [{ position: undefined, action: 'DISPLAY', minutesBefore: 10, trigger: '' }],
    };
    const after = respond(before, 'all', reply, ALICE);
    expect(linesOf(after)).toEqual(expect.arrayContaining(['TRANSP:TRANSPARENT', 'TRIGGER:-PT10M']));
    expect(planScheduling({ original: before, modified: after, owner: ALICE, now: ALICE.now })).toMatchObject({
      violations: [],
      messages: [],
    });
  });

  it('is nothing when nothing differs', () => {
    const before = weekly();
    expect(respond(before, 'all', readReply(before, 'all', ALICE.addresses), ALICE)).toBe(before);
    expect(respond(before, '20270315T090000Z', readReply(before, '20270315T090000Z', ALICE.addresses), ALICE)).toBe(
      before,
    );
  });
});
