import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Config } from '../../src/config';
import { projectRoot } from '../../src/projectRoot';
import { Client } from './Client';
import { builtScript } from './program';

/** The product in a process of its own, started as `npm start` does, over a database that exists already. */
export interface ServerProcess {
  readonly address: string;
  readonly process: ChildProcess;
  /** A client without credentials. */
  readonly anonymous: Client;
  /** Sends SIGTERM, and resolves when the process is gone. */
  stop(): Promise<void>;
}

/** @param settings environment variables, beside those of the tests */
export async function startProcess(
  databaseUrl: string,
  settings: Partial<Record<keyof Config, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [builtScript('main')], {
    cwd: projectRoot,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await addressOf(child);
  return {
    address,
    process: child,
    anonymous: new Client(address, null),
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Waits for the log line that says where the server listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened.`)));
    if (child.stdout === null) return reject(new Error('The server has no output.'));
    createInterface(child.stdout).on('line', (line) => {
      const address = /"address":"([^"]+)"/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}
