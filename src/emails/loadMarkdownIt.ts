import { createRequire } from 'node:module';
import type MarkdownIt from 'markdown-it';

const load = createRequire(__filename);

/** The library, loaded with the first e-mail that is rendered. */
export function loadMarkdownIt(): typeof MarkdownIt {
  return load('markdown-it') as typeof MarkdownIt;
}
