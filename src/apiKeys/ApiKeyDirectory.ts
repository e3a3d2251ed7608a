import { type AdminPrincipal, type Principal } from '../auth/principal';
import { type Risk, type ScopeCatalogue } from '../auth/scopes';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type Direction, type Page, type PageRequest, readPage } from '../database/paging';
import { highestRisk } from '../presets/scopeList';
import { ApiKey } from './ApiKey';
import { ApiKeyScope } from './ApiKeyScope';
import { type ApiKeyState, previousSecretEnd, stateOf } from './keyState';

export interface ApiKeyFilter {
  state?: ApiKeyState | null;
}

export interface ApiKeySort {
  by?: 'CREATED_AT' | 'NAME';
  direction?: Direction;
}

const PROPERTIES = { CREATED_AT: 'createdAt', NAME: 'name' } as const;

const CONDITIONS: Record<ApiKeyState, string> = {
  ACTIVE: 'apiKey.revokedAt IS NULL AND (apiKey.expiresAt IS NULL OR apiKey.expiresAt > :now)',
  EXPIRED: 'apiKey.revokedAt IS NULL AND apiKey.expiresAt <= :now',
  REVOKED: 'apiKey.revokedAt IS NOT NULL',
};

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

  /** Newest first when no order is given. */
  async list(
    admin: AdminPrincipal,
    filter: ApiKeyFilter,
    { by = 'CREATED_AT', direction = 'DESC' }: ApiKeySort,
    page: PageRequest,
  ): Promise<Page<ApiKey>> {
    const query = this.database
      .rows(ApiKey, 'apiKey')
      .where('apiKey.platformId = :platformId', { platformId: admin.platformId });
    if (filter.state != null) query.where(`(${CONDITIONS[filter.state]})`, { now: this.clock() });
    return readPage(query, { property: PROPERTIES[by], direction }, page);
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
