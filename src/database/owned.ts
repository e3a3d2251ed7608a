/**
 * The condition that keeps the platform `:platformId`'s rows among those that another condition finds by a list of keys.
 * The unary plus changes nothing but keeps SQLite from using an index on `platformId`: without statistics, its planner
 * would rather walk all of the platform's rows than look up a few hundred keys
 * (https://www.sqlite.org/optoverview.html, "Disqualifying WHERE clause terms"). MySQL drops it as it parses.
 */
export function owned(alias: string): string {
  return `+${alias}.platformId = :platformId`;
}
