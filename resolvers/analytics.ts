import { type Resolvers } from '../src/generated/resolvers';
import { referred } from './related';

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
  VideoAnalytics: {
    video: referred(
      ({ videoId }) => videoId,
      ({ videos }) => videos.byId,
    ),
  },
  TopVideo: {
    video: referred(
      ({ videoId }) => videoId,
      ({ videos }) => videos.byId,
    ),
  },
};
