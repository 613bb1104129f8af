/** The language of the texts, and the one in which dates and numbers are written. */
import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { messages } from './locales/en.po';

const LANGUAGE = 'en';
/** English without a country: day before month, 24 hours, weeks from Monday, as look.md writes them. */
const FALLBACK = 'en-GB';

/** Loads the texts. A text that the catalogue lacks is shown as it stands in the code. */
export function activateLanguage(): void {
  i18n.setMessagesCompiler(compileMessage);
  i18n.load(LANGUAGE, messages);
  i18n.activate(LANGUAGE, formattingLocale(globalThis.navigator.languages));
  document.documentElement.lang = LANGUAGE;
}

/** The person's own variety of the language of the texts, RFC 5646: `en-US` writes 3/8, `en-GB` 8/3. */
export function formattingLocale(wanted: readonly string[]): string {
  return wanted.find((locale) => /^en-[A-Z]{2}$/i.test(locale)) ?? FALLBACK;
}
