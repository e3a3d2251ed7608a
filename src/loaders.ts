import { type AnalyticsLoaders, createAnalyticsLoaders } from './analytics/loaders';
import { type ApiKeyLoaders, createApiKeyLoaders } from './apiKeys/loaders';
import { oneAnalysis } from './apiKeys/oneAnalysis';
import { type OperationAnalyser } from './apiKeys/OperationAnalyser';
import { type CollectionLoaders, createCollectionLoaders } from './collections/loaders';
import { type Principal } from './auth/principal';
import { createMemberLoaders, type MemberLoaders } from './members/loaders';
import { type Services } from './services';
import { createVideoLoaders, type VideoLoaders } from './videos/loaders';

/** Batches of related rows, made anew for each request: one statement per kind, however many rows ask. */
export interface Loaders {
  readonly analytics: AnalyticsLoaders;
  readonly apiKeys: ApiKeyLoaders;
  readonly collections: CollectionLoaders;
  readonly members: MemberLoaders;
  readonly operations: OperationAnalyser;
  readonly videos: VideoLoaders;
}

export function createLoaders(services: Services, principal: Principal): Loaders {
  return {
    analytics: createAnalyticsLoaders(services.analytics, principal),
    apiKeys: createApiKeyLoaders(services.apiKeyDirectory, principal),
    collections: createCollectionLoaders(services.collectionContents, principal),
    members: createMemberLoaders(services.members, principal),
    operations: oneAnalysis(services.operations),
    videos: createVideoLoaders(services.videos, principal),
  };
}
