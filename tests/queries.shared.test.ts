import { type ExecutionResult, getOperationAST, parse } from 'graphql';
import { type KeyPrincipal } from '../src/auth/principal';
import { type Query, SharedQueries } from '../src/execution/SharedQueries';
import { buildSchema } from '../src/schema';
import { createCollection, createVideo, createVideos, type Written } from './harness/library';
import { startServer } from './harness/startServer';

const { catalogue } = buildSchema({ production: true });

const caller: KeyPrincipal = {
  kind: 'key',
  requestId: 'first',
  id: 'J5b3dGlkKNks',
  name: 'Website',
  platformId: 'platform',
  scopes: catalogue.setOf(['VIDEOS_READ']),
  grantAll: false,
  expiresAt: null,
};

const query = (changes: Partial<Query> = {}, source = 'query Page { videos { nodes { id } } }'): Query => {
  const document = changes.document ?? parse(source);
  const operation = getOperationAST(document)!;
  const variables = { first: 3 };
  return { document, operation, variables, caller, cost: 500, arrived: Infinity, ...changes };
};

/** Runs queries while a first one is under way; gives how many executions there were when all are answered. */
async function executionsOf(...queries: readonly Query[]): Promise<number> {
  const shared = new SharedQueries();
  const ends: (() => void)[] = [];
  const execute = (): Promise<ExecutionResult> =>
    new Promise((resolve) => ends.push(() => resolve({ data: { n: ends.length } })));
  const answers = queries.map((one) => shared.run(one, execute));
  let isOver = false;
  void Promise.all(answers).then(() => (isOver = true));
  let ended = 0;
  while (!isOver) {
    while (ended < ends.length) ends[ended++]?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ends.length;
}

describe('large queries that wait at the same time', () => {
  const first = query();

  it('share one execution when they are the same, but for the one that was under way', async () => {
    const later = { ...first, caller: { ...caller, requestId: 'later' } };
    expect(await executionsOf(first, later, first, later)).toBe(2);
  });

  it('share also the one that began while they waited for the row of their key', async () => {
    const early = { ...first, arrived: performance.now() };
    expect(await executionsOf(first, early, early)).toBe(1);
  });

  it.each<[string, Query]>([
    ['variables', { ...first, variables: { first: 4 } }],
    ['a document', query()],
    ['a key', { ...first, caller: { ...caller, id: 'another' } }],
    ['a platform', { ...first, caller: { ...caller, platformId: 'another' } }],
    ['scopes', { ...first, caller: { ...caller, scopes: catalogue.setOf(['VIDEOS_READ', 'MEMBERS_READ']) } }],
    ['a caller', { ...first, caller: { ...caller, grantAll: true } }],
  ])('never share with one that has %s of its own', async (_what, other) => {
    expect(await executionsOf(first, other)).toBe(2);
    // The one that is under way shares with nobody: with the other one after it there are three.
    expect(await executionsOf(first, first, other)).toBe(3);
  });

  it('never share an operation of another name', async () => {
    const document = parse('query A { videos { nodes { id } } } query B { videos { nodes { id } } }');
    const named = (name: string): Query => ({
      ...first,
      document,
      operation: getOperationAST(document, name)!,
    });
    expect(await executionsOf(named('A'), named('A'), named('B'))).toBe(3);
  });

  describe('are written out as JSON', () => {
    /** Data that counts how often it is written. */
    const counted = (): { data: Record<string, unknown>; written: () => number } => {
      let times = 0;
      return { data: { toJSON: () => ({ n: (times += 1) }) }, written: () => times };
    };

    it('once, for all who share the data', async () => {
      const shared = new SharedQueries();
      const { data, written } = counted();
      await shared.run(first, () => ({ data }));
      const text = '{"data":{"n":1}}';
      expect([shared.textOf({ data }), shared.textOf({ data })]).toEqual([text, text]);
      expect(written()).toBe(1);
    });

    it('by each request itself when it has errors to tell, or shares nothing', async () => {
      const shared = new SharedQueries();
      const { data } = counted();
      expect([shared.textOf({ data }), shared.textOf({ data })]).toEqual([
        '{"data":{"n":1}}',
        '{"data":{"n":2}}',
      ]);
      await shared.run(first, () => ({ data }));
      const errors = [{ message: 'No.' }];
      expect(shared.textOf({ data })).toBe('{"data":{"n":3}}');
      expect(shared.textOf({ errors, data })).toBe('{"errors":[{"message":"No."}],"data":{"n":4}}');
      expect(shared.textOf({ errors })).toBe('{"errors":[{"message":"No."}]}');
    });
  });

  it.each<[string, Query]>([
    ['mutations', query({}, 'mutation { deleteVideo(id: "1") { id } }')],
    ['queries without a caller', query({ caller: null })],
    ['small queries', query({ cost: 99 })],
  ])('are never %s', async (_what, own) => {
    expect(await executionsOf(own, own, own)).toBe(3);
  });

  it('share a failure, and the next one starts anew', async () => {
    const shared = new SharedQueries();
    const fail = (): Promise<never> => Promise.reject(new Error('gone'));
    await expect(shared.run(first, fail)).rejects.toThrow('gone');
    expect(await shared.run(first, () => ({ data: { back: true } }))).toEqual({ data: { back: true } });
  });
});

it('whoever asks at the same time, each key reads its own platform', async () => {
  const server = await startServer();
  try {
    const clients = await Promise.all(
      ['Bakery', 'Studio'].map(async (name) => {
        const client = await (
          await server.platform({ name })
        ).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
        await createVideo(client, { title: name });
        return client;
      }),
    );
    const source = '{ videos(first: 100) { nodes { title } } }';
    const asked = Array.from({ length: 30 }, (_, index) => clients[index % 2]!.data(source));
    const titles = (await Promise.all(asked)).map((data) =>
      JSON.stringify(data)
        .match(/Bakery|Studio/g)
        ?.join(),
    );
    expect(titles).toEqual(asked.map((_, index) => (index % 2 === 0 ? 'Bakery' : 'Studio')));
  } finally {
    await server.close();
  }
});

/** Reads the titles first, and much else after them. */
const LONG = `{ videos(first: 100) { nodes { title categories { id }
  collections(first: 3) { nodes { id videos(first: 3) { nodes { id collections(first: 3) { nodes { id videoCount } } } } } } } } }`;

it('whoever has edited a row finds it edited, however many ask for the same at that time', async () => {
  const server = await startServer();
  let isOver = false;
  try {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    let { id, version } = await createVideo(client, { title: 'Edit 0' });
    await createCollection(client, 'All', [id, ...(await createVideos(client, ['Two', 'Three', 'Four']))]);
    const read = async (): Promise<string> => JSON.stringify(await client.data(LONG));
    const audience = Array.from({ length: 12 }, async () => {
      while (!isOver) await read();
    });
    for (let n = 1; n <= 20; n += 1) {
      const { updateVideo } = await client.data<{ updateVideo: { video: Written } }>(
        `mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { video { id version } } }`,
        { input: { id, version, title: `Edit ${n}` } },
      );
      ({ id, version } = updateVideo.video);
      expect(await read()).toContain(`Edit ${n}"`);
    }
    isOver = true;
    await Promise.all(audience);
  } finally {
    isOver = true;
    await server.close();
  }
});
