import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { type Program, startProgram } from './program';

/** The product in several processes, started as `npm start` does, over a database that exists already. */
export class WorkersProgram {
  private constructor(
    readonly program: Program,
    readonly address: string,
  ) {}

  static async start(databaseUrl: string, settings: Record<string, string> = {}): Promise<WorkersProgram> {
    const program = startProgram('main', [], {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      WORKERS: '2',
      ...settings,
    });
    const [, address = ''] = await program.until(/"address":"([^"]+)"/);
    const started = new WorkersProgram(program, address);
    await started.listening(2);
    return started;
  }

  /** Resolves with the process id of the worker of this number once it listens. */
  async listening(worker: number): Promise<number> {
    const line = new RegExp(`"pid":(\\d+),[^\\n]*"worker":${worker},[^\\n]*"listening"`);
    return Number((await this.program.until(line))[1]);
  }

  /** One operation through a connection of its own: its status and the number of the worker that served it. */
  async ask(token: string | null, query: string): Promise<{ status: number; worker: number }> {
    const id = randomUUID();
    const status = await this.statusOf(token, query, id);
    const [line] = await this.program.until(new RegExp(`\\{[^\\n]*"requestId":"${id}"[^\\n]*"request"\\}`));
    return { status, worker: (JSON.parse(line) as { worker: number }).worker };
  }

  /** Resolves with the status of one operation; rejects when the connection breaks or nothing comes for 5 s. */
  statusOf(token: string | null, query: string, id: string = randomUUID()): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'x-request-id': id,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      };
      const sent = request(`${this.address}/graphql`, { method: 'POST', agent: false, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      });
      sent.setTimeout(5_000, () => sent.destroy(new Error('timed out')));
      sent.once('error', reject).end(JSON.stringify({ query }));
    });
  }

  /** Ends it if it still runs, and resolves with its exit code. */
  stop(): Promise<number | null> {
    this.program.process.kill('SIGTERM');
    return this.program.ended;
  }
}
