import { type ApiKey } from '../src/apiKeys/ApiKey';
import { type Context } from '../src/context';
import { type Resolvers } from '../src/generated/resolvers';
import { toScopes } from './scopes';

async function scopeIds(key: ApiKey, { loaders }: Context): Promise<string[]> {
  return (await loaders.apiKeys.scopes.load(key.id)).map(({ scope }) => scope);
}

export const apiKeyResolvers: Resolvers = {
  Query: {
    apiKeys: (_parent, { filter, sort, first, after }, { services, admin }) =>
      services.apiKeyDirectory.list(admin, filter ?? {}, sort ?? {}, { first, after }),
    apiKey: (_parent, { id }, { services, admin }) => services.apiKeyDirectory.find(admin, id),
  },
  Mutation: {
    createApiKey: (_parent, { input }, { services, admin }) => services.apiKeys.create(admin, input),
    updateApiKey: (_parent, { input }, { services, admin }) => services.apiKeys.update(admin, input),
    rotateApiKey: (_parent, { id, grace }, { services, admin }) => services.apiKeys.rotate(admin, id, grace),
    revokeApiKey: (_parent, { id, reason }, { services, admin }) =>
      services.apiKeys.revoke(admin, id, reason),
  },
  ApiKey: {
    prefix: ({ id }) => `ac_${id}`,
    state: (key, _args, { services }) => services.apiKeyDirectory.stateOf(key),
    scopes: async (key, _args, context) => toScopes(await scopeIds(key, context), context.services.catalogue),
    scopeUsage: async (key, _args, { loaders, services }) => {
      const rows = new Map((await loaders.apiKeys.scopes.load(key.id)).map((row) => [row.scope, row]));
      return toScopes(rows.keys(), services.catalogue).map((scope) => ({
        scope,
        lastUsedAt: rows.get(scope)?.lastUsedAt ?? null,
      }));
    },
    risk: async (key, _args, context) =>
      context.services.apiKeyDirectory.riskOf(key, await scopeIds(key, context)),
    madeWithPreset: ({ presetName }) => presetName,
    createdBy: ({ createdById, createdByName }) => ({ id: createdById, name: createdByName }),
    previousSecretValidUntil: (key, _args, { services }) => services.apiKeyDirectory.previousSecretEnd(key),
  },
  CreateApiKeyPayload: {
    apiKey: ({ key }) => key,
    token: ({ token }) => token.reveal(),
  },
  UpdateApiKeyPayload: { apiKey: (key) => key },
  RotateApiKeyPayload: {
    apiKey: ({ key }) => key,
    token: ({ token }) => token.reveal(),
  },
  RevokeApiKeyPayload: { apiKey: (key) => key },
};
