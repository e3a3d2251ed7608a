import { type AccessLoaders, createAccessLoaders } from './access/loaders';
import { type ApiKeyLoaders, createApiKeyLoaders } from './apiKeys/loaders';
import { oneAnalysis } from './apiKeys/oneAnalysis';
import { type OperationAnalyser } from './apiKeys/OperationAnalyser';
import { type CollectionLoaders, createCollectionLoaders } from './collections/loaders';
import { type Principal } from './auth/principal';
import { createEmailLoaders, type EmailLoaders } from './emails/loaders';
import { createMemberLoaders, type MemberLoaders } from './members/loaders';
import { createSegmentLoaders, type SegmentLoaders } from './segments/loaders';
import { createPaymentLoaders, type PaymentLoaders } from './payments/loaders';
import { createPlanLoaders, type PlanLoaders } from './plans/loaders';
import { type Services } from './services';
import { createSubscriptionLoaders, type SubscriptionLoaders } from './subscriptions/loaders';
import { createVideoLoaders, type VideoLoaders } from './videos/loaders';

/** Batches of related rows, made anew for each request: one statement per kind, however many rows ask. */
export interface Loaders {
  readonly access: AccessLoaders;
  readonly apiKeys: ApiKeyLoaders;
  readonly collections: CollectionLoaders;
  readonly emails: EmailLoaders;
  readonly members: MemberLoaders;
  readonly operations: OperationAnalyser;
  readonly segments: SegmentLoaders;
  readonly payments: PaymentLoaders;
  readonly plans: PlanLoaders;
  readonly subscriptions: SubscriptionLoaders;
  readonly videos: VideoLoaders;
}

export function createLoaders(services: Services, principal: Principal): Loaders {
  return {
    access: createAccessLoaders(services, principal),
    apiKeys: createApiKeyLoaders(services.apiKeyDirectory, principal),
    collections: createCollectionLoaders(services, principal),
    emails: createEmailLoaders(services.emailReports, principal),
    members: createMemberLoaders(services.members, principal),
    operations: oneAnalysis(services.operations),
    segments: createSegmentLoaders(services.segments, principal),
    payments: createPaymentLoaders(services.payments, principal),
    plans: createPlanLoaders(services.plans, principal),
    subscriptions: createSubscriptionLoaders(services.subscriptions, principal),
    videos: createVideoLoaders(services.videos, principal),
  };
}
