import { mkdtempSync, realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ARROWS, cruiseArrows } from '../scripts/support/arrows.mjs';

/** A tree as { path: text }. */
type Tree = Readonly<Record<string, string>>;

const PACKAGES: Tree = Object.fromEntries(
  ['tsdav', 'ical.js', 'rrule-temporal', 'react'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', exports: './index.js' })],
    [`node_modules/${name}/index.js`, 'export const thing = 1;\n'],
  ]),
);

/** Every room, importing all that it may. */
const CLEAN: Tree = {
  ...PACKAGES,
  'src/icalendar/text.ts': uses('ical.js', 'rrule-temporal'),
  'src/scheduling/plan.ts': uses('../icalendar/text.ts'),
  'src/scheduling/plan.test.ts': uses('./plan.ts', 'node:fs'),
  'src/caldav/client.ts': uses('tsdav', '../scheduling/plan.ts', '../icalendar/text.ts'),
  'src/caldav/client.test.ts': uses('../server/main.ts', './client.ts'),
  'src/queries/calendars.ts': uses('../caldav/client.ts', '../scheduling/plan.ts'),
  'src/components/Button.tsx': uses('react'),
  'src/features/editor/Editor.tsx': uses(
    './Field.tsx',
    '../../queries/calendars.ts',
    '../../scheduling/plan.ts',
    '../../components/Button.tsx',
  ),
  'src/features/editor/Field.tsx': uses('react'),
  'src/features/preview/Preview.tsx': uses('../../scheduling/plan.ts'),
  'src/app/main.tsx': uses(
    '../features/editor/Editor.tsx',
    '../features/preview/Preview.tsx',
    '../queries/calendars.ts',
  ),
  'src/server/main.ts': uses('../scheduling/plan.ts', '../icalendar/text.ts', 'node:fs'),
  'e2e/job.spec.ts': uses('node:fs'),
  'bench/preview.ts': uses('../src/scheduling/plan.ts', 'node:fs'),
};

/** For each rule the files that break it, laid over the clean tree, and the file that must be blamed. */
const OFFENCES: Readonly<Record<string, { readonly files: Tree; readonly blamed: string }>> = {
  'icalendar-is-the-lowest-layer': offence('src/icalendar/offender.ts', '../scheduling/plan.ts'),
  'the-engine-is-pure': offence('src/scheduling/offender.ts', '../caldav/client.ts'),
  'caldav-knows-no-screens': offence('src/caldav/offender.ts', '../queries/calendars.ts'),
  'queries-know-no-screens': offence('src/queries/offender.ts', '../features/editor/Field.tsx'),
  'features-are-islands': offence('src/features/editor/offender.ts', '../preview/Preview.tsx'),
  'features-do-not-reach-below-queries': offence('src/features/editor/offender.ts', '../../caldav/client.ts'),
  'components-know-nothing': offence('src/components/offender.ts', '../scheduling/plan.ts'),
  'app-stays-in-the-browser': offence('src/app/offender.ts', '../server/main.ts'),
  'server-stands-on-the-engine': offence('src/server/offender.ts', '../caldav/client.ts'),
  'tsdav-only-in-caldav': offence('src/queries/offender.ts', 'tsdav'),
  'ical-js-only-in-icalendar': offence('src/scheduling/offender.ts', 'ical.js'),
  'node-only-on-the-server': offence('src/scheduling/offender.ts', 'node:fs'),
  'no-cycles': {
    files: { 'src/scheduling/offender.ts': uses('./other.ts'), 'src/scheduling/other.ts': uses('./offender.ts') },
    blamed: 'src/scheduling/offender.ts',
  },
};

const roots: string[] = [];
afterEach(async () => {
  for (const root of roots.splice(0)) await rm(root, { recursive: true });
});

describe('the arrows between the rooms', () => {
  test('a tree in which every room imports only what it may passes', async () => {
    const { moduleCount, violations } = await cruise(CLEAN);

    expect(violations).toEqual([]);
    expect(moduleCount).toBe(Object.keys(CLEAN).length - Object.keys(PACKAGES).length);
  });

  test('every rule has an offence here that it must find', () => {
    expect(Object.keys(OFFENCES).sort()).toEqual(ARROWS.map((arrow) => arrow.name).sort());
  });

  test.each(Object.entries(OFFENCES))(
    '%s finds its offence, and says what to do instead',
    async (rule, { files, blamed }) => {
      const { violations } = await cruise({ ...CLEAN, ...files });

      const found = violations.filter((violation) => violation.rule === rule);
      expect(found.map((violation) => violation.from)).toContain(blamed);
      expect(found[0]?.comment).toMatch(/\w{3}/);
    },
  );

  test('an empty tree counts no module, which the check takes for a failure', async () => {
    expect((await cruise({ 'src/empty.txt': '' })).moduleCount).toBe(0);
  });
});

function uses(...specifiers: readonly string[]): string {
  return specifiers
    .map((specifier, index) => `import * as used${index} from '${specifier}';\nvoid used${index};\n`)
    .join('');
}

function offence(file: string, specifier: string): { readonly files: Tree; readonly blamed: string } {
  return { files: { [file]: uses(specifier) }, blamed: file };
}

async function cruise(tree: Tree): ReturnType<typeof cruiseArrows> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'convoke-arrows-')));
  roots.push(root);
  for (const [file, text] of Object.entries(tree)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const folders = [...new Set(Object.keys(tree).map((file) => file.split('/')[0] ?? ''))].filter(
    (folder) => folder !== 'node_modules',
  );
  return cruiseArrows(root, folders);
}
