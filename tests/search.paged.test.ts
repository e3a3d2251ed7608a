import { signatureOf } from '../src/search/signature';
import { bulkMembers } from './harness/bulkMembers';
import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const MEMBERS = 5_400;
/** So many have no number in their name, and come first in two of the orders. */
const UNNUMBERED = 990;

jest.setTimeout(120_000);

/** In ever fewer of the members' names; `half` and `rest` are never together, `seldom` and `tenth` only now and then. */
function nameOf(index: number): string {
  return [
    index < UNNUMBERED ? 'aa' : '',
    'all',
    index % 2 === 0 ? 'half' : 'rest',
    index % 3 === 0 ? 'third' : index % 3 === 1 ? 'thirds' : '',
    index % 10 === 3 ? (index % 100 === 53 ? 'tenths' : 'tenth') : '',
    index % 25 === 8 ? 'seldom' : '',
    index % 1_000 === 7 ? 'rare' : '',
    index < UNNUMBERED ? '' : `no${index}`,
  ]
    .filter(Boolean)
    .join(' ');
}

const SEARCHES = [
  'tenth',
  'all',
  'half rest',
  'third',
  'half third',
  'tenth seldom',
  'tenth thirds all half',
  'thirds half',
  'rest tenth all',
  'seldom',
  'rare',
  'n',
  'all nobody',
];
const ORDERS = [
  { field: 'JOINED_AT', direction: 'DESC' },
  { field: 'JOINED_AT', direction: 'ASC' },
  { field: 'NAME', direction: 'ASC' },
];

describe('a search among thousands', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let key: Client;

  beforeAll(async () => {
    server = await startServer({ LATCHKEY_MAX_COST: '10000000' });
    platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
    await bulkMembers(server.database, platform.id, MEMBERS, server.clock.now(), nameOf);
    // Of another platform, with the same words.
    await bulkMembers(server.database, (await server.platform()).id, 400, server.clock.now(), nameOf);
  });
  afterAll(() => server.close());

  interface Members {
    members: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }
  /** The names on some pages, and the cursor behind them. */
  const walk = async (variables: Record<string, unknown>, pages = Infinity): Promise<[string[], string]> => {
    const names: string[] = [];
    let { after = null } = variables as { after?: string | null };
    for (let page = 1; ; page += 1) {
      const { members }: Members = await key.data<Members>(
        `query ($sort: MemberSort, $filter: MemberFilter, $first: Int, $after: String) {
          members(sort: $sort, filter: $filter, first: $first, after: $after) {
            nodes { name } pageInfo { hasNextPage endCursor }
          }
        }`,
        { first: 100, ...variables, after },
      );
      names.push(...members.nodes.map(({ name }) => name));
      after = members.pageInfo.endCursor;
      if (!members.pageInfo.hasNextPage || page === pages) return [names, after];
    }
  };

  const matches = (name: string, search: string): boolean =>
    search.split(' ').every((word) => ` ${name}`.includes(` ${word}`));

  /** The first pages of each search, and some from the middle of the list on. */
  const check = async (): Promise<void> => {
    for (const sort of ORDERS) {
      const [before, after] = await walk({ sort }, MEMBERS / 200);
      const [behind] = await walk({ sort, after });
      const list = [...before, ...behind];
      expect(list).toHaveLength(MEMBERS);
      for (const search of SEARCHES) {
        const filter = { search };
        const [first] = await walk({ sort, filter, first: 30 }, 2);
        const [last] = await walk({ sort, filter, first: 30, after }, 2);
        expect({ search, sort, first, last }).toEqual({
          search,
          sort,
          first: list.filter((name) => matches(name, search)).slice(0, 60),
          last: behind.filter((name) => matches(name, search)).slice(0, 60),
        });
      }
    }
  };

  it('finds the same rows on the same pages, whether words are written, are out of date, or neither', async () => {
    await check();
    await server.searchWorker.drain();
    await check();
    // One in five says something else now, and has joined at another time.
    await server.database.transaction(async (manager) => {
      await manager.query(
        `UPDATE members SET name = REPLACE(name, ' third', ' tenth'), searchText = REPLACE(searchText, ' third', ' tenth'),
           joinedAt = '2020-02-02 02:02:02.002', wordsWritten = NULL WHERE platformId = ? AND email LIKE '%7@example.com'`,
        [platform.id],
      );
      await manager.query(
        "UPDATE members SET joinedAt = '2019-01-01 00:00:00.000', wordsWritten = NULL WHERE platformId = ? AND name LIKE 'aa%'",
        [platform.id],
      );
    });
    await check();
    await server.searchWorker.drain();
    await check();
  });

  describe('by the beginning of a word that nearly all have', () => {
    /** The statements, but for those that only count. */
    const reading = async (
      variables: Record<string, unknown>,
      names: readonly string[],
    ): Promise<string[]> => {
      const statements = await server.sql.during(async () => {
        expect((await walk(variables, 1))[0]).toEqual(names);
      });
      return statements.filter((text) => /\bmembers\b/.test(text) && !/^SELECT (\(SELECT )?COUNT/.test(text));
    };

    it('walks a list that has few rows for its other conditions', async () => {
      const { members } = await key.data<{ members: { nodes: { id: string; name: string }[] } }>(
        'query ($filter: MemberFilter) { members(filter: $filter, first: 3) { nodes { id name } } }',
        { filter: { search: 'tenths' } },
      );
      for (const { id } of members.nodes) {
        await key.data(
          'mutation ($id: ID!) { updateMember(input: { id: $id, version: 1, tags: ["few"] }) { id } }',
          { id },
        );
      }
      await server.searchWorker.drain();
      const names = members.nodes.map(({ name }) => name);
      expect(names).toHaveLength(3);
      const statements = await reading({ filter: { search: 'n', tag: 'few' } }, names);
      expect(statements.filter((text) => text.includes('search_words'))).toEqual([]);
    });

    it('walks what is left of the list to its last page', async () => {
      await server.searchWorker.drain();
      const sort = { field: 'NAME', direction: 'DESC' };
      const filter = { search: 'a' };
      const [list] = await walk({ sort, filter });
      const [, after] = await walk({ sort, filter, first: 10 }, Math.floor(list.length / 10));
      const left = list.slice(10 * Math.floor(list.length / 10));
      const statements = await reading({ sort, filter, after }, left);
      expect(statements.filter((text) => text.includes('search_words'))).toEqual([]);
    });
  });

  it('by two words that many have and nobody both looks one of them up for few that have the other', async () => {
    await server.searchWorker.drain();
    const statements = await server.sql.during(() => walk({ filter: { search: 'half rest' } }));
    expect(statements.filter((text) => /\(entry\.signature & \?\) = \?/.test(text))).toHaveLength(1);
    const signature = signatureOf(['half', 'rest']);
    const [counts] = await server.database.reads.query<{ all: number; few: number }[]>(
      `SELECT COUNT(*) AS 'all', COUNT(CASE WHEN (signature & ?) = ? THEN 1 END) AS few
       FROM search_words WHERE platformId = ? AND word = 'half'`,
      [signature, signature, platform.id],
    );
    expect(Number(counts?.all)).toBe(MEMBERS / 2);
    expect(Number(counts?.few)).toBeLessThan(0.15 * (MEMBERS / 2));
  });

  it('by a word that hardly any has looks at hardly any', async () => {
    await server.searchWorker.drain();
    const statements = await server.sql.during(() => walk({ filter: { search: 'rare' } }));
    const [counting, page, ...more] = statements.filter((statement) => statement.includes('search_words'));
    expect(counting).toContain('COUNT(*)');
    expect(page).toContain('candidate');
    expect(more).toEqual([]);
  });
});
