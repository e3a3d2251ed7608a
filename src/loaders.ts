import { type AccessLoaders, createAccessLoaders } from './access/loaders';
import { type AnalyticsLoaders, createAnalyticsLoaders } from './analytics/loaders';
import { type ApiKeyLoaders, createApiKeyLoaders } from './apiKeys/loaders';
import { oneAnalysis } from './apiKeys/oneAnalysis';
import { type OperationAnalyser } from './apiKeys/OperationAnalyser';
import { type CaptionLoaders, createCaptionLoaders } from './captions/loaders';
import { type CategoryLoaders, createCategoryLoaders } from './categories/loaders';
import { type CollectionLoaders, createCollectionLoaders } from './collections/loaders';
import { type CommentLoaders, createCommentLoaders } from './comments/loaders';
import { type Principal } from './auth/principal';
import { createEmailLoaders, type EmailLoaders } from './emails/loaders';
import { createMemberLoaders, type MemberLoaders } from './members/loaders';
import { createPageLoaders, type PageLoaders } from './pages/loaders';
import { createPostLoaders, type PostLoaders } from './posts/loaders';
import { createSegmentLoaders, type SegmentLoaders } from './segments/loaders';
import { createPaymentLoaders, type PaymentLoaders } from './payments/loaders';
import { createPlanLoaders, type PlanLoaders } from './plans/loaders';
import { type Services } from './services';
import { createSubscriptionLoaders, type SubscriptionLoaders } from './subscriptions/loaders';
import { createVideoLoaders, type VideoLoaders } from './videos/loaders';

/** Batches of related rows, made anew for each request: one statement per kind, however many rows ask. */
export interface Loaders {
  readonly access: AccessLoaders;
  readonly analytics: AnalyticsLoaders;
  readonly apiKeys: ApiKeyLoaders;
  readonly captions: CaptionLoaders;
  readonly categories: CategoryLoaders;
  readonly collections: CollectionLoaders;
  readonly comments: CommentLoaders;
  readonly emails: EmailLoaders;
  readonly members: MemberLoaders;
  readonly operations: OperationAnalyser;
  readonly pages: PageLoaders;
  readonly posts: PostLoaders;
  readonly segments: SegmentLoaders;
  readonly payments: PaymentLoaders;
  readonly plans: PlanLoaders;
  readonly subscriptions: SubscriptionLoaders;
  readonly videos: VideoLoaders;
}

export function createLoaders(services: Services, principal: Principal): Loaders {
  return {
    access: createAccessLoaders(services, principal),
    analytics: createAnalyticsLoaders(services.analytics, principal),
    apiKeys: createApiKeyLoaders(services.apiKeyDirectory, principal),
    captions: createCaptionLoaders(services.captions, principal),
    categories: createCategoryLoaders(services.categoryContents, principal),
    collections: createCollectionLoaders(services, principal),
    comments: createCommentLoaders(services.comments, principal),
    members: createMemberLoaders(services.members, principal),
    operations: oneAnalysis(services.operations),
    pages: createPageLoaders(services.pages, principal),
    posts: createPostLoaders(services.posts, principal),
    emails: createEmailLoaders(services.emailReports, principal),
    segments: createSegmentLoaders(services.segments, principal),
    payments: createPaymentLoaders(services.payments, principal),
    plans: createPlanLoaders(services.plans, principal),
    subscriptions: createSubscriptionLoaders(services.subscriptions, principal),
    videos: createVideoLoaders(services.videos, principal),
  };
}
