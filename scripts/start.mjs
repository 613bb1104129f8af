/**
 * `npm start`: installs and builds when needed, then runs the server in this process.
 * Only Node's own modules, since nothing may be installed yet; the rest is imported after the version of Node is known to be enough.
 */
import { requireSupportedNode } from './support/nodeVersion.mjs';

if (requireSupportedNode()) {
  import('./support/launch.mjs').then((launcher) => launcher.launch());
}
