import { adminResolvers } from './admins';
import { apiKeyResolvers } from './apiKeys';
import { auditResolvers } from './audit';
import { callerResolvers } from './callers';
import { presetResolvers } from './presets';
import { scopeResolvers } from './scopes';
import { collectionResolvers } from './collections';
import { generationResolvers } from './generation';
import { guardrailResolvers } from './guardrails';
import { memberResolvers } from './members';
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
  generationResolvers,
  guardrailResolvers,
  memberResolvers,
  videoResolvers,
];
