/** What time it is. Passed in, so that expiry and windows can be tested without waiting. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
