import { createKey, readKey, tryCreateKey } from './apiKeys.fixtures';
import { type Answer, type Client } from './harness/Client';
import { overlapping } from './harness/overlapping';
import { startServer, type TestServer } from './harness/startServer';

interface PresetView {
  id: string;
  shipped: string | null;
  name: string;
  description: string;
  warning: string | null;
  scopes: string[];
  risk: string | null;
  version: number | null;
}

const FIELDS = 'id shipped name description warning scopes risk version';

/** What ships, as the catalogue of the product has it. Scopes that are still to come are left out. */
const SHIPPED = {
  READ_ONLY: ['VIDEOS_READ', 'COLLECTIONS_READ', 'MEMBERS_READ'],
  CONTENT_AGENT: [
    'VIDEOS_READ',
    'VIDEOS_WRITE',
    'COLLECTIONS_READ',
    'COLLECTIONS_WRITE',
    'CONTENT_GENERATE',
    'IMAGES_GENERATE',
  ],
};

describe('presets', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function list(admin: Client): Promise<PresetView[]> {
    return (await admin.data<{ presets: PresetView[] }>(`{ presets { ${FIELDS} } }`)).presets;
  }

  function tryCreate(
    admin: Client,
    input: object,
  ): Promise<Answer<{ createPreset: { preset: PresetView } }>> {
    const mutation = `mutation ($input: CreatePresetInput!) { createPreset(input: $input) { preset { ${FIELDS} } } }`;
    return admin.query(mutation, { input });
  }

  async function create(admin: Client, input: object): Promise<PresetView> {
    const answer = await tryCreate(admin, input);
    expect(answer.errors).toEqual([]);
    return answer.data.createPreset.preset;
  }

  function tryUpdate(
    admin: Client,
    input: object,
  ): Promise<Answer<{ updatePreset: { preset: PresetView } }>> {
    const mutation = `mutation ($input: UpdatePresetInput!) { updatePreset(input: $input) { preset { ${FIELDS} } } }`;
    return admin.query(mutation, { input });
  }

  function tryDelete(admin: Client, id: string): Promise<Answer> {
    return admin.query('mutation ($id: ID!) { deletePreset(id: $id) { id } }', { id });
  }

  it('ship with the scopes of the catalogue, and Full access with a warning', async () => {
    const admin = await (await server.platform()).admin();
    const all = server.services.catalogue.scopes.map(({ id }) => id);
    const landed = (ids: readonly string[]): string[] => all.filter((id) => ids.includes(id));
    expect(await list(admin)).toMatchObject([
      { id: 'READ_ONLY', scopes: landed(SHIPPED.READ_ONLY), risk: 'LOW', warning: null, version: null },
      { id: 'CONTENT_AGENT', scopes: landed(SHIPPED.CONTENT_AGENT), risk: 'MEDIUM', warning: null },
      { id: 'FULL_ACCESS', scopes: all, warning: expect.stringContaining('Stripe') as string },
      { id: 'CUSTOM', scopes: [], risk: null, warning: null },
    ]);
  });

  it('of the platform are made, edited and deleted, and keys keep what they took from them', async () => {
    const platform = await server.platform();
    const admin = await platform.admin();
    const input = { name: 'Importer', description: 'For the nightly import.', scopes: ['VIDEOS_WRITE'] };
    const preset = await create(admin, input);
    expect(preset).toMatchObject({ ...input, shipped: null, warning: null, risk: 'MEDIUM', version: 1 });
    const { apiKey } = await createKey(admin, { name: 'Nightly', presetId: preset.id });
    expect(apiKey).toMatchObject({ scopes: ['VIDEOS_WRITE'], madeWithPreset: 'Importer' });

    const scopes = ['VIDEOS_READ', 'VIDEOS_WRITE'];
    const { id, version } = preset;
    const edited = await tryUpdate(admin, { id, version, scopes, description: null });
    expect(edited.data.updatePreset.preset).toMatchObject({
      name: 'Importer',
      description: '',
      scopes,
      version: 2,
    });
    expect(await readKey(admin, apiKey.id)).toEqual(apiKey);
    expect((await createKey(admin, { name: 'Weekly', presetId: id })).apiKey.scopes).toEqual(scopes);

    expect((await list(admin)).map(({ name }) => name).slice(4)).toEqual(['Importer']);
    expect(await tryDelete(admin, id)).toMatchObject({ data: { deletePreset: { id } }, errors: [] });
    expect((await list(admin)).slice(4)).toEqual([]);
    expect(await readKey(admin, apiKey.id)).toEqual(apiKey);
    const notFound = [{ extensions: { code: 'NOT_FOUND' } }];
    expect((await tryDelete(admin, id)).errors).toMatchObject(notFound);
    expect((await tryUpdate(admin, { id, version: 2, name: 'Gone' })).errors).toMatchObject(notFound);
    expect((await tryCreateKey(admin, { name: 'Late', presetId: id })).errors).toMatchObject(notFound);
  });

  it('that ship are not changed', async () => {
    const admin = await (await server.platform()).admin();
    for (const id of ['READ_ONLY', 'CONTENT_AGENT', 'FULL_ACCESS', 'CUSTOM']) {
      const update = await tryUpdate(admin, { id, version: 1, scopes: ['VIDEOS_READ'] });
      expect(update.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.id' } }]);
      const deletion = await tryDelete(admin, id);
      expect(deletion.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'id' } }]);
    }
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['no scopes', { scopes: [] }, { code: 'BAD_USER_INPUT', field: 'input.scopes' }],
    [
      'a scope twice',
      { scopes: ['VIDEOS_READ', 'VIDEOS_READ'] },
      { code: 'BAD_USER_INPUT', field: 'input.scopes' },
    ],
    ['an unknown scope', { scopes: ['NONE'] }, { code: 'BAD_USER_INPUT' }],
    ['an empty name', { name: ' ' }, { code: 'BAD_USER_INPUT', field: 'input.name' }],
    ['a long name', { name: 'x'.repeat(81) }, { code: 'BAD_USER_INPUT', field: 'input.name' }],
    [
      'a long description',
      { description: 'x'.repeat(501) },
      { code: 'BAD_USER_INPUT', field: 'input.description' },
    ],
    ["a shipped one's name", { name: 'read-ONLY' }, { code: 'CONFLICT', field: 'input.name' }],
    ['a name that is taken', { name: 'Taken' }, { code: 'CONFLICT', field: 'input.name' }],
  ])('are refused with %s', async (_case, changes, extensions) => {
    const admin = await (await server.platform()).admin();
    await create(admin, { name: 'Taken', scopes: ['VIDEOS_READ'] });
    const answer = await tryCreate(admin, { name: 'New', scopes: ['VIDEOS_READ'], ...changes });
    expect(answer.errors).toMatchObject([{ extensions }]);
    const { id, version } = await create(admin, { name: 'Other', scopes: ['VIDEOS_READ'] });
    expect((await tryUpdate(admin, { id, version, ...changes })).errors).toMatchObject([{ extensions }]);
    expect((await list(admin)).slice(4).map(({ name }) => name)).toEqual(['Other', 'Taken']);
  });

  it('take one of several edits at once', async () => {
    const admin = await (await server.platform()).admin();
    const { id, version } = await create(admin, { name: 'Shared', scopes: ['VIDEOS_READ'] });
    const edits = [0, 1, 2, 3].map((i) => () => tryUpdate(admin, { id, version, name: `Edit ${i}` }));
    const answers = await overlapping(server, { table: 'presets', id }, edits);
    const refused = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(refused).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT']);
    const winner = answers.find(({ errors }) => errors.length === 0)?.data.updatePreset.preset;
    expect((await list(admin)).slice(4)).toEqual([winner]);
  });

  it("are at most a hundred of the platform's own", async () => {
    const admin = await (await server.platform()).admin();
    for (let i = 0; i < 100; i += 1) await create(admin, { name: `Preset ${i}`, scopes: ['VIDEOS_READ'] });
    const answer = await tryCreate(admin, { name: 'One more', scopes: ['VIDEOS_READ'] });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input' } }]);
  });
});
