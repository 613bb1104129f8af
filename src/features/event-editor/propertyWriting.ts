/** Small changes of one component's properties that leave everything else, and every unknown parameter, as it was written. */
import {
  type Component,
  escapeText,
  getProperty,
  makeProperty,
  type Property,
  withoutProperties,
} from '../../icalendar/component.ts';

/** The component with this property object replaced by others (none takes it out). */
export function replaceProperty(
  component: Component,
  property: Property,
  ...replacements: readonly Property[]
): Component {
  const at = component.properties.indexOf(property);
  return at < 0 ? component : { ...component, properties: component.properties.toSpliced(at, 1, ...replacements) };
}

/** The component with properties put behind the last one that bears one of these names, else at the end. */
export function insertAfter(component: Component, names: readonly string[], ...added: readonly Property[]): Component {
  if (added.length === 0) return component;
  const at = component.properties.findLastIndex((property) => names.includes(property.name));
  const index = at < 0 ? component.properties.length : at + 1;
  const properties = [...component.properties.slice(0, index), ...added, ...component.properties.slice(index)];
  return { ...component, properties };
}

/** One value set to its written form, its parameters kept but for the names given; an empty one takes the property out. */
export function withWritten(
  component: Component,
  name: string,
  written: string,
  dropped: readonly string[] = [],
): Component {
  const present = getProperty(component, name);
  if (written === '') return present === undefined ? component : withoutProperties(component, name);
  if (present === undefined) return insertAfter(component, [], makeProperty(name, written));
  return replaceProperty(component, present, makeProperty(name, written, without(present, dropped)));
}

/** As `withWritten`, for TEXT, RFC 5545 §3.3.11. ALTREP goes, since it is another rendering of the old text. */
export function withTextValue(component: Component, name: string, text: string): Component {
  return withWritten(component, name, escapeText(text.replace(CONTROL, '')), ['ALTREP']);
}

/** A property's parameters without those names. */
export function without(property: Property, names: readonly string[]): Property['parameters'] {
  return Object.fromEntries(Object.entries(property.parameters).filter(([name]) => !names.includes(name)));
}

/** A URI or parameter value without line ends and other control characters, which no content line may hold, RFC 5545 §3.1. */
export function oneLine(written: string): string {
  return written.replace(LINE_END, ' ').replace(CONTROL, '').trim();
}

const LINE_END = /[\t\r\n]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 5545 §3.1 excludes them from content lines
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
