import { type CommentRepliesArgs, type Resolvers, type VideoCommentsArgs } from '../src/generated/resolvers';
import { listOf, ofRow, referred } from './related';

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
    comments: listOf(({ comments }, { status }: VideoCommentsArgs) => comments.ofVideo(status ?? null)),
  },
  Comment: {
    video: referred(
      ({ videoId }) => videoId,
      ({ videos }) => videos.byId,
    ),
    member: referred(
      ({ memberId }) => memberId,
      ({ members }) => members.byId,
    ),
    parent: referred(
      ({ parentId }) => parentId,
      ({ comments }) => comments.byId,
    ),
    replies: listOf(({ comments }, { status }: CommentRepliesArgs) => comments.replies(status ?? null)),
    replyCount: ofRow(({ comments }) => comments.replyCount),
  },
  ReplyToCommentPayload: { comment: (comment) => comment },
  HideCommentPayload: { comment: (comment) => comment },
  UnhideCommentPayload: { comment: (comment) => comment },
};
