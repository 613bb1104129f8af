import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { inProjectRoot } from './project.mjs';

const CONFIG = createRequire(import.meta.url)(inProjectRoot('.dependency-cruiser.cjs'));

/** The rules of .dependency-cruiser.cjs, by name. */
export const ARROWS = CONFIG.forbidden;

/**
 * Holds the given folders below `root` against the rules.
 * Resolves with the number of modules that were looked at and the violations: `{ rule, comment, from, to }`.
 */
export async function cruiseArrows(root, folders) {
  const { tsConfig, enhancedResolveOptions, ...options } = CONFIG.options;
  const result = await cruise(
    folders,
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden: CONFIG.forbidden } },
    enhancedResolveOptions,
    { tsConfig: extractTSConfig(inProjectRoot(tsConfig.fileName)) },
  );
  const { modules, summary } = result.output;
  const violations = summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    comment: CONFIG.forbidden.find(({ name }) => name === rule.name)?.comment ?? '',
    from,
    to: cycle ? cycle.map((step) => step.name).join(' → ') : to,
  }));
  // Packages and node: modules are in the list as well, as the ends of arrows.
  return {
    moduleCount: modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`))).length,
    violations,
  };
}
