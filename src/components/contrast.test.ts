import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
type Scheme = 'light' | 'dark';

const TEXT = 4.5;
const GRAPHICS = 3;
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const pairs = readPairs(css);

describe('contrast of the tokens', () => {
  const surfaces = ['surface-0', 'surface-1', 'surface-2'];
  const meanings = ['request', 'add', 'cancel', 'silent', 'warning'];
  const calendars = Array.from({ length: 12 }, (_, at) => `calendar-${at + 1}`);

  it('finds the tokens that it is to measure', () => {
    expect(pairs.size).toBeGreaterThan(60);
  });

  for (const scheme of ['light', 'dark'] as const) {
    describe(scheme, () => {
      for (const text of ['text-strong', 'text-normal', 'text-muted', 'accent-ink']) {
        it.each(surfaces)(`${text} can be read on %s`, (surface) => {
          expect(contrast(text, surface, scheme)).toBeGreaterThanOrEqual(TEXT);
        });
      }
      it.each(['text-strong', 'text-normal', 'text-muted'])('%s can be read on surface-3', (text) => {
        expect(contrast(text, 'surface-3', scheme)).toBeGreaterThanOrEqual(TEXT);
      });
      it.each(meanings)('the ink of %s can be read on its fill and on every surface', (meaning) => {
        for (const behind of [`${meaning}-fill`, ...surfaces]) {
          expect(contrast(`${meaning}-ink`, behind, scheme)).toBeGreaterThanOrEqual(TEXT);
        }
      });
      it.each(meanings)('normal text can be read on the fill of %s', (meaning) => {
        expect(contrast('text-normal', `${meaning}-fill`, scheme)).toBeGreaterThanOrEqual(TEXT);
        expect(contrast('text-muted', `${meaning}-fill`, scheme)).toBeGreaterThanOrEqual(TEXT);
      });
      it.each(meanings)('the border of %s stands out from the page', (meaning) => {
        expect(contrast(`${meaning}-border`, 'surface-1', scheme)).toBeGreaterThanOrEqual(GRAPHICS);
      });
      it.each(calendars)('%s: text on the fill, edge against fill and page', (calendar) => {
        expect(contrast(`${calendar}-ink`, `${calendar}-fill`, scheme)).toBeGreaterThanOrEqual(TEXT);
        expect(contrast(`${calendar}-ink`, 'surface-1', scheme)).toBeGreaterThanOrEqual(TEXT);
        expect(contrast(`${calendar}-edge`, `${calendar}-fill`, scheme)).toBeGreaterThanOrEqual(GRAPHICS);
        expect(contrast(`${calendar}-edge`, 'surface-1', scheme)).toBeGreaterThanOrEqual(GRAPHICS);
      });
      it('buttons can be read, and their edge, the focus ring and the now line be seen', () => {
        for (const solid of ['accent', 'accent-hover', 'cancel-solid', 'cancel-solid-hover']) {
          expect(contrast('on-accent', solid, scheme)).toBeGreaterThanOrEqual(TEXT);
          expect(contrast(solid, 'surface-1', scheme)).toBeGreaterThanOrEqual(GRAPHICS);
        }
        expect(contrast('accent-ink', 'accent-fill', scheme)).toBeGreaterThanOrEqual(TEXT);
        for (const surface of surfaces) {
          expect(contrast('line-strong', surface, scheme)).toBeGreaterThanOrEqual(GRAPHICS);
          expect(contrast('focus', surface, scheme)).toBeGreaterThanOrEqual(GRAPHICS);
        }
      });
    });
  }

  it('gives the twelve calendar hues equal lightness', () => {
    for (const part of ['edge', 'fill', 'ink']) {
      const lightness = calendars.map((calendar) => lightnessOf(`${calendar}-${part}`));
      expect(new Set(lightness).size).toBe(1);
    }
  });
});

describe('the conversion from OKLCH', () => {
  it('agrees with known sRGB colours', () => {
    expect(toHex('1 0 0')).toBe('#ffffff');
    expect(toHex('0.62796 0.25768 29.234')).toBe('#ff0000');
    expect(toHex('0.51975 0.17686 142.495')).toBe('#008000');
  });
});

function readPairs(text: string): ReadonlyMap<string, Readonly<Record<Scheme, string>>> {
  const found = new Map<string, Readonly<Record<Scheme, string>>>();
  for (const match of text.matchAll(/--([a-z0-9-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\);/g)) {
    const [, name, light, dark] = match;
    if (name !== undefined && light !== undefined && dark !== undefined) found.set(name, { light, dark });
  }
  return found;
}

function lightnessOf(token: string): string {
  const pair = pairOf(token);
  return `${pair.light.split(' ')[0]}/${pair.dark.split(' ')[0]}`;
}

function pairOf(token: string): Readonly<Record<Scheme, string>> {
  const pair = pairs.get(token);
  if (pair === undefined) throw new Error(`tokens.css has no colour pair --${token}`);
  return pair;
}

/** WCAG 2.2 contrast ratio, from 1 to 21. */
function contrast(front: string, back: string, scheme: Scheme): number {
  const lighter = luminance(linearRgb(pairOf(front)[scheme]));
  const darker = luminance(linearRgb(pairOf(back)[scheme]));
  return (Math.max(lighter, darker) + 0.05) / (Math.min(lighter, darker) + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** OKLCH to linear sRGB, clipped to the gamut as a browser's last resort would. */
function linearRgb(oklch: string): Rgb {
  const [lightness = Number.NaN, chroma = Number.NaN, hue = Number.NaN] = oklch.split(' ').map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function clip(channel: number): number {
  return Math.min(1, Math.max(0, channel));
}

function toHex(oklch: string): string {
  const bytes = linearRgb(oklch).map((channel) => {
    const encoded = channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${bytes.join('')}`;
}
