import { createRequire } from 'node:module';

const load = createRequire(__filename);

/** The SDK, loaded when something is generated for the first time: most processes start without ever needing it. */
export function loadOpenAI(): typeof import('openai') {
  return load('openai') as typeof import('openai');
}
