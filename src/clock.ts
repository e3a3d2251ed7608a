/** What time it is. Passed in, so that expiry and windows can be tested without waiting. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** Calls `ring` once, after `delayMs`. Gives what cancels it. Passed in, so that deadlines can be tested without waiting. */
export type Timer = (delayMs: number, ring: () => void) => () => void;

/** The real thing. It does not keep the process alive. */
export const systemTimer: Timer = (delayMs, ring) => {
  const timeout = setTimeout(ring, delayMs).unref();
  return () => clearTimeout(timeout);
};
