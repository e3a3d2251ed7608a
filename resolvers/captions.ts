import { type Resolvers } from '../src/generated/resolvers';
import { ofRow } from './related';

export const captionResolvers: Resolvers = {
  Query: {
    captions: (_parent, { videoId }, { services, principal }) => services.captions.list(principal, videoId),
  },
  Mutation: {
    saveCaptions: (_parent, { input }, { services, principal }) => services.captions.save(principal, input),
    deleteCaptions: async (_parent, { id }, { services, principal }) => {
      await services.captions.delete(principal, id);
      return { id };
    },
  },
  Video: {
    captions: ofRow(({ captions }) => captions.ofVideo),
  },
  CaptionTrack: {
    content: (track, _args, { loaders }) => loaders.captions.contents.load(track),
  },
  SaveCaptionsPayload: { track: (track) => track },
};
