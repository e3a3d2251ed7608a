import { startServer, type TestServer } from './harness/startServer';

interface Group {
  group: string;
  scopes: {
    scope: string;
    title: string;
    description: string;
    risk: string;
    tools: { name: string; kind: string; description: string; guardrails: object[] }[];
  }[];
}

const QUERY = `{ scopes { group scopes {
  scope title description risk tools { name kind description guardrails { unit limit window } }
} } }`;

describe('the catalogue of scopes', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('tells any valid caller every scope by group, with the tools that it unlocks', async () => {
    const platform = await server.platform();
    const { scopes } = await (
      await platform.apiKey({ scopes: ['VIDEOS_WRITE'] })
    ).data<{ scopes: Group[] }>(QUERY);
    const ids = scopes.flatMap((group) => group.scopes.map(({ scope }) => scope));
    expect(ids).toEqual(server.services.catalogue.scopes.map(({ id }) => id));
    expect(scopes.every((group) => group.scopes.length > 0)).toBe(true);
    const videos = scopes.find(({ group }) => group === 'VIDEOS')?.scopes ?? [];
    expect(videos[0]).toMatchObject({
      scope: 'VIDEOS_READ',
      title: 'Read videos',
      description: 'See videos and everything about them, drafts included.',
      risk: 'LOW',
    });
    expect(videos[0]?.tools).toContainEqual({
      name: 'video',
      kind: 'QUERY',
      description: expect.stringContaining('One video') as string,
      guardrails: [],
    });
    expect(videos[1]?.tools).toContainEqual(
      expect.objectContaining({ name: 'createVideo', kind: 'MUTATION' }),
    );
    expect(await server.anonymous.query(QUERY)).toMatchObject({ status: 401 });
  });

  it("shows a tool's guardrails", async () => {
    const admin = await (await server.platform()).admin();
    const { scopes } = await admin.data<{ scopes: Group[] }>(QUERY);
    const shown = scopes.flatMap((group) =>
      group.scopes.flatMap(({ tools }) => tools.flatMap((tool) => tool.guardrails)),
    );
    const declared = server.services.catalogue.guardrails.map(({ unit, limit, window }) => ({
      unit,
      limit,
      window,
    }));
    expect(shown).toHaveLength(declared.length);
    expect(shown).toEqual(expect.arrayContaining(declared));
  });
});
