import { type Client } from './harness/Client';
import { addMember } from './harness/community';
import { createCollection, createVideo, createVideos } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const UPDATE = 'mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { id version } }';

/** Each promise holds while words are still to be written, and afterwards. */
describe.each(['before its words are written', 'when its words are written'])(
  'what is searched, %s,',
  (when) => {
    let server: TestServer;
    let platform: TestPlatform;
    let key: Client;
    beforeAll(async () => {
      server = await startServer();
    });
    beforeEach(async () => {
      platform = await server.platform();
      key = await platform.apiKey({ grantAll: true });
    });
    afterAll(() => server.close());

    const settle = async (): Promise<void> => {
      if (when !== 'before its words are written') await server.searchWorker.drain();
    };
    /** Titles, in alphabetical order. */
    const search = async (words: string, more: Record<string, unknown> = {}, by = key): Promise<string[]> => {
      const { videos } = await by.data<{ videos: { nodes: { title: string }[] } }>(
        'query ($filter: VideoFilter) { videos(filter: $filter, first: 100) { nodes { title } } }',
        { filter: { search: words, ...more } },
      );
      return videos.nodes.map(({ title }) => title).sort();
    };

    const TITLES = [
      'Crème brûlée',
      'E-mail for ana@example.com',
      'C++ in 100% of cases',
      'C# basics',
      '日本料理の本',
    ];

    it.each<[string, string[]]>([
      ['creme BRULEE', ['Crème brûlée']],
      ['brûl', ['Crème brûlée']],
      ['rulee', []],
      ['email', []],
      ['mail', ['E-mail for ana@example.com']],
      ['e-mail', ['E-mail for ana@example.com']],
      ['ana@example.com', ['E-mail for ana@example.com']],
      ['@example', ['E-mail for ana@example.com']],
      ['ana ana an', ['E-mail for ana@example.com']],
      ['C++', ['C++ in 100% of cases']],
      ['c#', ['C# basics']],
      ['c', ['C# basics', 'C++ in 100% of cases', 'Crème brûlée', 'E-mail for ana@example.com']],
      ['100%', ['C++ in 100% of cases']],
      ['本', ['日本料理の本']],
      ['料理', ['日本料理の本']],
      ['本料理', ['日本料理の本']],
      ['料本', []],
      ['理 日本', ['日本料理の本']],
      ['%', []],
      ['_', []],
      ['!', []],
      ["'", []],
      ['& creme', ['Crème brûlée']],
      [' \n ', [...TITLES].sort()],
    ])('is found by %j as %j', async (words, titles) => {
      await createVideos(key, TITLES);
      await settle();
      expect(await search(words)).toEqual(titles);
    });

    it('is found by what it says now, and never by what it said before', async () => {
      const { id } = await createVideo(key, { title: 'Otter', description: 'River bank', tags: ['wet fur'] });
      await settle();
      await key.data(UPDATE, { input: { id, version: 1, title: 'Beaver' } });
      const found = async (): Promise<number[]> =>
        Promise.all(
          ['otter', 'beaver', 'bank', 'lodge', 'fur', 'beaver river wet'].map(
            async (words) => (await search(words)).length,
          ),
        );
      expect(await found()).toEqual([0, 1, 1, 0, 1, 1]);
      await settle();
      expect(await found()).toEqual([0, 1, 1, 0, 1, 1]);
      await key.data(UPDATE, { input: { id, version: 2, description: 'Lodge' } });
      await settle();
      expect(await found()).toEqual([0, 1, 0, 1, 1, 0]);
      await key.data(UPDATE, { input: { id, version: 3, tags: ['dry'] } });
      await settle();
      expect(await found()).toEqual([0, 1, 0, 1, 0, 0]);
    });

    it('is in the trash or outside it, wherever it is', async () => {
      const { id } = await createVideo(key, { title: 'Badger' });
      await settle();
      await key.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id });
      expect(await search('badger')).toEqual([]);
      expect(await search('badger', { inTrash: true })).toEqual(['Badger']);
      await settle();
      await key.data('mutation ($id: ID!) { restoreVideo(id: $id) { id } }', { id });
      expect(await search('badger')).toEqual(['Badger']);
      expect(await search('badger', { inTrash: true })).toEqual([]);
    });

    it("is one platform's", async () => {
      const other = await (await server.platform()).apiKey({ grantAll: true });
      await createVideo(key, { title: 'Ours' });
      await createVideo(other, { title: 'Ours too' });
      await settle();
      expect(await search('ours')).toEqual(['Ours']);
      expect(await search('ours', {}, other)).toEqual(['Ours too']);
    });

    it('is found by long words and by the beginning of them, to the letter', async () => {
      const long = 'x'.repeat(60);
      await createVideos(key, [`${long}a`, `${long}b`]);
      await settle();
      expect(await search(`${long}a`)).toEqual([`${long}a`]);
      expect(await search(long)).toEqual([`${long}a`, `${long}b`]);
      expect(await search(`${long}c`)).toEqual([]);
    });

    it('is found by the last word of the longest description', async () => {
      const description = `${Array.from({ length: 900 }, (_, index) => `w${index}`).join(' ')} lastly`;
      await createVideo(key, { title: 'Long', description });
      await settle();
      expect(await search('lastly w899')).toEqual(['Long']);
    });

    it('may be a member or a collection', async () => {
      const memberId = await addMember(key, 'Noor Haddad');
      await createCollection(key, 'Noor in the kitchen');
      await settle();
      const found = (words: string): Promise<unknown> =>
        key.data(
          `query ($words: String) {
          members(filter: { search: $words }) { nodes { name } }
          collections(filter: { search: $words }) { nodes { title } }
        }`,
          { words },
        );
      expect(await found('noor')).toEqual({
        members: { nodes: [{ name: 'Noor Haddad' }] },
        collections: { nodes: [{ title: 'Noor in the kitchen' }] },
      });
      expect(await found('noor.haddad@members.example')).toMatchObject({
        members: { nodes: [{ name: 'Noor Haddad' }] },
      });
      await key.data(
        'mutation ($id: ID!) { updateMember(input: { id: $id, version: 1, joinedAt: "2020-01-01T00:00:00Z" }) { id } }',
        { id: memberId },
      );
      expect(await found('noor had')).toMatchObject({ members: { nodes: [{ name: 'Noor Haddad' }] } });
      await settle();
      expect(await found('noor had')).toMatchObject({ members: { nodes: [{ name: 'Noor Haddad' }] } });
    });
  },
);
