import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { eventually } from './eventually';

/** A MariaDB server of a test's own, to be killed and frozen. Its data outlives its process. */
export class OwnServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<OwnServer> {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-mariadb-'));
    execFileSync(
      'mariadb-install-db',
      [
        '--no-defaults',
        `--datadir=${folder}`,
        `--user=${userInfo().username}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
      ],
      { stdio: 'ignore' },
    );
    const server = new OwnServer(folder, await freePort());
    await server.revive();
    const connection = await server.connect();
    await connection.query('CREATE DATABASE latchkey');
    await connection.end();
    return server;
  }

  get url(): string {
    return `mariadb://root@127.0.0.1:${this.port}/latchkey`;
  }

  /** A connection that the product knows nothing of. */
  async connect(): Promise<Connection> {
    return createConnection({ host: '127.0.0.1', port: this.port, user: 'root' });
  }

  /** As the kernel does when memory runs out. */
  async kill(): Promise<void> {
    if (this.process === undefined) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
    this.process = undefined;
  }

  /** Brings it back on the same port, and resolves when it answers. */
  async revive(): Promise<void> {
    this.process ??= spawn(
      'mariadbd',
      [
        '--no-defaults',
        `--datadir=${this.folder}`,
        `--socket=${join(this.folder, 'socket')}`,
        `--pid-file=${join(this.folder, 'pid')}`,
        `--port=${this.port}`,
        `--user=${userInfo().username}`,
        '--bind-address=127.0.0.1',
        '--innodb-buffer-pool-size=32M',
      ],
      { stdio: 'ignore' },
    );
    await eventually(20_000, async () => (await this.connect()).end());
  }

  /** There, holding its connections, and silent. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
