import { LatchkeyError } from '../errors';

/** The request is larger than the server takes on: nothing of it ran. */
export class RequestLimitError extends LatchkeyError {
  override readonly code = 'BAD_USER_INPUT';
  override readonly status = 400;

  /**
   * @param what is counted, in the plural
   * @param found how many there are; left out where counting stopped at the limit
   */
  constructor(what: string, limit: number, found?: number) {
    super(
      found === undefined
        ? `The request has too many ${what}: at most ${limit} are allowed.`
        : `The request comes to ${found} ${what}: at most ${limit} are allowed.`,
      { limited: what, limit, ...(found === undefined ? {} : { found }) },
    );
  }
}
