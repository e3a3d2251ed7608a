import { openDatabase } from '../src/database/openDatabase';
import { Client } from './harness/Client';
import { type Program, startProgram } from './harness/program';
import { signedIn } from './harness/signIn';
import { createTestDatabase, type TestDatabase } from './harness/testDatabase';

const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const THREE_MONTHS = `{ from: "${dayAgo(90)}", to: "${dayAgo(0)}" }`;

const CONTENT = `{
  videos(first: 100) {
    nodes { captions { language label content } title slug description tags status visibility durationSeconds thumbnailUrl createdAt }
  }
  collections(first: 100) { nodes { title slug description videos(first: 5) { nodes { title } } } }
  categories(first: 100) { nodes { name parent { name } videos(first: 3) { nodes { title } } } }
  liveEvents(first: 100) { nodes { title status startsAt endsAt recording { title } cancellationReason } }
  comments(first: 100) { nodes { text status authorName member { email } video { slug } createdAt } }
  posts { nodes { title body status pinned publishedAt } }
  pages { nodes { title slug body status navigationPosition } }
  branding { logoUrl primaryColor fontFamily tagline socialLinks { network url } }
  segments { nodes { name description filter { status } } }
  accessGrants(first: 100) { nodes { everything status until reason grantedBy createdAt revokedAt } }
  plans { nodes { name price { amount currency } interval collections { nodes { title } } } }
  coupons { nodes { code percentOff timesRedeemed } }
  subscriptions(first: 100) { nodes { status startedAt currentPeriodEnd plan { name } member { email } } }
  payments(first: 100) { nodes { status amount { amount } createdAt refunds { amount { amount } reason } } }
  members(first: 100) { nodes { email name status tags joinedAt lastSeenAt unsubscribedAt } }
  emails(first: 10) {
    nodes { subject body status recipientCount sentAt delivery { queued sent failed } }
  }
  topVideos(range: ${THREE_MONTHS}, first: 100) { video { title } total { plays viewers completions } }
  audienceAnalytics(range: ${THREE_MONTHS}, granularity: WEEK) { points { from plays viewers newMembers } }
}`;

const accountsIn = (output: string): { email: string; password: string }[] =>
  [...output.matchAll(/E-mail: +(\S+)\n +Password: +(\S+)/g)].map(([, email = '', password = '']) => ({
    email,
    password,
  }));

/** The printed commands that call curl, each as the words that a shell makes of it. */
const commandsIn = (output: string): string[][] =>
  [...output.matchAll(/^ +(curl .*)$/gm)].map(([, line = '']) =>
    [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
  );

/** Does what curl would, which not every machine has. Gives the answer's body. */
async function paste(words: readonly string[] = [], values: Record<string, string>): Promise<string> {
  const filled = words.map((word) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(name, value), word),
  );
  const after = (flag: string): string[] => filled.filter((_word, index) => filled[index - 1] === flag);
  const headers = new Headers(
    after('-H').map((header): [string, string] => {
      const [name = '', value = ''] = header.split(/: (.*)/);
      return [name, value];
    }),
  );
  const [address = ''] = filled.filter((word) => word.startsWith('http'));
  const answer = await fetch(address, { method: 'POST', headers, body: after('-d').join('') });
  return answer.text();
}

// Each test starts the program once or twice.
jest.setTimeout(90_000);

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
    const program = startProgram('main', [], { DATABASE_URL: databaseUrl, ...network, ...settings });
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
    const urls = [await emptyDatabase(), await emptyDatabase()];
    const [one, other] = await Promise.all(urls.map(demoOf));
    if (one === undefined || other === undefined) throw new Error('Two were started.');
    expect(one.content).toHaveLength(4);
    expect(JSON.stringify(one.content).length).toBeGreaterThan(50_000);
    expect(other.content).toEqual(one.content);
    const passwords = [one, other].flatMap(({ output }) =>
      accountsIn(output).map(({ password }) => password),
    );
    expect(new Set(passwords).size).toBe(4);
  });

  it('prints commands that work as they stand; a second start finds all of it and prints no password', async () => {
    const url = await emptyDatabase();
    const first = await start(url);
    await first.program.until(/Read with it[^]*"}'\n/);
    const login = await paste(commandsIn(first.program.output())[0], {});
    const TOKEN = /"(as_\w+)"/.exec(login)?.[1] ?? '';
    const created = await paste(commandsIn(first.program.output())[1], { TOKEN });
    const KEY = /"(ac_\w+)"/.exec(created)?.[1] ?? '';
    const videos = await paste(commandsIn(first.program.output())[2], { KEY });
    expect(videos).toMatch(/"title":/);
    await stop(first.program);

    const second = await start(url);
    await second.program.until(/Endpoint: http/);
    await stop(second.program);
    expect(second.program.output()).not.toMatch(/password|curl/i);
    const database = await openDatabase({ url, poolSize: 1 });
    const counts = await Promise.all(
      [
        'platforms',
        'admins',
        'videos',
        'collections',
        'members',
        'plans',
        'coupons',
        'segments',
        'access_grants',
        'live_events',
      ].map(async (table) => {
        const [row] = await database.reads.query<{ n: number | string }[]>(
          `SELECT COUNT(*) AS n FROM ${table}`,
        );
        return Number(row?.n);
      }),
    );
    await database.close();
    expect(counts).toEqual([2, 2, 600, 200, 800, 6, 8, 10, 48, 66]);
  });

  it('makes nothing in production, and says what to do', async () => {
    const { program } = await start(await emptyDatabase(), { NODE_ENV: 'production' });
    await program.until(/there is no platform yet; make one: npm run platform:create/);
    await stop(program);
    expect(program.output()).not.toMatch(/password|curl/i);
  });
});
