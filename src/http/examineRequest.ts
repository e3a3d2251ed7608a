import { createHash } from 'node:crypto';
import { type FastifyRequest } from 'fastify';
import { BadUserInputError } from '../errors';
import { type DocumentLimits } from '../limits/DocumentLimits';
import { RequestLimitError } from '../limits/RequestLimitError';
import { searchOf } from './url';

const SHA_256 = /^[0-9a-f]{64}$/;

interface GraphqlParts {
  readonly query: unknown;
  readonly variables: unknown;
  readonly extensions: unknown;
}

/**
 * Looks at a GraphQL request before it is parsed: its document and its variables against the
 * limits, its persisted-query extension for its form. Whatever else a request may lack is Apollo Server's to tell.
 *
 * @throws LatchkeyError to be answered with 400
 */
export function examineRequest(request: FastifyRequest, limits: DocumentLimits, maxDepth: number): void {
  const { query, variables, extensions } = partsOf(request);
  examinePersistedQuery(extensions, query);
  examineNesting(variables, maxDepth);
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
function examineNesting(variables: unknown, maxDepth: number): void {
  const waiting: { value: unknown; depth: number }[] = [{ value: variables, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxDepth) throw new RequestLimitError('nested levels in variables', maxDepth);
    for (const child of Object.values(value)) waiting.push({ value: child, depth: depth + 1 });
  }
}
