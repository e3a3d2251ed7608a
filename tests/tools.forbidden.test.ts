import { readRequirement } from '../directives/requirement';
import { buildSchema } from '../src/schema';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';
import { toolOperations } from './harness/toolOperations';

const { schema, catalogue } = buildSchema({ production: false });
const everyScope = catalogue.scopes.map((scope) => scope.id);

const tools = toolOperations(schema).map((operation) => {
  const reading = readRequirement(operation.field.astNode);
  if (!('requirement' in reading)) throw new Error(`${operation.name}: ${reading.problem}`);
  return { ...operation, requirement: reading.requirement };
});
const named = <Tool extends { name: string }>(list: readonly Tool[]): [string, Tool][] =>
  list.map((tool) => [tool.name, tool]);

describe('every tool of the schema', () => {
  let server: TestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
  });
  afterAll(() => server.close());

  const guarded = tools.filter(({ requirement }) => requirement.kind !== 'public');
  it.each(named(guarded))('%s answers 401 without credentials', async (_name, { query }) => {
    const answer = await server.anonymous.query(query);
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="latchkey"');
    expect(answer.text).not.toContain('"data"');
  });

  const scoped = tools.flatMap((tool) =>
    tool.requirement.kind === 'scope' ? [{ ...tool, scope: tool.requirement.scope }] : [],
  );
  it.each(named(scoped))(
    '%s answers 403 to a key with every other scope',
    async (name, { query, kind, scope }) => {
      const key = await platform.apiKey({ scopes: everyScope.filter((id) => id !== scope) });
      const answer = await key.query(query);
      const coordinate = `${kind === 'query' ? 'Query' : 'Mutation'}.${name}`;
      expect(answer).toMatchObject({
        status: 403,
        errors: [
          {
            extensions: {
              code: 'FORBIDDEN',
              requiredScopes: [scope],
              missingScopes: [scope],
              fields: [{ coordinate, path: [name], scope }],
            },
          },
        ],
      });
      expect(answer.headers.get('www-authenticate')).toBe(
        `Bearer realm="latchkey", error="insufficient_scope", scope="${scope}"`,
      );
      expect(answer.text).not.toContain('"data"');
    },
  );

  it.each(named(scoped))('%s lets a key with its scope alone in', async (_name, { query, scope }) => {
    const key = await platform.apiKey({ scopes: [scope] });
    const answer = await key.query(query);
    expect(answer.status).toBe(200);
  });

  const adminOnly = tools.filter(({ requirement }) => requirement.kind === 'adminOnly');
  it.each(named(adminOnly))(
    '%s answers 403 to a key that is granted everything',
    async (_name, { query }) => {
      const key = await platform.apiKey({ grantAll: true });
      const answer = await key.query(query);
      expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'ADMIN_ONLY' } }] });
      expect(answer.text).not.toContain('"data"');
    },
  );
});
