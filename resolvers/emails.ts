import { type EmailRecipientsArgs, type Resolvers } from '../src/generated/resolvers';
import { listOf, referred } from './related';

export const emailResolvers: Resolvers = {
  Query: {
    emails: (_parent, args, { services, principal }) => services.emails.list(principal, args),
    email: (_parent, { id }, { services, principal }) => services.emails.find(principal, id),
  },
  Mutation: {
    draftEmail: (_parent, { input }, { services, principal }) => services.emails.draft(principal, input),
    updateEmailDraft: (_parent, { input }, { services, principal }) =>
      services.emails.update(principal, input),
    deleteEmailDraft: async (_parent, { id }, { services, principal }) => {
      await services.emails.delete(principal, id);
      return { id };
    },
    sendEmail: (_parent, { input }, { services, principal }) => services.emailSending.send(principal, input),
    sendTestEmail: (_parent, { input }, { services, principal }) =>
      services.emailSending.sendTest(principal, input),
  },
  Email: {
    delivery: ({ id, status, sentCount, failedCount }, _args, { loaders }) =>
      // Once it is SENT its counts stay, and a draft's are 0: the row has them.
      status === 'SENDING'
        ? loaders.emails.delivery.load(id)
        : { queued: 0, sent: sentCount, failed: failedCount },
    recipients: listOf(({ emails }, { status }: EmailRecipientsArgs) => emails.recipients(status ?? null)),
  },
  EmailRecipient: {
    member: referred(
      ({ memberId }) => memberId,
      ({ members }) => members.byId,
    ),
  },
  DraftEmailPayload: { email: (email) => email },
  UpdateEmailDraftPayload: { email: (email) => email },
  SendEmailPayload: {
    id: ({ email }) => email.id,
    version: ({ email }) => email.version,
  },
  SendTestEmailPayload: { email: (email) => email },
};
