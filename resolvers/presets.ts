import { type Resolvers } from '../src/generated/resolvers';
import { toScopes } from './scopes';

export const presetResolvers: Resolvers = {
  Query: {
    presets: (_parent, _args, { services, admin }) => services.presets.list(admin),
  },
  Mutation: {
    createPreset: (_parent, { input }, { services, admin }) => services.presets.create(admin, input),
    updatePreset: (_parent, { input }, { services, admin }) => services.presets.update(admin, input),
    deletePreset: async (_parent, { id }, { services, admin }) => {
      await services.presets.delete(admin, id);
      return { id };
    },
  },
  Preset: {
    scopes: ({ scopes }, _args, { services }) => toScopes(scopes, services.catalogue),
    risk: ({ scopes }, _args, { services }) => services.presets.riskOf(scopes),
  },
  CreatePresetPayload: { preset: (preset) => preset },
  UpdatePresetPayload: { preset: (preset) => preset },
};
