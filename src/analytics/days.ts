/** A calendar day in a platform's time zone, `2026-01-31`. Days sort as their texts do. */
export type Day = string;

export const DAY_LENGTH = 10;
