import { UpstreamFailedError } from '../../errors';

/**
 * What Stripe answers, or null when it has no such thing: somebody deleted it there, or the platform is connected with
 * another account by now. What is not there need not be retired.
 */
export async function ifThere<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof UpstreamFailedError && error.details.reason === 'resource_missing') return null;
    throw error;
  }
}
