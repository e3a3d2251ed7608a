import { createServer as createListener, type AddressInfo } from 'node:net';
import { type Connection, type RowDataPacket } from 'mysql2/promise';
import pino from 'pino';
import { type AdminPrincipal } from '../../src/auth/principal';
import { readConfig } from '../../src/config';
import { type Database } from '../../src/database/Database';
import { openDatabase } from '../../src/database/openDatabase';
import { createServer, type Server } from '../../src/server';
import { type RunningServer, servers, start } from '../servers';
import { connect, type FilledDatabase } from './fill';
import { type Probe } from './Probe';
import { type Statement, StatementLog } from './StatementLog';

const PASSWORD = 'a password of the bench';

/** What a probe answered, far enough to walk through it. */
export type Answer = Readonly<Record<string, unknown>>;

/**
 * A platform with two servers over it: one to time, which is what production runs, and one in this process, whose
 * statements are seen.
 */
export class Side {
  private constructor(
    readonly filled: FilledDatabase,
    /** For looking into the database beside the servers. */
    readonly connection: Connection,
    private readonly timed: RunningServer,
    private readonly seen: { server: Server; database: Database; url: string; log: StatementLog },
    private readonly authorizations: Readonly<Record<Probe['caller'], string>>,
  ) {}

  static async open(filled: FilledDatabase): Promise<Side> {
    const { url, platformId } = filled;
    const config = readConfig({ DATABASE_URL: url, NODE_ENV: 'production', PORT: '0', HOST: '127.0.0.1' });
    const log = new StatementLog();
    const database = await openDatabase({ url, poolSize: 4, timeoutMs: 60_000, logger: log });
    const logger = pino({ level: 'silent' });
    const server = await createServer({ config, database, clock: () => new Date(), logger });
    const address = await server.listen();
    const authorizations = await authorize(server, platformId);
    const timed = await start(servers[0]!, url, await freePort());
    const seen = { server, database, url: `${address}/graphql`, log };
    return new Side(filled, await connect(url), timed, seen, authorizations);
  }

  /**
   * How long an answer takes, in milliseconds; infinitely long when the server gives up on a statement.
   * @throws Error when it is not a 200 without other errors
   */
  async time(probe: Probe, variables: object): Promise<number> {
    const began = performance.now();
    try {
      await this.post(this.timed.url, probe, variables);
    } catch (error) {
      if (error instanceof Error && error.message.includes('UNAVAILABLE')) return Number.POSITIVE_INFINITY;
      throw error;
    }
    return performance.now() - began;
  }

  /** What is answered, and the statements that were run for it, but for those that tell who is calling. */
  async look(probe: Probe, variables: object): Promise<{ answer: Answer; statements: Statement[] }> {
    this.seen.log.clear();
    const answer = await this.post(this.seen.url, probe, variables);
    return { answer, statements: this.seen.log.selects() };
  }

  /** The first row of a statement, whose `:platformId` is the platform's. */
  async first<Row>(sql: string): Promise<Row | undefined> {
    const id = this.connection.escape(this.filled.platformId);
    const [rows] = await this.connection.query<RowDataPacket[]>(sql.replaceAll(':platformId', id));
    return rows[0] as Row | undefined;
  }

  async close(): Promise<void> {
    await this.timed.stop();
    await this.seen.server.close();
    await this.seen.database.close();
    await this.connection.end();
  }

  private async post(url: string, { name, query, caller }: Probe, variables: object): Promise<Answer> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: this.authorizations[caller] },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Answer; errors?: unknown };
    if (response.status !== 200 || errors !== undefined || data === undefined)
      throw new Error(`${name}: ${JSON.stringify(errors)} ${query} ${JSON.stringify(variables)}`);
    return data;
  }
}

/** A key that holds every scope, and an admin's session; both of this run alone. */
async function authorize({ services }: Server, platformId: string): Promise<Record<Probe['caller'], string>> {
  const run = `${Date.now()}`;
  const email = `bench-${run}@example.com`;
  const admin = await services.admins.create({ platformId, email, name: 'Bench', password: PASSWORD });
  const { token: session } = await services.sessions.signIn({
    email,
    password: PASSWORD,
    clientAddress: '127.0.0.1',
    requestId: 'bench',
  });
  const principal: AdminPrincipal = {
    kind: 'admin',
    requestId: 'bench',
    id: admin.id,
    name: admin.name,
    email,
    platformId,
    sessionId: 'bench',
    scopes: services.catalogue.all,
    expiresAt: new Date(8.64e15),
  };
  const scopes = services.catalogue.scopes.map(({ id }) => id);
  const { token } = await services.apiKeys.create(principal, { name: `Bench ${run}`, scopes });
  return { key: `Bearer ${token.reveal()}`, admin: `Bearer ${session}` };
}

/** Whoever else answers at a port that was chosen beforehand would be taken for the server. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createListener();
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      listener.close(() => resolve(port));
    });
  });
}
