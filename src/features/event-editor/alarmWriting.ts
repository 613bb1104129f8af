/** VALARMs of a component, RFC 5545 §3.6.6: added, taken out, or moved to another time; what is in them stays. */
import { type Component, getText, makeComponent, makeProperty } from '../../icalendar/component.ts';
import type { DraftAlarm } from './draft.ts';
import { alarmsOf } from './draftReading.ts';
import { withWritten } from './propertyWriting.ts';

/** Writes what differs between two lists of alarms; the same object when nothing does. */
export function writeAlarms(
  component: Component,
  before: readonly DraftAlarm[],
  after: readonly DraftAlarm[],
): Component {
  if (sameAlarms(before, after)) return component;
  const present = alarmsOf(component);
  const written = after.flatMap((alarm): readonly Component[] => {
    const old = alarm.position === undefined ? undefined : present[alarm.position];
    if (old === undefined) return alarm.minutesBefore === undefined ? [] : [newAlarm(alarm.minutesBefore, component)];
    const was = before.find(({ position }) => position === alarm.position);
    if (alarm.minutesBefore === undefined || was?.minutesBefore === alarm.minutesBefore) return [old];
    return [withWritten(old, 'TRIGGER', triggerText(alarm.minutesBefore), ['VALUE', 'RELATED'])];
  });
  return { ...component, components: [...component.components.filter((inner) => inner.name !== 'VALARM'), ...written] };
}

/** Whether two lists hold the same alarms: what they do and when. */
export function sameAlarms(a: readonly DraftAlarm[], b: readonly DraftAlarm[]): boolean {
  return (
    a.length === b.length &&
    a.every((alarm, index) => {
      const other = b[index];
      if (other === undefined || alarm.position !== other.position || alarm.action !== other.action) return false;
      return (
        alarm.minutesBefore === other.minutesBefore &&
        (alarm.minutesBefore !== undefined || alarm.trigger === other.trigger)
      );
    })
  );
}

/** Minutes before the start as a TRIGGER, `-PT10M`, RFC 5545 §3.8.6.3. */
function triggerText(minutesBefore: number): string {
  if (minutesBefore === 0) return 'PT0S';
  const minutes = Math.abs(minutesBefore);
  const sign = minutesBefore > 0 ? '-' : '';
  if (minutes % 10_080 === 0) return `${sign}P${minutes / 10_080}W`;
  if (minutes % 1440 === 0) return `${sign}P${minutes / 1440}D`;
  return minutes % 60 === 0 ? `${sign}PT${minutes / 60}H` : `${sign}PT${minutes}M`;
}

function newAlarm(minutesBefore: number, event: Component): Component {
  const title =
    getText(event, 'SUMMARY') === undefined
      ? undefined
      : event.properties.find(({ name }) => name === 'SUMMARY')?.value;
  return makeComponent('VALARM', [
    makeProperty('ACTION', 'DISPLAY'),
    makeProperty('TRIGGER', triggerText(minutesBefore)),
    makeProperty('DESCRIPTION', title || 'Reminder'),
  ]);
}
