import { type AuditAction } from '../audit/AuditEntry';
import { type AuditRecord } from '../audit/AuditService';
import { type AdminPrincipal } from '../auth/principal';
import { type ApiKey } from './ApiKey';

/** A key at one time. Its scopes are left out where the act can't change them. */
interface KeySnapshot {
  key: ApiKey;
  scopes?: readonly string[];
}

/** What the audit says of an act on a key. Every field is named here: a secret's hash or tag is none of them. */
export function auditRecord(
  admin: AdminPrincipal,
  action: AuditAction,
  { before, after }: { before?: KeySnapshot; after: KeySnapshot },
): AuditRecord {
  return {
    action,
    platformId: admin.platformId,
    admin,
    target: after.key,
    ...(before && { before: told(before) }),
    after: told(after),
    requestId: admin.requestId,
  };
}

function told({ key, scopes }: KeySnapshot): Record<string, unknown> {
  return {
    name: key.name,
    grantAll: key.grantAll,
    ...(scopes && { scopes }),
    expiresAt: key.expiresAt,
    lastFour: key.lastFour,
    previousSecretValidUntil: key.previousExpiresAt,
    revokedAt: key.revokedAt,
    revokedReason: key.revokedReason,
  };
}
