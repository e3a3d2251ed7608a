import { getNamedType, type GraphQLField, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { buildSchema } from '../src/schema';
import { type Client } from './harness/Client';
import { startDemoServer } from './harness/demoServer';
import { type TestServer } from './harness/startServer';

type Field = GraphQLField<unknown, unknown>;

const { schema } = buildSchema({ production: false });

const fieldsOf = (field: Field): Field[] => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};
const isRelated = (field: Field): boolean => 'forAll' in field.extensions;

/** A leaf of it, or of what its pages hold. */
function selectionOf(field: Field): string {
  if (isLeafType(getNamedType(field.type))) return '';
  const nodes = fieldsOf(field).find(({ name }) => name === 'nodes');
  if (nodes !== undefined) return `{ nodes ${selectionOf(nodes)} }`;
  const leaf = fieldsOf(field).find(({ type, args }) => isLeafType(getNamedType(type)) && args.length === 0);
  return `{ ${leaf?.name} }`;
}

/** The lists that a query begins with, and what hangs on their rows. */
const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((list): [string, Field[]][] => {
  const nodes = fieldsOf(list).find(({ name }) => name === 'nodes');
  const related = nodes === undefined ? [] : fieldsOf(nodes).filter(isRelated);
  return related.length === 0 || list.args.some(isRequiredArgument) ? [] : [[list.name, related]];
});

describe('what hangs on the rows of a list', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    ({ server, admin } = await startDemoServer());
  }, 120_000);
  afterAll(() => server.close());

  it('is found by this test', () => {
    expect(lists.length).toBeGreaterThan(8);
  });

  it('is not read where no row of a list refers to anything', async () => {
    const query = '{ liveEvents(first: 2, filter: { status: SCHEDULED }) { nodes { recording { id } } } }';
    const none = { liveEvents: { nodes: [{ recording: null }, { recording: null }] } };
    expect(await admin.data(query)).toEqual(none);
    const statements = await server.sql.during(async () => {
      expect(await admin.data(query)).toEqual(none);
    });
    expect(statements.filter((statement) => /\bvideos\b/.test(statement))).toEqual([]);
  });

  it.each(lists)('%s: is the same, read row by row or for all rows at once', async (list, related) => {
    const fields = related.map((field) => `${field.name} ${selectionOf(field)}`).join(' ');
    const query = `{ ${list}(first: 30) { nodes { ${fields} } } }`;
    // graphql-js answers a document that is seen for the first time, and knows of single rows only.
    const [byRow, forAll] = [await admin.data<Row>(query), await admin.data<Row>(query)];
    expect(byRow[list]?.nodes.length).toBeGreaterThan(1);
    expect(forAll).toEqual(byRow);
  });
});

type Row = Record<string, { nodes: unknown[] }>;
