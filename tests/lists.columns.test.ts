import { getNamedType, type GraphQLField, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { buildSchema } from '../src/schema';
import { populate } from './harness/populate';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const { schema } = buildSchema({ production: false });

type Field = GraphQLField<unknown, unknown>;
type Row = Record<string, unknown>;

/** Every list that a query begins with, and the leaf fields of its rows. */
const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(
  (list): [string, string[]][] => {
    const connection = getNamedType(list.type);
    const nodes = isObjectType(connection) ? connection.getFields().nodes : undefined;
    if (nodes === undefined || list.args.some(isRequiredArgument)) return [];
    return [[list.name, leavesOf(nodes)]];
  },
);

function leavesOf({ type }: Field): string[] {
  const row = getNamedType(type);
  if (!isObjectType(row)) return [];
  return Object.values(row.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
    .map(({ name }) => name);
}

describe('every list', () => {
  let server: TestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
    await populate(server, platform);
  });
  afterAll(() => server.close());

  it.each(lists)('%s tells the same of a row, whatever else is asked of it', async (list, fields) => {
    const admin = await platform.admin();
    const rows = async (selection: string): Promise<Row[]> =>
      (await admin.data<Record<string, { nodes: Row[] }>>(`{ ${list} { nodes { ${selection} } } }`))[list]
        ?.nodes ?? [];
    const whole = await rows(fields.join(' '));
    expect(whole).not.toEqual([]);
    for (const field of fields) {
      expect(await rows(field)).toEqual(whole.map((row) => ({ [field]: row[field] })));
    }
  });
});
