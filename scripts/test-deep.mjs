/** `npm run test:deep`: property tests with 10,000 runs, and recurrence rules against python3-dateutil. A number is the seed. */
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  const seed = process.argv[2];
  import('./support/deepTests.mjs').then((deepTests) => deepTests.testDeeply(seed ? Number(seed) : undefined));
}
