import { createRequire } from 'node:module';
import type * as library from 'prom-client';

const load = createRequire(__filename);

/** The library, which takes long to load: only where metrics are wanted. */
export function loadPromClient(): typeof library {
  return load('prom-client') as typeof library;
}
