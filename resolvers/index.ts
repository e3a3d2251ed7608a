import { accessResolvers } from './access';
import { adminResolvers } from './admins';
import { apiKeyResolvers } from './apiKeys';
import { auditResolvers } from './audit';
import { callerResolvers } from './callers';
import { emailResolvers } from './emails';
import { presetResolvers } from './presets';
import { scopeResolvers } from './scopes';
import { collectionResolvers } from './collections';
import { couponResolvers } from './coupons';
import { generationResolvers } from './generation';
import { guardrailResolvers } from './guardrails';
import { memberResolvers } from './members';
import { paymentResolvers } from './payments';
import { planResolvers } from './plans';
import { scalarResolvers } from './scalars';
import { segmentResolvers } from './segments';
import { stripeResolvers } from './stripe';
import { subscriptionResolvers } from './subscriptions';
import { videoResolvers } from './videos';

/** One map per domain; the schema builder merges them. */
export const resolvers = [
  accessResolvers,
  adminResolvers,
  scalarResolvers,
  apiKeyResolvers,
  auditResolvers,
  callerResolvers,
  presetResolvers,
  scopeResolvers,
  collectionResolvers,
  emailResolvers,
  couponResolvers,
  generationResolvers,
  guardrailResolvers,
  memberResolvers,
  segmentResolvers,
  stripeResolvers,
  paymentResolvers,
  planResolvers,
  subscriptionResolvers,
  videoResolvers,
];
