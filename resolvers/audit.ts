import { type Resolvers } from '../src/generated/resolvers';

export const auditResolvers: Resolvers = {
  Query: {
    auditLog: (_parent, { filter, first, after }, { services, admin }) =>
      services.audit.list(admin, filter ?? {}, { first, after }),
  },
  AuditEntry: {
    admin: ({ adminId, adminName }) =>
      adminId === null || adminName === null ? null : { id: adminId, name: adminName },
    target: ({ targetId, targetName }) =>
      targetId === null || targetName === null ? null : { id: targetId, name: targetName },
    changes: (entry, _args, { services }) => services.audit.changesOf(entry),
  },
};
