import { QueryFailedError } from 'typeorm';

/**
 * The database did not answer, or not in time. What was asked of it is not done, unless `mayBeDone`.
 * Thrown by {@link Database}; its message is for the log.
 */
export class DatabaseUnavailableError extends Error {
  constructor(
    message: string,
    /** A commit was sent and its answer did not come: nobody can say which way it went. */
    readonly mayBeDone: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = new.target.name;
  }
}

/** Another process holds the embedded database's file for longer than we wait. */
const LOCKED_FILE_CODES: ReadonlySet<unknown> = new Set(['SQLITE_BUSY', 'SQLITE_LOCKED']);

/** The {@link DatabaseUnavailableError} that an error is or stems from; null when it is of another kind. */
export function unavailableCause(error: unknown): DatabaseUnavailableError | null {
  if (error instanceof DatabaseUnavailableError) return error;
  if (!(error instanceof QueryFailedError)) return null;
  const driverError: unknown = error.driverError;
  if (driverError instanceof DatabaseUnavailableError) return driverError;
  const { code } = error.driverError as { code?: unknown };
  return LOCKED_FILE_CODES.has(code)
    ? new DatabaseUnavailableError('the database file is locked', false, error)
    : null;
}
