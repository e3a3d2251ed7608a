import { openDatabase } from '../src/database/openDatabase';
import { Client } from './harness/Client';
import { type Program, startProgram } from './harness/program';
import { signedIn } from './harness/signIn';
import { createTestDatabase, type TestDatabase } from './harness/testDatabase';

const CONTENT = `{
  videos(first: 100) {
    nodes { title slug description tags status visibility durationSeconds thumbnailUrl createdAt }
  }
  collections(first: 100) { nodes { title slug description videos(first: 5) { nodes { title } } } }
  members(first: 100) { nodes { email name status tags joinedAt lastSeenAt } }
}`;

const accountsIn = (output: string): { email: string; password: string }[] =>
  [...output.matchAll(/E-mail: +(\S+)\n +Password: +(\S+)/g)].map(([, email = '', password = '']) => ({
    email,
    password,
  }));

describe('the first start on an empty database', () => {
  const databases: TestDatabase[] = [];
  const emptyDatabase = async (): Promise<string> => {
    const database = await createTestDatabase();
    databases.push(database);
    return database.url;
  };
  const programs: Program[] = [];
  afterEach(() => {
    for (const program of programs) program.process.kill('SIGKILL');
  });
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  /** Starts the program on a database, and waits until it listens. */
  async function start(
    databaseUrl: string,
    settings: Record<string, string> = {},
  ): Promise<{ program: Program; client: Client }> {
    const network = { HOST: '127.0.0.1', PORT: '0' };
    const program = startProgram('src/main.ts', [], { DATABASE_URL: databaseUrl, ...network, ...settings });
    programs.push(program);
    const [, address = ''] = await program.until(/"address":"([^"]+)"/);
    return { program, client: new Client(address, null) };
  }

  async function stop(program: Program): Promise<void> {
    program.process.kill('SIGTERM');
    await program.ended;
  }

  /** Starts, signs in as each of the admins, and reads what the platforms hold. */
  async function demoOf(databaseUrl: string): Promise<{ content: unknown[]; output: string }> {
    const { program, client } = await start(databaseUrl);
    await program.until(/Read with it/);
    const accounts = accountsIn(program.output());
    const content: unknown[] = [];
    for (const { email, password } of accounts) {
      const admin = await signedIn(client, email, password);
      content.push(email, await admin.data(CONTENT));
    }
    await stop(program);
    return { content, output: program.output() };
  }

  it('makes the same two platforms every time, with passwords of their own', async () => {
    const [one, other] = [await demoOf(await emptyDatabase()), await demoOf(await emptyDatabase())];
    expect(one.content).toHaveLength(4);
    expect(JSON.stringify(one.content).length).toBeGreaterThan(50_000);
    expect(other.content).toEqual(one.content);
    const passwords = [one, other].flatMap(({ output }) =>
      accountsIn(output).map(({ password }) => password),
    );
    expect(new Set(passwords).size).toBe(4);
  });

  it('prints a curl that signs in; a second start finds all of it and prints no password', async () => {
    const url = await emptyDatabase();
    const first = await start(url);
    await first.program.until(/Read with it/);
    const [, , body = ''] = await first.program.until(
      /(curl -s \S+ -H '[^']+') -d '(\{"query":"mutation[^']*)'/,
    );
    const answer = await first.client.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.text).toMatch(/"token":"as_/);
    await stop(first.program);

    const second = await start(url);
    await second.program.until(/Endpoint: http/);
    await stop(second.program);
    expect(second.program.output()).not.toMatch(/password|curl/i);
    const database = await openDatabase({ url, poolSize: 1 });
    const counts = await Promise.all(
      ['platforms', 'admins', 'videos', 'collections', 'members'].map(async (table) => {
        const [row] = await database.reads.query<{ n: number | string }[]>(
          `SELECT COUNT(*) AS n FROM ${table}`,
        );
        return Number(row?.n);
      }),
    );
    await database.close();
    expect(counts).toEqual([2, 2, 600, 200, 800]);
  });

  it('makes nothing in production, and says what to do', async () => {
    const { program } = await start(await emptyDatabase(), { NODE_ENV: 'production' });
    await program.until(/there is no platform yet; make one: npm run platform:create/);
    await stop(program);
    expect(program.output()).not.toMatch(/password|curl/i);
  });
});
