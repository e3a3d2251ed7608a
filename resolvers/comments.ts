import { type Resolvers } from '../src/generated/resolvers';

export const commentResolvers: Resolvers = {
  Query: {
    comments: (_parent, args, { services, principal }) => services.comments.list(principal, args),
  },
  Mutation: {
    replyToComment: (_parent, { input }, { services, principal }) =>
      services.commentWriting.reply(principal, input),
    hideComment: (_parent, { input }, { services, principal }) =>
      services.commentModeration.hide(principal, input),
    unhideComment: (_parent, { input }, { services, principal }) =>
      services.commentModeration.unhide(principal, input),
    deleteComment: async (_parent, { id }, { services, principal }) => {
      await services.commentModeration.delete(principal, id);
      return { id };
    },
  },
  Video: {
    comments: ({ id }, { status, ...page }, { loaders }) =>
      loaders.comments.ofVideo(status ?? null).load(id, page),
  },
  Comment: {
    video: ({ videoId }, _args, { loaders }) => loaders.videos.byId.load(videoId),
    member: ({ memberId }, _args, { loaders }) =>
      memberId === null ? null : loaders.members.byId.load(memberId),
    parent: ({ parentId }, _args, { loaders }) =>
      parentId === null ? null : loaders.comments.byId.load(parentId),
    replies: ({ id }, { status, ...page }, { loaders }) =>
      loaders.comments.replies(status ?? null).load(id, page),
    replyCount: ({ id }, _args, { loaders }) => loaders.comments.replyCount.load(id),
  },
  ReplyToCommentPayload: { comment: (comment) => comment },
  HideCommentPayload: { comment: (comment) => comment },
  UnhideCommentPayload: { comment: (comment) => comment },
};
