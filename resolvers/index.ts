import { adminResolvers } from './admins';
import { apiKeyResolvers } from './apiKeys';
import { auditResolvers } from './audit';
import { brandingResolvers } from './branding';
import { callerResolvers } from './callers';
import { presetResolvers } from './presets';
import { scopeResolvers } from './scopes';
import { captionResolvers } from './captions';
import { categoryResolvers } from './categories';
import { collectionResolvers } from './collections';
import { commentResolvers } from './comments';
import { guardrailResolvers } from './guardrails';
import { liveEventResolvers } from './liveEvents';
import { memberResolvers } from './members';
import { pageResolvers } from './pages';
import { platformResolvers } from './platforms';
import { postResolvers } from './posts';
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
  captionResolvers,
  categoryResolvers,
  collectionResolvers,
  guardrailResolvers,
  liveEventResolvers,
  memberResolvers,
  videoResolvers,
  commentResolvers,
  postResolvers,
  pageResolvers,
  brandingResolvers,
  platformResolvers,
];
