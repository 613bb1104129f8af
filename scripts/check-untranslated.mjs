/** Lists the user-facing strings that bypass the catalogue of messages. check-messages.mjs looks at them, too. */
import { untranslatedTexts } from './support/untranslated.mjs';

const texts = untranslatedTexts();
for (const { file, line, text } of texts) console.error(`${file}:${line}: ${text}`);
process.exitCode = texts.length > 0 ? 1 : 0;
