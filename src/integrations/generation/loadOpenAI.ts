import { createRequire } from 'node:module';
import type * as sdk from 'openai';

const load = createRequire(__filename);

/** The SDK, loaded when something is generated for the first time: most processes start without ever needing it. */
export function loadOpenAI(): typeof sdk {
  return load('openai') as typeof sdk;
}
