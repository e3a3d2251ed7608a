import { once } from 'node:events';
import { signatureOf } from '../src/search/signature';
import { bulkMembers } from './harness/bulkMembers';
import { type Client } from './harness/Client';
import { addMember } from './harness/community';
import { eventually } from './harness/eventually';
import { createCollection, createVideo } from './harness/library';
import { wordsOf } from './harness/searchWords';
import { type ServerProcess, startProcess } from './harness/serverProcess';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const UPDATE = 'mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { id } }';

jest.setTimeout(60_000);

describe('the index of words', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let key: Client;
  let running: ServerProcess | undefined;
  beforeEach(async () => {
    server = await startServer();
    platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
  });
  afterEach(async () => {
    running?.process.kill('SIGKILL');
    running = undefined;
    await server.close();
  });

  const words = (): ReturnType<typeof wordsOf> => wordsOf(server.database, platform.id);

  it('costs an edit of a title nothing: one UPDATE, and no word', async () => {
    const { id } = await createVideo(key, { title: 'Before' });
    const statements = await server.sql.during(() =>
      key.data(UPDATE, { input: { id, version: 1, title: 'After' } }),
    );
    const writes = statements.filter((statement) => /^(INSERT|UPDATE|DELETE|REPLACE)/.test(statement));
    expect(writes).toEqual([expect.stringMatching(/^UPDATE `videos` SET/)]);
    expect(statements.filter((statement) => statement.includes('search_words'))).toEqual([]);
    expect((await words()).written).toEqual([]);
  });

  it('adds no statement to what creates a row', async () => {
    const statements = await server.sql.during(() => createVideo(key, { title: 'New' }));
    const aboutVideos = statements.filter((statement) => /\bvideos\b/.test(statement));
    expect(aboutVideos).toEqual([expect.stringMatching(/^INSERT/)]);
  });

  it('holds what rows say once it has caught up, and writes of many words only what has changed', async () => {
    const description = 'A river, a bank, and all that lives there by day or by night and under water.';
    const { id } = await createVideo(key, { title: 'Otter', tags: ['wet'], description });
    await addMember(key, 'Noor Haddad');
    await createCollection(key, 'Rivers');
    expect(await words()).toMatchObject({ written: [], staleCount: 3 });
    await server.searchWorker.drain();
    const first = await words();
    expect(first).toMatchObject({ written: first.expected, staleCount: 0 });
    expect(first.written).toHaveLength(16 + 4 + 1);
    await key.data(UPDATE, { input: { id, version: 1, title: 'Beaver' } });
    const statements = await server.sql.during(() => server.searchWorker.drain());
    const changes = statements.filter((statement) => /^(INSERT|DELETE)/.test(statement));
    expect(changes.map((statement) => statement.split(/ WHERE | VALUES /)[1])).toEqual([
      '(rowId = ? AND word = ?)',
      '(?, ?, ?, ?, ?, ?)',
    ]);
    const second = await words();
    expect(second).toMatchObject({ written: second.expected, staleCount: 0 });
  });

  it('gives the few words of a row the signature of all, anew with each change', async () => {
    const { id } = await createVideo(key, { title: 'Otter at the bank' });
    await server.searchWorker.drain();
    await key.data(UPDATE, { input: { id, version: 1, title: 'Otter at the river' } });
    await server.searchWorker.drain();
    const { written, expected } = await words();
    expect(written).toEqual(expected);
    const entries = await server.database.reads.query<{ signature: number | string }[]>(
      'SELECT DISTINCT signature FROM search_words WHERE rowId = ?',
      [id],
    );
    expect(entries.map(({ signature }) => Number(signature))).toEqual([
      signatureOf(['otter', 'at', 'the', 'river']),
    ]);
    await key.data(UPDATE, { input: { id, version: 2, title: 'River at the otter' } });
    const statements = await server.sql.during(() => server.searchWorker.drain());
    expect(statements.filter((statement) => /^(INSERT|DELETE)/.test(statement))).toEqual([]);
  });

  it('holds rows no longer than a thousand words take', async () => {
    const long = (from: number): string =>
      Array.from({ length: 400 }, (_, index) => `w${from + index}`).join(' ');
    for (const from of [0, 1_000, 2_000, 3_000])
      await createVideo(key, { title: 'x', description: long(from) });
    const statements = await server.sql.during(() => server.searchWorker.drain());
    const steps = statements.flatMap((text) => /^INSERT|^UPDATE \w+ SET wordsWritten/.exec(text)?.[0] ?? []);
    expect(steps.map((step) => step.slice(0, 6))).toEqual(['INSERT', 'UPDATE', 'INSERT', 'UPDATE']);
    const { written, expected, staleCount } = await words();
    expect({ written, staleCount }).toEqual({ written: expected, staleCount: 0 });
  });

  it('gives old texts their new form', async () => {
    const { id } = await createVideo(key, { title: 'x' });
    await server.database.transaction((manager) =>
      manager.query(
        "UPDATE videos SET searchText = ' e\u2013mail\n tag\n 日本', wordsWritten = NULL WHERE id = ?",
        [id],
      ),
    );
    await server.searchWorker.drain();
    const [row] = await server.database.reads.query<{ searchText: string }[]>(
      'SELECT searchText FROM videos WHERE id = ?',
      [id],
    );
    expect(row?.searchText).toBe(' e mail\n tag\n 日 本');
    const { written, expected, staleCount } = await words();
    expect({ written, staleCount }).toEqual({ written: expected, staleCount: 0 });
  });

  it('forgets what is gone for good, in the same transaction; the trash keeps it', async () => {
    const { id } = await createVideo(key, { title: 'Otter', slug: 'otter' });
    const memberId = await addMember(key, 'Noor');
    const collection = await createCollection(key, 'Rivers');
    await server.searchWorker.drain();
    await key.data(
      `mutation ($video: ID!, $member: ID!, $collection: ID!) {
        deleteVideo(id: $video) { id } removeMember(id: $member) { id } deleteCollection(id: $collection) { id }
      }`,
      { video: id, member: memberId, collection: collection.id },
    );
    expect((await words()).written).toEqual([`${id} otter`]);
    server.clock.advance({ days: 31 });
    await createVideo(key, { title: 'Another', slug: 'otter' });
    expect((await words()).written).toEqual([]);
  });

  it('is caught up with by the next process when one is killed while it writes', async () => {
    await bulkMembers(server.database, platform.id, 3_000, server.clock.now());
    running = await startProcess(server.databaseUrl);
    await eventually(30_000, async () => expect((await words()).written.length).toBeGreaterThan(100));
    const gone = once(running.process, 'exit');
    running.process.kill('SIGKILL');
    await gone;
    const left = await words();
    expect(left.staleCount).toBeGreaterThan(0);
    await server.searchWorker.drain();
    const { written, expected, staleCount } = await words();
    expect({ written, staleCount }).toEqual({ written: expected, staleCount: 0 });
  });

  it('follows edits some seconds later, many of them as one, until it is told to stop', async () => {
    const { id } = await createVideo(key, { title: 'Edit 0' });
    server.searchWorker.start();
    await server.searchTimer.started(1);
    expect((await words()).written).toEqual([`${id} 0`, `${id} edit`]);
    for (let version = 1; version <= 5; version += 1) {
      await key.data(UPDATE, { input: { id, version, title: `Edit ${version}` } });
    }
    const statements = await server.sql.during(async () => {
      server.searchTimer.advance(5_000);
      await server.searchTimer.started(1);
    });
    expect(statements.filter((statement) => /^INSERT/.test(statement))).toHaveLength(1);
    expect((await words()).written).toEqual([`${id} 5`, `${id} edit`]);
    await server.searchWorker.stop();
    expect(server.searchTimer.pending).toBe(0);
  });
});
