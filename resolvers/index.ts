import { accessResolvers } from './access';
import { adminResolvers } from './admins';
import { analyticsResolvers } from './analytics';
import { apiKeyResolvers } from './apiKeys';
import { auditResolvers } from './audit';
import { brandingResolvers } from './branding';
import { callerResolvers } from './callers';
import { emailResolvers } from './emails';
import { presetResolvers } from './presets';
import { scopeResolvers } from './scopes';
import { captionResolvers } from './captions';
import { categoryResolvers } from './categories';
import { collectionResolvers } from './collections';
import { commentResolvers } from './comments';
import { couponResolvers } from './coupons';
import { generationResolvers } from './generation';
import { guardrailResolvers } from './guardrails';
import { liveEventResolvers } from './liveEvents';
import { memberResolvers } from './members';
import { pageResolvers } from './pages';
import { platformResolvers } from './platforms';
import { postResolvers } from './posts';
import { paymentResolvers } from './payments';
import { planResolvers } from './plans';
import { revenueResolvers } from './revenue';
import { scalarResolvers } from './scalars';
import { segmentResolvers } from './segments';
import { refundResolvers } from './refunds';
import { stripeResolvers } from './stripe';
import { subscriptionBillingResolvers } from './subscriptionBilling';
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
  captionResolvers,
  categoryResolvers,
  collectionResolvers,
  emailResolvers,
  couponResolvers,
  generationResolvers,
  guardrailResolvers,
  liveEventResolvers,
  memberResolvers,
  segmentResolvers,
  refundResolvers,
  stripeResolvers,
  subscriptionBillingResolvers,
  paymentResolvers,
  planResolvers,
  subscriptionResolvers,
  analyticsResolvers,
  revenueResolvers,
  videoResolvers,
  commentResolvers,
  postResolvers,
  pageResolvers,
  brandingResolvers,
  platformResolvers,
];
