import { createHash } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { BadUserInputError } from '../errors';
import { type DocumentLimits } from '../limits/DocumentLimits';
import { RequestLimitError } from '../limits/RequestLimitError';
import { searchOf } from './url';

/** Lone surrogates are no text, and NUL ends a string in too many places: no field takes either. */
const NOT_TEXT = /\p{Surrogate}|\0/u;
const SHA_256 = /^[0-9a-f]{64}$/;

interface GraphqlParts {
  readonly query: unknown;
  readonly variables: unknown;
  readonly extensions: unknown;
}

/**
 * Looks at a GraphQL request before it is parsed: its document against the limits, its variables for nesting and for
 * what is no text, its persisted-query extension for its form. Whatever else a request may lack is Apollo Server's to tell.
 *
 * @throws LatchkeyError to be answered with 400
 */
export function examineRequest(request: FastifyRequest, limits: DocumentLimits, maxDepth: number): void {
  const { query, variables, extensions } = partsOf(request);
  examinePersistedQuery(extensions, query);
  examineVariables(variables, maxDepth);
  if (typeof query === 'string') limits.examine(query);
}

function partsOf(request: FastifyRequest): GraphqlParts {
  if (request.method === 'POST') {
    const { query, variables, extensions } = recordOf(request.body);
    return { query, variables, extensions };
  }
  const search = new URLSearchParams(searchOf(request.url));
  // Apollo Server refuses a parameter that comes twice.
  return {
    query: search.get('query') ?? undefined,
    variables: parseOrUndefined(search.get('variables')),
    extensions: parseOrUndefined(search.get('extensions')),
  };
}

/** Text that is not JSON is Apollo Server's to refuse. */
function parseOrUndefined(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function examinePersistedQuery(extensions: unknown, query: unknown): void {
  const { persistedQuery } = recordOf(extensions);
  if (persistedQuery === undefined || persistedQuery === null) return;
  const { version, sha256Hash } = recordOf(persistedQuery);
  if (version !== 1) throw new BadUserInputError('extensions.persistedQuery.version', 'is not known.', '1');
  if (typeof sha256Hash !== 'string' || !SHA_256.test(sha256Hash))
    throw new BadUserInputError('extensions.persistedQuery.sha256Hash', 'is no SHA-256.', '64 hex digits');
  if (typeof query === 'string' && createHash('sha256').update(query).digest('hex') !== sha256Hash)
    throw new BadUserInputError('extensions.persistedQuery.sha256Hash', 'is not the hash of the query.');
}

/** Without recursion, for the values may be nested as deep as their text is long. */
function examineVariables(variables: unknown, maxDepth: number): void {
  const waiting: { value: unknown; path: string; depth: number }[] = [
    { value: variables, path: 'variables', depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'string' && NOT_TEXT.test(value))
      throw new BadUserInputError(path, 'holds a character that is not text.', 'Unicode text');
    // JSON has no such number, but `1e999` is read as one.
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new BadUserInputError(path, 'is too large a number.', `at most ${Number.MAX_VALUE}`);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxDepth) throw new RequestLimitError('nested levels in variables', maxDepth);
    for (const [key, child] of Object.entries(value))
      waiting.push({ value: child, path: `${path}.${key}`, depth: depth + 1 });
  }
}
