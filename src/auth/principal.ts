import { type ScopeSet } from './scopes';

interface RequestOrigin {
  /** The request that is being served: the audit record and the log line share it. */
  readonly requestId: string;
}

/** An API key that was verified for this very request. */
export interface KeyPrincipal extends RequestOrigin {
  readonly kind: 'key';
  /** The key's public id, 12 base62 characters. */
  readonly id: string;
  readonly name: string;
  readonly platformId: string;
  readonly scopes: ScopeSet;
  readonly grantAll: boolean;
  readonly expiresAt: Date | null;
}

/** A signed-in admin of one platform. Holds every scope there is. */
export interface AdminPrincipal extends RequestOrigin {
  readonly kind: 'admin';
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly platformId: string;
  readonly sessionId: string;
  readonly scopes: ScopeSet;
  readonly expiresAt: Date;
}

/** Who is calling. Services take it as their first argument and filter every read by its `platformId`. */
export type Principal = KeyPrincipal | AdminPrincipal;
