import { setupI18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { violationWords } from './violationWords.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });

describe('the words for a refused save', () => {
  it('send one whose rights were taken back to the owner of the calendar, not to his own text', () => {
    const { what, whatToDo } = violationWords('need-privileges', i18n);
    expect(what).toBe('You may not do this in this calendar, or may not any more.');
    expect(whatToDo).toMatch(/^Ask its owner/);
  });

  it('name the precondition of a server of another kind', () => {
    expect(violationWords('odd-rule', i18n).what).toBe('The server refuses this change (odd-rule).');
  });
});
