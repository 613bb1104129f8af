/** What may become a link in text that came from outside: http, https, mailto and tel; nothing else, and never HTML. Pure. */

/** A run of plain text, or a link with the address it leads to. */
export interface TextRun {
  readonly text: string;
  readonly href: string | undefined;
}

const LINK = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"'`{}|\\^]+/gi;
const TRAILING = /[.,;:!?)\]}»”’]+$/;

/** Whether a written address is an http(s) link with a host. */
export function isWebLink(written: string): boolean {
  return /^https?:$/.test(protocolOf(written) ?? '');
}

/** The address to link to, or undefined when it must stay text. */
export function safeHref(written: string): string | undefined {
  const protocol = protocolOf(written);
  return protocol !== undefined && /^(https?|mailto|tel):$/.test(protocol) ? written.trim() : undefined;
}

/** Text cut into runs, in order; joined, they are the text. */
export function textRuns(text: string): readonly TextRun[] {
  const runs: TextRun[] = [];
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    const link = balanced(found[0]);
    const href = safeHref(link);
    if (href === undefined) continue;
    if (found.index > at) runs.push({ text: text.slice(at, found.index), href: undefined });
    runs.push({ text: link, href });
    at = found.index + link.length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), href: undefined });
  return runs;
}

/** Without the punctuation that ends the sentence; a closing bracket stays when the link opens one. */
function balanced(found: string): string {
  const cut = found.replace(TRAILING, '');
  const rest = found.slice(cut.length);
  return rest.startsWith(')') && cut.includes('(') ? `${cut})` : cut;
}

function protocolOf(written: string): string | undefined {
  try {
    return new URL(written.trim()).protocol;
  } catch {
    return undefined;
  }
}
