/** Holds every import of src, e2e and bench against the arrows of ARCHITECTURE.md (.dependency-cruiser.cjs). */
import { existsSync } from 'node:fs';
import { cruiseArrows } from './support/arrows.mjs';
import { inProjectRoot } from './support/project.mjs';

const folders = ['src', 'e2e', 'bench'].filter((folder) => existsSync(inProjectRoot(folder)));
const { moduleCount, violations } = await cruiseArrows(inProjectRoot(), folders);

for (const { rule, comment, from, to } of violations) console.error(`${rule}: ${from} → ${to}\n  ${comment}`);
if (moduleCount === 0) {
  console.error(
    'dependency-cruiser looked at 0 modules, so that nothing was checked. Does it support the TypeScript that is installed?',
  );
}
console.log(`${moduleCount} modules, ${violations.length} forbidden imports`);
process.exitCode = moduleCount === 0 || violations.length > 0 ? 1 : 0;
