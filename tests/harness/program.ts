import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/projectRoot';

/** A program of ours in a process of its own. */
export interface Program {
  readonly process: ChildProcess;
  /** What it has written so far, to either stream. */
  output(): string;
  /** Resolves when its output matches, with the match; rejects when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number | null>;
}

/**
 * Starts a program as it is built, without a terminal and with no environment but this.
 * @param script `main`, `cli/createAdmin`
 */
export function startProgram(
  script: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Program {
  const child = spawn(process.execPath, [builtScript(script), ...args], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, LATCHKEY_BCRYPT_COST: '4', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const onOutput: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of onOutput) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    process: child,
    output: () => output,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (match !== null) resolve(match);
        };
        onOutput.push(look);
        look();
        void ended.then((code) => reject(new Error(`It ended with ${code} and said: ${output}`)));
      }),
  };
}

/** Where the build puts a program. */
export function builtScript(name: string): string {
  return join(projectRoot, 'dist', 'src', `${name}.js`);
}

/** Runs a program to its end. */
export async function runProgram(
  ...[script, args, settings]: Parameters<typeof startProgram>
): Promise<{ code: number | null; output: string }> {
  const program = startProgram(script, args, settings);
  const code = await program.ended;
  return { code, output: program.output() };
}
