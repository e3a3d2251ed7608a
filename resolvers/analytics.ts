import { type Resolvers } from '../src/generated/resolvers';

export const analyticsResolvers: Resolvers = {
  Query: {
    videoAnalytics: (_parent, args, { services, principal }) => services.analytics.ofVideo(principal, args),
    topVideos: (_parent, args, { services, principal }) => services.analytics.top(principal, args),
    audienceAnalytics: (_parent, args, { services, principal }) =>
      services.analytics.ofAudience(principal, args),
  },
  Mutation: {
    recordPlayback: (_parent, { input }, { services, principal }) =>
      services.playback.record(principal, input.events),
  },
  Video: {
    analytics: ({ id }, { range }, { loaders }) => loaders.analytics.counts.load(id, range),
  },
  VideoAnalytics: { video: ({ videoId }, _args, { loaders }) => loaders.videos.byId.load(videoId) },
  TopVideo: { video: ({ videoId }, _args, { loaders }) => loaders.videos.byId.load(videoId) },
};
