// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { isForPage } from './useShortcuts.ts';

const BARE = { altKey: false, ctrlKey: false, metaKey: false, isComposing: false, defaultPrevented: false };

afterEach(() => {
  document.body.innerHTML = '';
});

function target(html: string): HTMLElement {
  document.body.innerHTML = html;
  return document.querySelector('#at') ?? document.body;
}

describe('a key press', () => {
  it('is for the page on the page itself, and on a button', () => {
    expect(isForPage({ ...BARE, target: target('<p></p>') })).toBe(true);
    expect(isForPage({ ...BARE, target: target('<button id="at"></button>') })).toBe(true);
  });

  it.each([
    '<input id="at">',
    '<textarea id="at"></textarea>',
    '<select id="at"></select>',
    '<div role="spinbutton" id="at"></div>',
    '<div role="dialog"></div><p id="at"></p>',
    '<div role="menu"></div><p id="at"></p>',
    '<div role="listbox"></div><p id="at"></p>',
  ])('is not for the page in %s', (html) => {
    expect(isForPage({ ...BARE, target: target(html) })).toBe(false);
  });

  it.each(['altKey', 'ctrlKey', 'metaKey', 'isComposing', 'defaultPrevented'])(
    'is not for the page with %s',
    (held) => {
      expect(isForPage({ ...BARE, [held]: true, target: document.body })).toBe(false);
    },
  );
});
