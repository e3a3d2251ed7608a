import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/projectRoot';

/** The product as a process of its own, as an operator runs it. */
export class ServerProcess {
  private constructor(
    private readonly process: ChildProcess,
    /** `http://127.0.0.1:40123` */
    readonly address: string,
    /** What it wrote so far, line by line. */
    readonly output: readonly string[],
  ) {}

  /** Starts it on a free port, and resolves when it listens. */
  static async start(settings: Record<string, string>): Promise<ServerProcess> {
    const child = spawn(process.execPath, ['-r', 'esbuild-register', 'src/main.ts'], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => output.push(line));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => output.push(line));
    const address = await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        const found = /"address":"([^"]+)"/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', (code) => reject(new Error(`exited with ${code}: ${output.join('\n')}`)));
    });
    return new ServerProcess(child, address, output);
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Its exit code, once it is gone. */
  async exited(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}
