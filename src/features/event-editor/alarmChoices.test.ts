import { setupI18n } from '@lingui/core';
import { expect, it } from 'vitest';
import { alarmChoices, alarmText, keptAlarmText } from './alarmChoices.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });

it('an alarm is said in the largest unit that fits, for whole days with the time of day', () => {
  const text = (minutes: number, isAllDay = false) => alarmText(minutes, isAllDay, i18n, 'en-GB');
  expect([0, 10, 90, 120, 1440, 10_080, -5].map((minutes) => text(minutes))).toEqual([
    'At the start',
    '10 minutes before',
    '90 minutes before',
    '2 hours before',
    '1 day before',
    '1 week before',
    '5 minutes after the start',
  ]);
  expect([-540, 900, 9540].map((minutes) => text(minutes, true))).toEqual([
    'On the day at 09:00',
    '1 day before at 09:00',
    '1 week before at 09:00',
  ]);
});

it('an alarm that has another time than those offered is offered too', () => {
  expect(alarmChoices(false, 7)).toContain(7);
  expect(alarmChoices(true, undefined)).not.toContain(10);
});

it('an alarm that cannot be edited is said as far as words go', () => {
  const text = (action: string, trigger: string) =>
    keptAlarmText({ position: 0, action, minutesBefore: undefined, trigger }, i18n, 'en-GB');
  expect(text('EMAIL', '-PT5M')).toBe('E-mail: 5 minutes before the end');
  expect(text('DISPLAY', '-PT90S')).toBe('Alarm: -PT90S');
  expect(text('NONE', '19760401T005545Z')).toMatch(/^No alarm: Thu, 1 Apr 1976/);
});
