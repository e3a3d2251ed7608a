import { type Resolvers } from '../src/generated/resolvers';

export const adminResolvers: Resolvers = {
  Mutation: {
    login: (_parent, { email, password }, { services, clientAddress, requestId }) =>
      services.sessions.signIn({ email, password, clientAddress, requestId }),
    logout: async (_parent, _args, { services, admin }) => {
      await services.sessions.signOut(admin);
      return { signedOut: true };
    },
    changePassword: async (_parent, { currentPassword, newPassword }, { services, admin }) => {
      const endedSessions = await services.passwords.change(admin, currentPassword, newPassword);
      return { endedSessions };
    },
  },
  LoginPayload: {
    expiresAt: ({ session }) => session.expiresAt,
  },
};
