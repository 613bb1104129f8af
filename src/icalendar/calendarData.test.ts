import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentLine, InvalidCalendarDataError, parseCalendarData, serializeCalendarData } from './calendarData.ts';
import {
  type Component,
  getParameter,
  makeComponent,
  makeProperty,
  type Property,
  withParameter,
} from './component.ts';

function textOf(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function propertyOf(line: string): Property {
  const [property] = parseCalendarData(textOf(line)).properties;
  if (property === undefined) throw new Error('There is no property.');
  return property;
}

function errorOf(text: string): InvalidCalendarDataError {
  try {
    parseCalendarData(text);
  } catch (error) {
    if (error instanceof InvalidCalendarDataError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

describe('Reading', () => {
  test('gives components, properties and parameters', () => {
    const calendar = parseCalendarData(
      textOf('BEGIN:vevent', 'Attendee;cn="A, B";rsvp=TRUE:mailto:a@example.com', 'END:VEVENT'),
    );
    const [event] = calendar.components;
    expect(event?.name).toBe('VEVENT');
    expect(event?.properties[0]).toEqual({
      name: 'ATTENDEE',
      parameters: { CN: ['A, B'], RSVP: ['TRUE'] },
      value: 'mailto:a@example.com',
      source: 'Attendee;cn="A, B";rsvp=TRUE:mailto:a@example.com',
    });
  });

  test('keeps three quoted values of a list apart', () => {
    const line =
      'ATTENDEE;MEMBER="mailto:a@example.com","mailto:b@example.com","mailto:c@example.com":mailto:d@example.com';
    expect(propertyOf(line).parameters['MEMBER']).toEqual([
      'mailto:a@example.com',
      'mailto:b@example.com',
      'mailto:c@example.com',
    ]);
    expect(propertyOf(line).value).toBe('mailto:d@example.com');
  });

  test('takes colons, semicolons and commas in quotes for text', () => {
    const property = propertyOf('X-A;P="a:b;c,d";Q=e,"f,g":h:i;j');
    expect(property.parameters).toEqual({ P: ['a:b;c,d'], Q: ['e', 'f,g'] });
    expect(property.value).toBe('h:i;j');
  });

  test('decodes RFC 6868 and writes it again', () => {
    const property = propertyOf("ATTENDEE;CN=George ^'Babe^' Ruth^nPitcher^^^x:mailto:g@example.com");
    expect(getParameter(property, 'CN')).toBe('George "Babe" Ruth\nPitcher^^x');
    const changed = withParameter(withParameter(property, 'RSVP', 'TRUE'), 'RSVP', undefined);
    expect(contentLine(changed)).toBe("ATTENDEE;CN=George ^'Babe^' Ruth^nPitcher^^^^x:mailto:g@example.com");
  });

  test('keeps empty values and repeated parameters', () => {
    expect(propertyOf('X-A;P=;Q=a,,b;Q=c:').parameters).toEqual({ P: [''], Q: ['a', '', 'b', 'c'] });
  });

  test('takes a parameter called like something of Object for what it is', () => {
    const property = propertyOf('X-A;__proto__=a;CONSTRUCTOR=b:c');
    expect(Object.keys(property.parameters)).toEqual(['__PROTO__', 'CONSTRUCTOR']);
    expect(property.parameters['CONSTRUCTOR']).toEqual(['b']);
  });

  test('accepts a byte order mark, LF, bare CR, blank lines and no last line end', () => {
    const lines = ['BEGIN:VCALENDAR', 'X-A:1', '', 'X-B:2', 'END:VCALENDAR'];
    for (const end of ['\r\n', '\n', '\r']) {
      for (const text of [lines.join(end), `\ufeff${lines.join(end)}${end}`]) {
        expect(parseCalendarData(text).properties.map(({ name, value }) => name + value)).toEqual(['X-A1', 'X-B2']);
      }
    }
  });

  test('joins folded lines, also inside a surrogate pair and with tabs', () => {
    expect(propertyOf('SUMMARY:Grü\r\n ße \r\n \r\n\t\ud83c\r\n \udf89').value).toBe('Grüße 🎉');
  });
});

describe('Refusing', () => {
  test('names the line without a colon', () => {
    const error = errorOf(textOf('SUMMARY:Fine', 'Second line of a description'));
    expect(error.line).toBe(3);
    expect(error.message).toBe('Line 3: “Second line of a description” has no colon.');
  });

  test('counts physical lines', () => {
    expect(errorOf(textOf('DESCRIPTION:a', ' b', ' c', 'oops')).line).toBe(5);
  });

  for (const [title, text, line] of [
    ['nothing', '', undefined],
    ['another object', 'BEGIN:VCARD\r\nEND:VCARD\r\n', 1],
    ['two calendars', textOf() + textOf(), undefined],
    ['text before BEGIN', `X:1\r\n${textOf()}`, 1],
    ['text after END', `${textOf()}X:1\r\n`, 3],
    ['an open component', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', 2],
    ['a wrong END', textOf('BEGIN:VEVENT', 'END:VTODO'), 3],
    ['a second END', `${textOf()}END:VCALENDAR\r\n`, 3],
    ['a control character', textOf('SUMMARY:a\u0007b'), 2],
    ['a name with a space', textOf('SUM MARY:a'), 2],
    ['a parameter without a value', textOf('SUMMARY;X:a'), 2],
    ['a quote that does not end', textOf('SUMMARY;X="a:b'), 2],
    ['text after a quote', textOf('SUMMARY;X="a"b:c'), 2],
  ] as const) {
    test(`${title} throws`, () => {
      expect(errorOf(text).line).toBe(line);
    });
  }

  test('deep nesting throws instead of overflowing', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `X-${index}`);
    const text = textOf(...names.map((name) => `BEGIN:${name}`), ...names.reverse().map((name) => `END:${name}`));
    expect(errorOf(text).message).toContain('nested too deeply');
  });

  test('three levels and some more are read', () => {
    const names = Array.from({ length: 10 }, (_, index) => `X-${index}`);
    const text = textOf(...names.map((name) => `BEGIN:${name}`), ...names.reverse().map((name) => `END:${name}`));
    expect(parseCalendarData(text).components).toHaveLength(1);
  });

  test('a value of many lines takes no quadratic time', { timeout: 30_000 }, () => {
    const text = textOf(`DESCRIPTION:${'x'.repeat(70)}${'\r\n x'.repeat(300_000)}`);
    const before = performance.now();
    expect(parseCalendarData(text).properties[0]?.value).toHaveLength(300_070);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});

describe('Writing', () => {
  test('writes an untouched object as it was, octet for octet', () => {
    const text = textOf(
      'VERSION:2.0',
      'prodid:-//Lower//Case//EN',
      'BEGIN:VEVENT',
      'SUMMARY;language=de;X-Q="needless":Grüße\\, 🎉 \\x',
      'X-EMPTY:',
      'ATTENDEE;CN="Doe, Jane";MEMBER="mailto:a@b.c","mailto:d@e.f","mailto:g@h.i":MAILTO:j',
      ' @example.com'.trim(),
      'END:VEVENT',
    ).replace('\r\n@example.com', '@example.com');
    const calendar = parseCalendarData(text);
    expect(unfold(serializeCalendarData(calendar))).toBe(unfold(text));
  });

  test('folds only lines longer than 75 octets, and each part is 75 at most', () => {
    for (const character of ['x', 'ü', '漢', '🎉']) {
      for (let length = 1; length < 90; length++) {
        const value = character.repeat(length);
        const text = serializeCalendarData(makeComponent('VCALENDAR', [makeProperty('X', value)]));
        const parts = text.split('\r\n').slice(1, -2);
        const octets = Buffer.byteLength(`X:${value}`);
        expect(parts.length === 1).toBe(octets <= 75);
        for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
        expect(parts.join('')).not.toContain('\ufffd');
        expect(parts.map((part, index) => (index === 0 ? part : part.slice(1))).join('')).toBe(`X:${value}`);
      }
    }
  });

  test('quotes what needs it and nothing else', () => {
    const property = makeProperty('X', 'v', {
      A: ['plain'],
      B: ['a:b', 'c'],
      C: ['a,b'],
      D: ['a;b'],
      E: ['"'],
      F: [''],
    });
    expect(contentLine(property)).toBe(`X;A=plain;B="a:b",c;C="a,b";D="a;b";E=^';F=:v`);
  });

  test('cannot be tricked into another line by a value', () => {
    const made = makeComponent('VCALENDAR', [makeProperty('X-A', 'a\r\nX-B:b', { P: ['c\r\nX-C:d'] })]);
    expect(parseCalendarData(serializeCalendarData(made)).properties.map(({ name }) => name)).toEqual(['X-A']);
  });

  test('ends with CRLF and uses nothing else', () => {
    const text = serializeCalendarData(parseCalendarData('BEGIN:VCALENDAR\nX:1\nEND:VCALENDAR'));
    expect(text).toBe('BEGIN:VCALENDAR\r\nX:1\r\nEND:VCALENDAR\r\n');
  });
});

const names = fc.stringMatching(/^[A-Z][A-Z0-9-]{0,12}$/).filter((name) => name !== 'BEGIN' && name !== 'END');
// biome-ignore lint/suspicious/noControlCharactersInRegex: what content lines cannot hold
const plain = fc.string({ unit: 'grapheme', maxLength: 100 }).map((text) => text.replace(/[\u0000-\u001f\u007f]/g, ''));
const parameterValues = fc.string({ unit: 'grapheme', maxLength: 30 }).map(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what content lines cannot hold
  (text) => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ''),
);
const properties = fc
  .tuple(names, fc.dictionary(names, fc.array(parameterValues, { minLength: 1, maxLength: 3 }), { maxKeys: 3 }), plain)
  .map(([name, parameters, value]) => makeProperty(name, value, parameters));
const { calendars } = fc.letrec<{ calendars: Component; inner: Component }>((tie) => ({
  inner: fc
    .tuple(
      names,
      fc.array(properties, { maxLength: 4 }),
      fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('inner'), { maxLength: 2 })),
    )
    .map(([name, list, components]) => makeComponent(name, list, components)),
  calendars: fc
    .tuple(fc.array(properties, { maxLength: 3 }), fc.array(tie('inner'), { maxLength: 2 }))
    .map(([list, components]) => makeComponent('VCALENDAR', list, components)),
}));

test('what is written is read again as it was', () => {
  fc.assert(
    fc.property(calendars, (calendar) => {
      fc.pre(depthOf(calendar) < 14);
      const text = serializeCalendarData(calendar);
      const again = parseCalendarData(text);
      expect(withoutSource(again)).toEqual(withoutSource(calendar));
      expect(serializeCalendarData(again)).toBe(text);
    }),
  );
});

test('reading any text gives a calendar or the error', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (first, second) => {
      try {
        parseCalendarData(`BEGIN:VCALENDAR\n${first};${second}:${second}\nEND:VCALENDAR`);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidCalendarDataError);
      }
    }),
  );
});

function withoutSource({ name, properties: list, components }: Component): Component {
  const bare = list.map((property) => makeProperty(property.name, property.value, { ...property.parameters }));
  return makeComponent(name, bare, components.map(withoutSource));
}

function depthOf({ components }: Component): number {
  return 1 + Math.max(0, ...components.map(depthOf));
}

function unfold(text: string): string {
  return text.replace(/\r\n[ \t]/g, '');
}
