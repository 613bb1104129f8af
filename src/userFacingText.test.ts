import { describe, expect, test } from 'vitest';
import { untranslatedTextsOf } from '../scripts/support/untranslated.mjs';

/** What `npm run check:messages` would report about this JSX. */
function reported(jsx: string): readonly string[] {
  return untranslatedTextsOf(`export function Screen() { return <main>${jsx}</main>; }`, 'Screen.tsx').map(
    ({ text }) => text,
  );
}

describe('the check for text that bypasses the catalogue of messages', () => {
  test.each([
    ['Save <b>now</b>', ['Save', 'now']],
    ["{isBusy ? 'Saving' : 'Save'}", ['Saving', 'Save']],
    ["{name ?? 'Nobody'}", ['Nobody']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template string inside the JSX that is tested
    ['{`${count} guests`}', ['guests']],
    ['{rows.map((row) => <p>Row</p>)}', ['Row']],
    ['<Button aria-label="Close" />', ['Close']],
    ["<Button label={isOpen ? 'Close' : t`Open`} />", ['Close']],
  ])('%s is reported', (jsx, texts) => {
    expect(reported(jsx)).toEqual(texts);
  });

  test.each([
    ['<Trans>Save <b>now</b></Trans>'],
    ['<Plural value={count} one="# guest" other="# guests" />'],
    ['{t`Save`} · 3'],
    ['<Button aria-label={t`Close`} className="close" />'],
    ['{kind === \'REQUEST\' && <Icon name="envelope" />}'],
    ['<code translate="no">METHOD:REQUEST</code>'],
  ])('%s is not', (jsx) => {
    expect(reported(jsx)).toEqual([]);
  });
});
