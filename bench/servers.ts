import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** A server that can be put under load. */
export interface ServerKind {
  readonly name: string;
  /** What node runs. */
  readonly argv: readonly string[];
  readonly path: string;
  readonly sendsKey: boolean;
}

/** Of the project. */
export const root = join(__dirname, '..');
const peer = (file: string): string[] => ['-r', 'esbuild-register', join(__dirname, 'peers', file)];

export const latchkey: ServerKind = {
  name: 'latchkey',
  argv: [join(root, 'dist/src/main.js')],
  path: '/graphql',
  sendsKey: true,
};

export const servers: readonly ServerKind[] = [
  latchkey,
  { name: 'apollo', argv: peer('apollo.ts'), path: '/', sendsKey: false },
  { name: 'apollo + shield', argv: peer('apollo-shield.ts'), path: '/', sendsKey: true },
  { name: 'mercurius + jit + auth', argv: peer('mercurius.ts'), path: '/graphql', sendsKey: true },
];

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** The cores that it may use, as taskset(1) takes them; all of them when null. The first one when left out. */
  readonly cores?: string | null;
  /** Environment variables beside the bench's own. */
  readonly settings?: NodeJS.ProcessEnv;
}

/**
 * Starts a server; by default on the first core, the load coming from the others.
 * @throws Error when it does not answer within 20 s
 */
export async function start(
  kind: ServerKind,
  databaseUrl: string,
  port: number,
  options: StartOptions = {},
): Promise<RunningServer> {
  const child = launch(kind, databaseUrl, port, options);
  if (child.pid === undefined) throw new Error(`${kind.name} did not start.`);
  const url = `http://127.0.0.1:${port}${kind.path}`;
  await answers(url, child);
  return { url, pid: child.pid, stop: () => stop(child) };
}

/** As {@link start}, without waiting for it. */
export function launch(
  kind: ServerKind,
  databaseUrl: string,
  port: number,
  { cores = '0', settings = {} }: StartOptions = {},
): ChildProcess {
  const [command, argv] =
    cores === null
      ? [process.execPath, kind.argv]
      : ['taskset', ['-c', cores, process.execPath, ...kind.argv]];
  const child = spawn(command, argv, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      ...settings,
    },
  });
  // Whatever ends the bench, no server stays behind to answer in the next one's place.
  const end = (): void => void child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

/** Resolves when it has ended. */
export function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt += 1) {
    try {
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`Nothing answers at ${url}.`);
}
