/**
 * The parts of iCalendar text as plain, immutable data: components, properties and parameters, RFC 5545 §3.1 and §3.6.
 * A property that nobody changed keeps the content line it was read from, so that saving it writes the same characters.
 */

/** Parameter values by upper-case name, already without quotes and RFC 6868 §3 escapes. */
export type Parameters = Readonly<Record<string, readonly string[]>>;

/** One content line, RFC 5545 §3.1. */
export interface Property {
  /** Upper-case: `DTSTART`. */
  readonly name: string;
  readonly parameters: Parameters;
  /** The value as written, escapes included; `textValue` and `readTimes` decode it. */
  readonly value: string;
  /** The unfolded content line it was read from; absent when the property was made or changed here. */
  readonly source?: string;
}

/** A calendar component, RFC 5545 §3.6, or the iCalendar object around them, §3.4. */
export interface Component {
  /** Upper-case: `VEVENT`. */
  readonly name: string;
  readonly properties: readonly Property[];
  readonly components: readonly Component[];
}

/** Makes a property. `value` must be in its written form: use `escapeText` for TEXT values. */
export function makeProperty(name: string, value: string, parameters: Parameters = {}): Property {
  return { name, parameters, value };
}

export function makeComponent(
  name: string,
  properties: readonly Property[],
  components: readonly Component[] = [],
): Component {
  return { name, properties, components };
}

/** The first property of that name, or undefined. */
export function getProperty(component: Component, name: string): Property | undefined {
  return component.properties.find((property) => property.name === name);
}

/** All properties of that name, in their order. */
export function getProperties(component: Component, name: string): readonly Property[] {
  return component.properties.filter((property) => property.name === name);
}

/** The first value of a parameter, or undefined. */
export function getParameter(property: Property, name: string): string | undefined {
  return property.parameters[name]?.[0];
}

/** The decoded TEXT value of the first property of that name, RFC 5545 §3.3.11; undefined without the property. */
export function getText(component: Component, name: string): string | undefined {
  const property = getProperty(component, name);
  return property === undefined ? undefined : unescapeText(property.value);
}

/** The property with one parameter set; `undefined` removes it. The same object when nothing changes. */
export function withParameter(property: Property, name: string, value: string | undefined): Property {
  const present = property.parameters[name];
  if (value === undefined ? present === undefined : present?.length === 1 && present[0] === value) return property;
  const { [name]: _dropped, ...others } = property.parameters;
  const parameters = value === undefined ? others : { ...property.parameters, [name]: [value] };
  return { name: property.name, parameters, value: property.value };
}

/** The component with all properties of these names taken out. The same object when it has none. */
export function withoutProperties(component: Component, ...names: readonly string[]): Component {
  const properties = component.properties.filter((property) => !names.includes(property.name));
  return properties.length === component.properties.length ? component : { ...component, properties };
}

/** The component with every property of that name replaced by these, at the place of the first, else at the end. */
export function withProperties(component: Component, name: string, replacements: readonly Property[]): Component {
  const at = component.properties.findIndex((property) => property.name === name);
  const before = at < 0 ? component.properties : component.properties.slice(0, at);
  const after = at < 0 ? [] : component.properties.slice(at).filter((property) => property.name !== name);
  return { ...component, properties: [...before, ...replacements, ...after] };
}

/** The component with one property set to a written value; its parameters are replaced too. */
export function withValue(component: Component, name: string, value: string, parameters: Parameters = {}): Component {
  return withProperties(component, name, [makeProperty(name, value, parameters)]);
}

/** Applies a function to each property; the same object when every result is the same. */
export function mapProperties(component: Component, change: (property: Property) => Property): Component {
  let changed = false;
  const properties = component.properties.map((property) => {
    const next = change(property);
    if (next !== property) changed = true;
    return next;
  });
  return changed ? { ...component, properties } : component;
}

/** TEXT as written in a property value, RFC 5545 §3.3.11. */
export function escapeText(text: string): string {
  return text.replace(/[\\;,]|\r\n|\r|\n/g, (found) =>
    found === '\\' || found === ';' || found === ',' ? `\\${found}` : '\\n',
  );
}

/** The TEXT that a written value stands for, RFC 5545 §3.3.11. An unknown escape keeps its character. */
export function unescapeText(written: string): string {
  if (!written.includes('\\')) return written;
  return written.replace(/\\(.)/gs, (_whole, escaped: string) => (escaped === 'n' || escaped === 'N' ? '\n' : escaped));
}

/** The values of a list property such as CATEGORIES or EXDATE, split at commas that no backslash escapes; still as written. */
export function splitValues(written: string): readonly string[] {
  if (written === '') return [];
  return written.includes('\\')
    ? (written.match(/(?:\\.|[^\\,])+/gs) ?? [])
    : written.split(',').filter((part) => part !== '');
}
