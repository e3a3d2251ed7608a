import { type Risk, type ScopeCatalogue } from '../auth/scopes';
import { BadUserInputError } from '../errors';

const RISKS: readonly Risk[] = ['LOW', 'MEDIUM', 'HIGH'];

/**
 * A list of scopes that someone picked, as it was given. Nothing is dropped or added in silence.
 * @param field where it stands in the input, for the error: `input.scopes`
 * @throws BadUserInputError when it is empty, or has a scope twice or one that does not exist
 */
export function requireScopes(
  field: string,
  ids: readonly string[],
  catalogue: ScopeCatalogue,
): readonly string[] {
  if (ids.length === 0) throw new BadUserInputError(field, 'is empty.', 'at least one scope');
  const seen = new Set<string>();
  for (const id of ids) {
    if (!catalogue.isScope(id))
      throw new BadUserInputError(field, `there is no scope ${JSON.stringify(id)}.`);
    if (seen.has(id)) throw new BadUserInputError(field, `has ${id} twice.`, 'each scope once');
    seen.add(id);
  }
  return ids;
}

/** The highest risk among these scopes; null when there is none that the catalogue still has. */
export function highestRisk(ids: Iterable<string>, catalogue: ScopeCatalogue): Risk | null {
  const wanted = new Set(ids);
  const ranks = catalogue.scopes.flatMap(({ id, risk }) => (wanted.has(id) ? [RISKS.indexOf(risk)] : []));
  return RISKS[Math.max(-1, ...ranks)] ?? null;
}
