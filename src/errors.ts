/** Values that may stand in an error's `extensions`: plain JSON. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'ADMIN_ONLY'
  | 'BAD_USER_INPUT'
  | 'GUARDRAIL_EXCEEDED'
  | 'RATE_LIMITED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'NOT_CONFIGURED'
  | 'UPSTREAM_FAILED'
  | 'UNAVAILABLE';

/**
 * A failure that the caller is meant to see: its message and details are written for them and hold nothing else.
 * Whatever is thrown and is not one of these is masked as INTERNAL_SERVER_ERROR.
 */
export abstract class LatchkeyError extends Error {
  abstract readonly code: ErrorCode;
  /** HTTP status when the error refuses the whole request; inside `data`/`errors` the answer stays 200. */
  abstract readonly status: number;
  readonly details: ErrorDetails;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, details: ErrorDetails = {}, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    // A class that names itself is renamed when it is bundled: its own methods say `new this`.
    this.name = new.target.name;
    this.details = details;
    this.headers = headers;
  }
}

const BEARER_REALM = 'Bearer realm="latchkey"';

/** 401. Without credentials the challenge is bare; with bad ones it says `invalid_token` (RFC 6750 section 3.1). */
export class UnauthenticatedError extends LatchkeyError {
  override readonly code = 'UNAUTHENTICATED';
  override readonly status = 401;

  /** No credentials were sent, and the operation needs them. */
  static missing(): UnauthenticatedError {
    return new this(
      'This request needs credentials: send an API key or an admin session as "Authorization: Bearer …".',
      {},
      { 'www-authenticate': BEARER_REALM },
    );
  }

  /** Signing in: the same for an e-mail that nobody has as for a wrong password. */
  static wrongPassword(): UnauthenticatedError {
    return new this('The e-mail or the password is wrong.');
  }

  /** Malformed, unknown, wrong, expired or revoked: one and the same answer, so that nothing can be probed. */
  static invalid(): UnauthenticatedError {
    return new this(
      'The credentials are not valid: unknown, expired or revoked.',
      {},
      { 'www-authenticate': `${BEARER_REALM}, error="invalid_token"` },
    );
  }
}

export interface ForbiddenField {
  /** Schema coordinate, `Video.title`. */
  readonly coordinate: string;
  /** Response keys from the root to the first place that asks for it. */
  readonly path: readonly string[];
  readonly scope: string;
}

/** 403: scopes are missing. Names all of them at once, and the fields that ask for them. */
export class ForbiddenError extends LatchkeyError {
  override readonly code = 'FORBIDDEN';
  override readonly status = 403;

  constructor(
    requiredScopes: readonly string[],
    missingScopes: readonly string[],
    fields: readonly ForbiddenField[],
  ) {
    super(
      `The API key lacks ${missingScopes.length === 1 ? 'the scope' : 'the scopes'} ${missingScopes.join(', ')}.`,
      { requiredScopes, missingScopes, fields },
      {
        'www-authenticate': `${BEARER_REALM}, error="insufficient_scope", scope="${missingScopes.join(' ')}"`,
      },
    );
  }
}

/** 403: only a signed-in admin may do this, whatever scopes a key holds. */
export class AdminOnlyError extends LatchkeyError {
  override readonly code = 'ADMIN_ONLY';
  override readonly status = 403;

  /** @param coordinates schema coordinates of the admin-only fields, `Mutation.createApiKey` */
  constructor(coordinates: readonly string[]) {
    super(`Only a signed-in platform admin may use ${coordinates.join(', ')}; an API key never can.`, {
      coordinates,
    });
  }
}

/** Bad input, with the field that is wrong (as a path, `input.title`) and what is allowed. */
export class BadUserInputError extends LatchkeyError {
  override readonly code = 'BAD_USER_INPUT';
  override readonly status = 400;

  constructor(field: string, problem: string, allowed?: string | readonly string[]) {
    super(`${field}: ${problem}`, { field, ...(allowed === undefined ? {} : { allowed }) });
  }
}

/** Not there, or another platform's: the two are never told apart. */
export class NotFoundError extends LatchkeyError {
  override readonly code = 'NOT_FOUND';
  override readonly status = 404;

  /**
   * @param what the noun as the schema says it, `Video`
   * @param id as the caller gave it; a longer one than any id is cut, so that no megabyte is sent back
   * @param field where it stands in the input, when there are many of them: `input.events.3.videoId`
   */
  constructor(what: string, id: string, field?: string) {
    const shown = id.slice(0, 64);
    const place = field === undefined ? '' : `${field}: `;
    super(`${place}${what} ${JSON.stringify(shown)} was not found.`, {
      id: shown,
      ...(field === undefined ? {} : { field }),
    });
  }
}

/** The row was changed by someone else, or a name is taken. */
export class ConflictError extends LatchkeyError {
  override readonly code = 'CONFLICT';
  override readonly status = 409;

  /** Optimistic lock: the caller edited `given`, the row is at `current` by now. */
  static staleVersion(what: string, given: number, current: number): ConflictError {
    return new this(`${what} was changed by someone else: read it again and repeat the edit.`, {
      field: 'version',
      given,
      current,
    });
  }

  static duplicate(field: string, value: string): ConflictError {
    return new this(`${field}: ${JSON.stringify(value)} is already in use.`, { field });
  }
}

export interface LimitState {
  readonly limit: number;
  readonly used: number;
  readonly resetAt: Date;
}

/** A tool's ceiling on a platform is reached. */
export class GuardrailExceededError extends LatchkeyError {
  override readonly code = 'GUARDRAIL_EXCEEDED';
  override readonly status = 429;

  constructor(tool: string, unit: string, state: LimitState) {
    super(
      `${tool} is limited to ${state.limit} ${unit}; ${state.used} are used. Resets at ${state.resetAt.toISOString()}.`,
      { tool, unit, limit: state.limit, used: state.used, resetAt: state.resetAt.toISOString() },
    );
  }
}

/** Too many tries: come back after `resetAt`. */
export class RateLimitedError extends LatchkeyError {
  override readonly code = 'RATE_LIMITED';
  override readonly status = 429;

  constructor(message: string, state: LimitState, now: Date) {
    const seconds = Math.max(1, Math.ceil((state.resetAt.getTime() - now.getTime()) / 1000));
    super(
      message,
      { limit: state.limit, used: state.used, resetAt: state.resetAt.toISOString() },
      { 'retry-after': String(seconds) },
    );
  }
}

/** The server can't answer right now (overload, database away); nothing was done. */
export class UnavailableError extends LatchkeyError {
  override readonly code = 'UNAVAILABLE';
  override readonly status = 503;

  constructor(message = 'The service is briefly unavailable; nothing was done. Try again.') {
    super(message, {}, { 'retry-after': '1' });
  }

  /** The database took a change and did not say whether it kept it. */
  static unknownOutcome(): UnavailableError {
    return new this(
      'The service is briefly unavailable, and whether this change was made is not known: read before you try again.',
    );
  }
}

/** The tool needs a service that nobody has set up; reads still work. */
export class NotConfiguredError extends LatchkeyError {
  override readonly code = 'NOT_CONFIGURED';
  override readonly status = 503;

  /**
   * @param what is not set up: `Stripe`
   * @param missing what it takes: the name of a setting
   */
  constructor(what: string, missing: string) {
    super(`${what} is not set up: ${missing} is missing.`, { missing });
  }
}

/** Another service was asked and failed, refused or did not answer; nothing was changed here. */
export class UpstreamFailedError extends LatchkeyError {
  override readonly code = 'UPSTREAM_FAILED';
  override readonly status = 502;

  /**
   * @param service who failed: `Stripe`
   * @param message the service's own words, without any secret
   * @param details more that the caller may see, such as the service's own code
   */
  constructor(service: string, message: string, details: ErrorDetails = {}) {
    super(`${service}: ${message}`, { service, ...details });
  }
}
