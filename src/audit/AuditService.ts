import { type EntityManager } from 'typeorm';
import { type Clock } from '../clock';
import { newId } from '../database/ids';
import { AuditEntry } from './AuditEntry';

export const AUDIT_ACTIONS = [
  'API_KEY_CREATED',
  'API_KEY_UPDATED',
  'API_KEY_ROTATED',
  'API_KEY_REVOKED',
  'PRESET_CREATED',
  'PRESET_UPDATED',
  'PRESET_DELETED',
  'SIGNED_IN',
  'SIGN_IN_FAILED',
  'SIGNED_OUT',
  'PASSWORD_CHANGED',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What is told of an act. `before` and `after` are plain values without any secret. */
export interface AuditRecord {
  action: AuditAction;
  platformId: string | null;
  /** Null when nobody was signed in. */
  admin: { id: string; name: string } | null;
  /** Its id is null when there is no such row: an e-mail that nobody has. */
  target: { id: string | null; name: string } | null;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  requestId: string;
}

/** The record of what admins did. */
export class AuditService {
  constructor(private readonly clock: Clock) {}

  /** Writes an entry in the transaction of the act itself: both are there, or neither. */
  async record(manager: EntityManager, record: AuditRecord): Promise<void> {
    const createdAt = this.clock();
    await manager.insert(AuditEntry, {
      id: newId(createdAt),
      platformId: record.platformId,
      action: record.action,
      adminId: record.admin?.id ?? null,
      adminName: record.admin?.name ?? null,
      targetId: record.target?.id ?? null,
      targetName: record.target?.name ?? null,
      before: toJson(record.before),
      after: toJson(record.after),
      requestId: record.requestId,
      createdAt,
    });
  }
}

function toJson(value: Record<string, unknown> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
