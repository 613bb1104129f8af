/** `npm run dev`: Vite's development server for the app, and beside it the embedded server, restarted when its sources change. */
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  import('./support/develop.mjs').then((development) => development.develop());
}
