import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_TRIES_MS = 50;

/**
 * Tries until `attempt` succeeds, and gives what it gave.
 * @throws what the last try threw, once `withinMs` are over
 */
export async function eventually<T>(withinMs: number, attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(BETWEEN_TRIES_MS);
    }
  }
}
