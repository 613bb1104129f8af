/** A user's object as his client saves it after a small change. */
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, mapProperties, type Property, withParameter } from '../../icalendar/component.ts';
import { deriveInstance } from '../../icalendar/recurrence.ts';
import { ownComponent, readSchedulingObject } from '../schedulingObject.ts';
import { propertyOf } from './script.ts';
import { addressOf } from './world.ts';

/**
 * The object with these lines in the component of a key, which becomes an override if it is none yet: a line takes the place of the
 * properties of its name, an ATTENDEE that of its address; `no` before a line or a name takes out.
 */
export function edited(calendar: Component, key: string, lines: readonly string[]): Component {
  return withComponent(calendar, key, (component) => {
    const removed = lines.map((line) => matcherOf(line.replace(/^no /, '')));
    const kept = component.properties.filter((property) => !removed.some((matches) => matches(property)));
    const added = lines.filter((line) => !line.startsWith('no ')).map(propertyOf);
    return { ...component, properties: [...kept, ...added] };
  });
}

/** The object with another PARTSTAT of the user, on the master or on one instance. */
export function answered(calendar: Component, user: string, partstat: string, key: string): Component {
  return withComponent(calendar, key, (component) =>
    mapProperties(component, (property) =>
      property.name === 'ATTENDEE' && normalizeAddress(property.value) === addressOf(user)
        ? withParameter(property, 'PARTSTAT', partstat)
        : property,
    ),
  );
}

function withComponent(calendar: Component, key: string, change: (component: Component) => Component): Component {
  const object = readSchedulingObject(calendar);
  const target = ownComponent(object, key);
  const component =
    target?.component ?? (object.master ? deriveInstance(object.master.component, key, object.zones) : undefined);
  if (!component) throw new Error(`There is no ${key}.`);
  const others = calendar.components.filter((each) => each !== target?.component);
  return { ...calendar, components: [...others, change(component)] };
}

function matcherOf(line: string): (property: Property) => boolean {
  if (!/[:;]/.test(line)) return ({ name }) => name === line;
  const { name, value } = propertyOf(line);
  return (property) =>
    property.name === name && (name !== 'ATTENDEE' || normalizeAddress(property.value) === normalizeAddress(value));
}
