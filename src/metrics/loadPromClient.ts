import { createRequire } from 'node:module';

const load = createRequire(__filename);

/** The library, which takes longer to load than all else that nobody needs at the start. */
export function loadPromClient(): typeof import('prom-client') {
  return load('prom-client') as typeof import('prom-client');
}
