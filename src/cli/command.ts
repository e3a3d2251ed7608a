import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../config';
import { openDatabase } from '../database/openDatabase';
import { BadUserInputError, LatchkeyError } from '../errors';
import { oneLine } from '../oneLine';
import { createOperatorServices, type OperatorServices } from '../operatorServices';

/** The values that the operator gave. */
export interface Options {
  /** Of an option that is required, and therefore there. */
  of(name: string): string;
  /** Of an option that may be left out. */
  find(name: string): string | undefined;
  /** Whether to make up a password rather than to ask for it. */
  readonly generatePassword: boolean;
}

/** A command of the operator's, run as `npm run <name> -- --option value`. */
export interface Command {
  /** The npm script. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly purpose: string;
  /** Options that take a value, with the word that stands for it: `{ 'admin-email': 'e-mail' }`. */
  readonly required: Readonly<Record<string, string>>;
  readonly optional: Readonly<Record<string, string>>;
  run(operator: OperatorServices, options: Options): Promise<void>;
}

/** The command can't do what was asked; the message is one line for the operator. */
export class CommandError extends Error {}

/** The options are not what the command takes. */
class UsageError extends CommandError {}

/**
 * Runs a command on the database that the settings name, after the migrations. A server may be running on it.
 * Ends the process with 2 when the options are wrong and 1 when anything else is, after one clear line.
 */
export async function runCommand(command: Command): Promise<void> {
  try {
    const options = readOptions(command);
    if (options === null) return console.log(`${command.purpose}\n${usageOf(command)}`);
    const config = readConfig();
    const database = await openDatabase({
      url: config.DATABASE_URL,
      poolSize: 1,
      timeoutMs: config.LATCHKEY_DATABASE_TIMEOUT_MS,
    });
    try {
      await database.migrate();
      await command.run(createOperatorServices(database, config), options);
    } finally {
      await database.close();
    }
  } catch (error) {
    console.error(explain(error));
    if (error instanceof UsageError) console.error(usageOf(command));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** Null when help is wanted rather than the command. */
function readOptions({ required, optional }: Command): Options | null {
  const given = parse(Object.keys({ ...required, ...optional }));
  if (given.help === true) return null;
  const find = (name: string): string | undefined => {
    const value = given[name];
    return typeof value === 'string' ? value : undefined;
  };
  const missing = Object.keys(required).filter((name) => find(name) === undefined);
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.map((name) => `--${name}`).join(', ')}.`);
  const of = (name: string): string => {
    const value = find(name);
    if (value === undefined) throw new Error(`--${name} is not among the required options.`);
    return value;
  };
  return { of, find, generatePassword: given['generate-password'] === true };
}

function parse(names: readonly string[]): Record<string, unknown> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const flags = { 'generate-password': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ options: { ...options, ...flags }, strict: true }).values;
  } catch (error) {
    // Its messages go on to explain how to write what nobody meant to write.
    throw new UsageError(oneLine(error).split(/\. |\n/)[0]);
  }
}

function usageOf({ name, required, optional }: Command): string {
  const shown = [
    ...Object.entries(required).map(([option, value]) => `--${option} <${value}>`),
    ...Object.entries(optional).map(([option, value]) => `[--${option} <${value}>]`),
    '[--generate-password]',
  ];
  return `Usage: npm run ${name} -- ${shown.join(' ')}`;
}

function explain(error: unknown): string {
  if (error instanceof BadUserInputError && typeof error.details.allowed === 'string')
    return `${error.message} Allowed: ${error.details.allowed}.`;
  if (error instanceof LatchkeyError || error instanceof CommandError || error instanceof ConfigError)
    return error.message;
  return `It did not work: ${oneLine(error)}`;
}
