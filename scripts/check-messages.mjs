/**
 * Fails when the catalogue of messages does not hold exactly what the sources say, or when a user-facing string bypasses it.
 * Lingui extracts into a temporary folder; the project's files stay untouched.
 */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inProjectRoot } from './support/project.mjs';
import { run } from './support/run.mjs';
import { untranslatedTexts } from './support/untranslated.mjs';

const CATALOGUE = 'src/app/locales/en.po';

const committed = entriesOf(await readFile(inProjectRoot(CATALOGUE), 'utf8'));
const extracted = entriesOf(await extract());
const complaints = [
  ...[...extracted.keys()].filter((id) => !committed.has(id)).map((id) => `${CATALOGUE} lacks ${id}`),
  ...[...committed.keys()].filter((id) => !extracted.has(id)).map((id) => `${CATALOGUE} still has ${id}`),
];
if (complaints.length > 0) complaints.push('Run "npm run extract" and commit the catalogue.');
for (const { file, line, text } of untranslatedTexts()) {
  complaints.push(
    `${file}:${line}: "${text}" goes to people without the catalogue: use <Trans>, t, or translate="no".`,
  );
}
for (const complaint of complaints) console.error(complaint);
console.log(`${extracted.size} messages, ${complaints.length} complaints`);
process.exitCode = complaints.length > 0 || extracted.size === 0 ? 1 : 0;

/** The catalogue as it would be after `npm run extract`. */
async function extract() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'convoke-messages-'));
  try {
    await copyFile(inProjectRoot(CATALOGUE), path.join(folder, 'en.po'));
    const config = path.join(folder, 'lingui.config.mjs');
    await writeFile(config, configFor(folder));
    const { code, output } = await run(process.execPath, [lingui(), 'extract', '--clean', '--config', config]);
    if (code !== 0) throw new Error(output);
    return await readFile(path.join(folder, 'en.po'), 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

function configFor(folder) {
  return `import config from ${JSON.stringify(pathToFileURL(inProjectRoot('lingui.config.ts')).href)};
    export default {
      ...config,
      rootDir: ${JSON.stringify(inProjectRoot())},
      catalogs: config.catalogs.map((catalog) => ({ ...catalog, path: ${JSON.stringify(path.join(folder, '{locale}'))} })),
    };`;
}

function lingui() {
  return inProjectRoot('node_modules/@lingui/cli/dist/lingui.js');
}

/** Entries without the lines that say where a message is used, since these move with every edit. Obsolete entries (#~) count as well. */
function entriesOf(catalogue) {
  const blocks = catalogue.split(/\n\s*\n/).slice(1);
  return new Map(
    blocks
      .map((block) => block.split('\n').filter((line) => line !== '' && !line.startsWith('#:')))
      .filter((lines) => lines.length > 0)
      .map((lines) => [lines.filter((line) => !/^(#\.|msgstr)/.test(line)).join(' '), lines]),
  );
}
