import { type Resolvers, Scope, ScopeGroup } from '../src/generated/resolvers';

/**
 * Ids of scopes as values of the enum, in its order. Services and tables know plain ids; a row that names a scope which
 * is gone grants nothing, and is no value to show.
 */
export function toScopes(ids: Iterable<string>): Scope[] {
  const wanted = new Set(ids);
  return Object.values(Scope).filter((scope) => wanted.has(scope));
}

/** One id as a value of the enum; undefined for a scope that is gone. */
export function toScope(id: string): Scope | undefined {
  return toScopes([id])[0];
}

export const scopeResolvers: Resolvers = {
  Query: {
    scopes: (_parent, _args, { services: { catalogue } }) =>
      Object.values(ScopeGroup)
        .map((group) => ({ group, scopes: catalogue.scopes.filter((scope) => scope.group === group) }))
        .filter(({ scopes }) => scopes.length > 0),
  },
  ScopeDescription: {
    scope: ({ id }) => requireScope(id),
  },
};

function requireScope(id: string): Scope {
  const scope = toScope(id);
  if (scope === undefined) throw new Error(`The catalogue's ${id} is no value of enum Scope.`);
  return scope;
}
