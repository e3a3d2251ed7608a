/** Which of a platform's rows a probe asks for: an SQL expression or subquery over `:platformId`, or the value itself. */
export type Sample = { readonly sql: string } | { readonly value: unknown };

/** One request that is timed on both platforms. */
export interface Probe {
  readonly name: string;
  readonly query: string;
  /** The variables, looked up on each platform; in a filter, the one of its fields. */
  readonly variables: Readonly<Record<string, Sample | Readonly<Record<string, Sample>>>>;
  /** Who may ask: the key that holds every scope, or an admin. */
  readonly caller: 'key' | 'admin';
  /** Where in the list to begin: a sorted list in its middle, a nested one likewise. */
  readonly deep?: { readonly at: 'sorted' | 'nested'; readonly path: readonly (string | number)[] };
  /** How many times the small platform's time it may take; null for what is only shown. */
  readonly limit: number | null;
}

export const LIST_LIMIT = 1.5;
export const SEARCH_LIMIT = 3;
/** A search among what another filter leaves: what one of the two is good for the other may undo. */
export const NARROWED_SEARCH_LIMIT = 6;
