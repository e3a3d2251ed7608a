import { type EntityManager } from 'typeorm';
import { type Clock } from '../clock';
import { type AdminPrincipal } from '../auth/principal';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { type Page, type PageRequest, readPage } from '../database/paging';
import { type AuditAction, AuditEntry } from './AuditEntry';

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

/** One field, before and after as JSON text; null where it is not there, or has no value. */
export interface AuditChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Entries must fit all that is given. */
export interface AuditFilter {
  action?: AuditAction | null;
  targetId?: string | null;
  adminId?: string | null;
}

/** The record of what admins did. */
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The platform's entries, newest first. */
  async list(admin: AdminPrincipal, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>> {
    const query = this.database
      .rows(AuditEntry, 'entry')
      .where('entry.platformId = :platformId', { platformId: admin.platformId });
    for (const property of ['action', 'targetId', 'adminId'] as const) {
      const value = filter[property];
      if (value != null) query.where(`entry.${property} = :${property}`, { [property]: value });
    }
    return readPage(query, { property: 'createdAt', direction: 'DESC' }, page);
  }

  /** The fields in which before and after differ, by their names. */
  changesOf(entry: AuditEntry): AuditChange[] {
    const before = fromJson(entry.before);
    const after = fromJson(entry.after);
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .map((field) => ({ field, before: toJson(before[field]), after: toJson(after[field]) }))
      .filter((change) => change.before !== change.after);
  }

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

function fromJson(text: string | null): Record<string, unknown> {
  return text === null ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function toJson(value: unknown): string | null {
  return value == null ? null : JSON.stringify(value);
}
