import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { generatePassword, requirePassword } from '../admins/passwords';
import { BadUserInputError } from '../errors';
import { CommandError } from './command';

export interface NewPassword {
  readonly password: string;
  /** What to tell about it; holds the password when it was made up, and nobody else knows it. */
  readonly note: string;
}

/**
 * Asks for a new password twice, without showing it. Makes one up instead when that is wanted, or when there is nobody at
 * a terminal to ask.
 * @throws CommandError when none is given
 */
export async function newPassword(generate: boolean): Promise<NewPassword> {
  if (!generate && process.stdin.isTTY) {
    return { password: await askForPassword(), note: 'The password is the one that you typed.' };
  }
  const password = generatePassword();
  return { password, note: `Password (shown this once): ${password}` };
}

async function askForPassword(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  try {
    for (;;) {
      const password = await ask(terminal, 'Password: ');
      const problem = problemOf(password);
      if (problem !== null) console.error(problem);
      else if ((await ask(terminal, 'Once more: ')) === password) return password;
      else console.error('The two are not the same.');
    }
  } finally {
    terminal.close();
  }
}

/** The terminal shows what is written back to it, and nothing is. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function ask(terminal: Interface, question: string): Promise<string> {
  process.stderr.write(question);
  return new Promise<string>((resolve, reject) => {
    const stop = (): void => reject(new CommandError('No password was given; nothing was done.'));
    terminal.once('close', stop);
    terminal.once('line', (line) => {
      terminal.off('close', stop);
      resolve(line);
    });
  }).finally(() => process.stderr.write('\n'));
}

function problemOf(password: string): string | null {
  try {
    requirePassword('Password', password);
    return null;
  } catch (error) {
    if (!(error instanceof BadUserInputError)) throw error;
    return `${error.message} Allowed: ${String(error.details.allowed)}.`;
  }
}
