import { type ScopeCatalogue } from '../src/auth/scopes';
import { type Resolvers, Scope, ScopeGroup } from '../src/generated/resolvers';

const SCOPES: ReadonlySet<string> = new Set(Object.values(Scope));
const GROUPS: ReadonlySet<string> = new Set(Object.values(ScopeGroup));

/** Whether an id is a value of the enum: services and tables know plain text. */
export function isScope(id: string): id is Scope {
  return SCOPES.has(id);
}

function isGroup(group: string): group is ScopeGroup {
  return GROUPS.has(group);
}

/** Ids as values of the enum, in the catalogue's order. A row may name a scope that is gone: that is no value to show. */
export function toScopes(ids: Iterable<string>, catalogue: ScopeCatalogue): Scope[] {
  return catalogue.setOf(ids).ids().filter(isScope);
}

export const scopeResolvers: Resolvers = {
  Query: {
    scopes: (_parent, _args, { services: { catalogue } }) => {
      const groups = new Set(catalogue.scopes.map(({ group }) => group));
      return [...groups].filter(isGroup).map((group) => ({
        group,
        scopes: catalogue.scopes.filter((scope) => scope.group === group),
      }));
    },
  },
  ScopeDescription: {
    scope: ({ id }) => requireScope(id),
  },
};

function requireScope(id: string): Scope {
  if (!isScope(id)) throw new Error(`The catalogue's ${id} is no value of enum Scope.`);
  return id;
}
