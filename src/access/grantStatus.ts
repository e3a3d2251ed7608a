import { type RowQuery } from '../database/RowQuery';
import { type AccessGrant } from './AccessGrant';

export type AccessGrantStatus = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

/** A grant as it stands at some moment. */
export interface AccessGrantView extends AccessGrant {
  readonly status: AccessGrantStatus;
}

/** A grant as it stands at `now`. */
export function viewAt(grant: AccessGrant, now: Date): AccessGrantView {
  return { ...grant, status: statusAt(grant, now) };
}

function statusAt({ revokedAt, until }: AccessGrant, now: Date): AccessGrantStatus {
  if (revokedAt !== null) return 'REVOKED';
  return until !== null && until <= now ? 'EXPIRED' : 'ACTIVE';
}

/** Keeps the grants of a query over `granted` that {@link viewAt} gives this status to. */
export function whereStatus(query: RowQuery<AccessGrant>, status: AccessGrantStatus, now: Date): void {
  switch (status) {
    case 'ACTIVE':
      query
        .whereBroadly('granted.revokedAt IS NULL')
        .where('(granted.until IS NULL OR granted.until > :now)', { now });
      return;
    case 'EXPIRED':
      query.whereBroadly('granted.revokedAt IS NULL').where('granted.until <= :now', { now });
      return;
    case 'REVOKED':
      query.where('granted.revokedAt IS NOT NULL');
  }
}
