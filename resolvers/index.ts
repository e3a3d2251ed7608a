import { apiKeyResolvers } from './apiKeys';
import { auditResolvers } from './audit';
import { callerResolvers } from './callers';
import { presetResolvers } from './presets';
import { scalarResolvers } from './scalars';
import { scopeResolvers } from './scopes';
import { videoResolvers } from './videos';

/** One map per domain; the schema builder merges them. */
export const resolvers = [
  scalarResolvers,
  apiKeyResolvers,
  auditResolvers,
  callerResolvers,
  presetResolvers,
  scopeResolvers,
  videoResolvers,
];
