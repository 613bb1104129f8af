import { describe, expect, it } from 'vitest';
import { isWebLink, safeHref, textRuns } from './safeLinks.ts';

describe('links', () => {
  it('are http, https, mailto and tel only', () => {
    expect(['https://a.example', 'http://a.example', 'mailto:a@b.example', 'tel:+491'].map(safeHref)).not.toContain(
      undefined,
    );
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'a.example',
    ]) {
      expect(safeHref(bad)).toBeUndefined();
    }
    expect([isWebLink('https://a.example/x'), isWebLink('mailto:a@b.example'), isWebLink('https://')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are found in text, without the punctuation around them, and the text stays whole', () => {
    const text =
      'Join (https://meet.example/a_(b)), or call tel:+49301, not javascript:alert(1). <b>https://x.example</b>';
    const runs = textRuns(text);
    expect(runs.flatMap(({ href }) => href ?? [])).toEqual([
      'https://meet.example/a_(b)',
      'tel:+49301',
      'https://x.example',
    ]);
    expect(runs.map((run) => run.text).join('')).toBe(text);
  });
});
