import { type FieldAccess, type Resolvers, ToolKind } from '../src/generated/resolvers';
import { isScope, toScopes } from './scopes';

const ACCESS = {
  scope: 'SCOPE',
  anyCaller: 'ANY_CALLER',
  adminOnly: 'ADMIN_ONLY',
  public: 'PUBLIC',
} as const satisfies Record<string, FieldAccess>;

export const callerResolvers: Resolvers = {
  Query: {
    currentCaller: (_parent, _args, { principal }) => principal,
    requiredScopes: (_parent, { document }, { loaders }) => [...loaders.operations.analyse(document)],
  },
  CurrentCaller: {
    kind: ({ kind }) => (kind === 'key' ? 'API_KEY' : 'ADMIN'),
    platformName: async (principal, _args, { services }) =>
      (await services.platforms.ofCaller(principal)).name,
    scopes: ({ scopes }, _args, { services }) => toScopes(scopes.ids(), services.catalogue),
    grantAll: (principal) => principal.kind === 'admin' || principal.grantAll,
  },
  OperationRequirements: {
    operationType: ({ operationType }) => (operationType === 'mutation' ? ToolKind.Mutation : ToolKind.Query),
    scopes: ({ scopes }, _args, { services }) => toScopes(scopes, services.catalogue),
    adminOnly: ({ adminOnly }) => adminOnly.length > 0,
  },
  FieldRequirement: {
    access: ({ requirement }) => ACCESS[requirement.kind],
    scope: ({ requirement }) =>
      requirement.kind === 'scope' && isScope(requirement.scope) ? requirement.scope : null,
  },
};
