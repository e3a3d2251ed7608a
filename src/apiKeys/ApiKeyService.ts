import { hash } from 'bcrypt';
import { ApiKeyToken } from '../auth/apiKeyToken';
import { type AdminPrincipal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { ConflictError } from '../errors';
import { requireText } from '../validation';
import { ApiKey } from './ApiKey';
import { ApiKeyScope } from './ApiKeyScope';

export interface NewApiKey {
  name: string;
  scopes: readonly string[];
  grantAll: boolean;
  expiresAt: Date | null;
}

export interface CreatedApiKey {
  key: ApiKey;
  /** The whole key, which is shown this once. */
  token: ApiKeyToken;
}

/** The API keys of an admin's platform. */
export class ApiKeyService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bcryptCost: number,
  ) {}

  async create(admin: AdminPrincipal, input: NewApiKey): Promise<CreatedApiKey> {
    const name = requireText('name', input.name, { max: 80 });
    const token = ApiKeyToken.generate();
    // Before the transaction: hashing takes tens of milliseconds, and may run on retry otherwise.
    const secretHash = await hash(token.secret, this.bcryptCost);
    try {
      return await this.database.transaction(async (manager) => {
        const key = manager.create(ApiKey, {
          id: token.id,
          platformId: admin.platformId,
          name,
          liveName: name,
          secretHash,
          secretTag: token.tag,
          lastFour: token.lastFour,
          previousSecretHash: null,
          previousSecretTag: null,
          previousExpiresAt: null,
          grantAll: input.grantAll,
          expiresAt: input.expiresAt,
          createdById: admin.id,
          createdAt: this.clock(),
          lastUsedAt: null,
          revokedAt: null,
          revokedReason: null,
          version: 1,
        });
        await manager.insert(ApiKey, key);
        await manager.insert(
          ApiKeyScope,
          input.scopes.map((scope) => ({ apiKeyId: key.id, scope, lastUsedAt: null })),
        );
        return { key, token };
      });
    } catch (error) {
      throw isDuplicateKey(error) ? ConflictError.duplicate('name', name) : error;
    }
  }
}
