import { type AdminPrincipal, type Principal } from '../auth/principal';
import { type Risk, type ScopeCatalogue } from '../auth/scopes';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type Direction, type Page, type PageRequest, readPage } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { highestRisk } from '../presets/scopeList';
import { ApiKey } from './ApiKey';
import { ApiKeyScope } from './ApiKeyScope';
import { type ApiKeyState, previousSecretEnd, stateOf } from './keyState';

export interface ApiKeyFilter {
  state?: ApiKeyState | null;
}

export type ApiKeySortField = 'CREATED_AT' | 'NAME' | 'EXPIRES_AT' | 'REVOKED_AT';

export interface ApiKeySort {
  by?: ApiKeySortField;
  direction?: Direction;
}

const PROPERTIES: Record<ApiKeySortField, keyof ApiKey> = {
  CREATED_AT: 'createdAt',
  NAME: 'name',
  EXPIRES_AT: 'expiresAt',
  REVOKED_AT: 'revokedAt',
};

/** What no longer works is shown by when it ended: an index begins with it. */
const OWN_ORDERS: Record<ApiKeyState, ApiKeySortField> = {
  ACTIVE: 'CREATED_AT',
  EXPIRED: 'EXPIRES_AT',
  REVOKED: 'REVOKED_AT',
};

function whereState(query: RowQuery<ApiKey>, state: ApiKeyState, now: Date): void {
  if (state === 'REVOKED') {
    query.where('apiKey.revokedAt IS NOT NULL');
    return;
  }
  query.whereBroadly('apiKey.revokedAt IS NULL');
  if (state === 'EXPIRED') query.where('apiKey.expiresAt <= :now', { now });
  else query.where('(apiKey.expiresAt IS NULL OR apiKey.expiresAt > :now)', { now });
}

/** Shows an admin the keys of the platform. */
export class ApiKeyDirectory {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  /** Null when the platform has no such key. */
  async find(admin: AdminPrincipal, id: string): Promise<ApiKey | null> {
    return this.database.reads.findOneBy(ApiKey, { id, platformId: admin.platformId });
  }

  /** When no order is given: the newest first, and what has expired or was revoked by when it did or was. */
  async list(
    admin: AdminPrincipal,
    filter: ApiKeyFilter,
    { by, direction = 'DESC' }: ApiKeySort,
    page: PageRequest,
  ): Promise<Page<ApiKey>> {
    const query = this.database
      .rows(ApiKey, 'apiKey')
      .where('apiKey.platformId = :platformId', { platformId: admin.platformId });
    const { state } = filter;
    if (state != null) whereState(query, state, this.clock());
    const own = state == null ? 'CREATED_AT' : OWN_ORDERS[state];
    return readPage(query, { property: PROPERTIES[by ?? own], direction }, page);
  }

  stateOf(key: ApiKey): ApiKeyState {
    return stateOf(key, this.clock());
  }

  /** Until when the secret before the last rotation works; null when none does any more. */
  previousSecretEnd(key: ApiKey): Date | null {
    return previousSecretEnd(key, this.clock());
  }

  /**
   * The highest risk among what the key may do.
   * @param scopes those it holds one by one
   */
  riskOf(key: ApiKey, scopes: readonly string[]): Risk {
    return key.grantAll ? 'HIGH' : (highestRisk(scopes, this.catalogue) ?? 'LOW');
  }

  /** The scopes that these keys of the platform hold one by one, in no order. */
  async scopesOf(principal: Principal, ids: readonly string[]): Promise<ApiKeyScope[]> {
    return this.database.reads
      .createQueryBuilder(ApiKeyScope, 'held')
      .innerJoin(ApiKey, 'apiKey', 'apiKey.id = held.apiKeyId AND apiKey.platformId = :platformId', {
        platformId: principal.platformId,
      })
      .where('held.apiKeyId IN (:...ids)', { ids })
      .getMany();
  }
}
