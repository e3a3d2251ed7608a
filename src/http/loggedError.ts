import { QueryFailedError } from 'typeorm';

/** An error as the log may hold it. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** The statement, with placeholders where its values were. */
  readonly sql?: string;
  readonly stack: readonly string[];
  readonly cause?: LoggedError;
}

const MAX_MESSAGE_LENGTH = 500;
const MAX_SQL_LENGTH = 2_000;
const MAX_CAUSES = 3;

/**
 * What helps to find a fault, and none of the values that were at hand: drivers put statements with their values, hashes
 * among them, on their errors and quote them in messages.
 */
export function loggedError(error: unknown, causes = MAX_CAUSES): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error', stack: [] };
  const { code } = error as { code?: unknown };
  const driverError: unknown = error instanceof QueryFailedError ? error.driverError : undefined;
  const cause = driverError ?? error.cause;
  return {
    type: error.name,
    message: withoutValues(error.message).slice(0, MAX_MESSAGE_LENGTH),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error instanceof QueryFailedError
      ? { sql: withoutValues(error.query).slice(0, MAX_SQL_LENGTH) }
      : {}),
    stack: framesOf(error),
    ...(cause instanceof Error && causes > 0 ? { cause: loggedError(cause, causes - 1) } : {}),
  };
}

/** Both engines quote values in single quotes: `Duplicate entry 'ada@example.com' for key 'uq_admins_email'`. */
function withoutValues(text: string): string {
  return text.replaceAll(/'[^']*'/g, "'…'");
}

/** The lines of the stack without its head, which repeats the message. */
function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
