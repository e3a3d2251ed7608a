import { adminResolvers } from './admins';
import { analyticsResolvers } from './analytics';
import { apiKeyResolvers } from './apiKeys';
import { auditResolvers } from './audit';
import { callerResolvers } from './callers';
import { presetResolvers } from './presets';
import { scopeResolvers } from './scopes';
import { collectionResolvers } from './collections';
import { guardrailResolvers } from './guardrails';
import { memberResolvers } from './members';
import { revenueResolvers } from './revenue';
import { scalarResolvers } from './scalars';
import { videoResolvers } from './videos';

/** One map per domain; the schema builder merges them. */
export const resolvers = [
  adminResolvers,
  scalarResolvers,
  apiKeyResolvers,
  auditResolvers,
  callerResolvers,
  presetResolvers,
  scopeResolvers,
  collectionResolvers,
  guardrailResolvers,
  memberResolvers,
  analyticsResolvers,
  revenueResolvers,
  videoResolvers,
];
