/** Who may see something on the platform's own site. */
export const VISIBILITIES = ['PUBLIC', 'MEMBERS', 'UNLISTED'] as const;
export type Visibility = (typeof VISIBILITIES)[number];
