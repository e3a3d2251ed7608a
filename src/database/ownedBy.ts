import { type FindOperator, Raw } from 'typeorm';

/**
 * Keeps a platform's rows among those that other conditions find by their keys. The unary plus changes nothing but keeps
 * SQLite from using an index on `platformId`: without statistics, its planner would rather walk all of the platform's rows
 * than look up a few hundred keys (https://www.sqlite.org/optoverview.html, "Disqualifying WHERE clause terms").
 */
export function ownedBy(platformId: string): FindOperator<string> {
  // Raw types its operator as any.
  return Raw((column) => `+${column} = :ownedBy`, { ownedBy: platformId }) as FindOperator<string>;
}
