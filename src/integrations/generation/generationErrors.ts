import { UpstreamFailedError } from '../../errors';
import { loadOpenAI } from './loadOpenAI';

/** More than this of a service's own words says no more. */
const MAX_MESSAGE = 300;

/** The service turned the call down or can't be reached: no model has worked, and nothing is billed. */
export class NothingGeneratedError extends UpstreamFailedError {}

interface FailedCall {
  /** Who was asked, for the caller: `Text generation`. */
  readonly service: string;
  /** What authenticated the call, which no message may hold. */
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/**
 * What a caller may know of a call that failed: the service's own words where it said why, and nothing of our
 * credentials, which services like to quote. A {@link NothingGeneratedError} unless a model may have worked: one that is
 * not waited for any longer goes on.
 */
export function generationFailure(
  error: unknown,
  { service, apiKey, timeoutMs }: FailedCall,
): UpstreamFailedError {
  const { APIConnectionTimeoutError, APIUserAbortError, APIConnectionError, APIError } = loadOpenAI();
  const failed = (message: string, details = {}): UpstreamFailedError =>
    new NothingGeneratedError(service, message, details);
  if (error instanceof UpstreamFailedError) return error;
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError || isAbort(error))
    return uselessAnswer(service, `there was no answer within ${timeoutMs / 1000} s.`);
  if (error instanceof APIConnectionError) return failed('the service can not be reached.');
  if (!(error instanceof APIError) || error.status === undefined)
    return uselessAnswer(service, 'the service answered with something that can not be read.');
  const status = Number(error.status);
  // Nothing that the caller could mend, and the text often holds a part of the key.
  if (status === 401)
    return failed('the service does not accept the credentials of this server.', { status });
  const said = saidIn(error.error);
  const message = said === null ? `the service answered HTTP ${status}.` : withoutKeys(said, apiKey);
  return failed(message.slice(0, MAX_MESSAGE), { status });
}

/** A model has worked, or may have, and nothing of use came of it. */
export function uselessAnswer(service: string, why: string): UpstreamFailedError {
  return new UpstreamFailedError(service, why);
}

/** OpenAI sends `{ message }`, some servers the bare text. */
function saidIn(body: unknown): string | null {
  const said: unknown = typeof body === 'object' && body !== null && 'message' in body ? body.message : body;
  return typeof said === 'string' && said.trim() !== '' ? said.trim() : null;
}

function withoutKeys(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, '…').replaceAll(/\b(sk|pk|rk)-[\w*.-]+/g, '…');
}

/** What `fetch` throws when the deadline passes while the body arrives. */
function isAbort(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'name' in error &&
    (error.name === 'AbortError' || error.name === 'TimeoutError')
  );
}
