import { type Database } from '../database/Database';
import { ApiKey } from '../apiKeys/ApiKey';
import { ApiKeyScope } from '../apiKeys/ApiKeyScope';

/** A key's row and the ids of its scopes, as they were committed when the read began. */
export interface KeyState {
  readonly key: ApiKey;
  readonly scopes: readonly string[];
}

/** Reads the state of API keys by their public ids. */
export class KeyReader {
  constructor(private readonly database: Database) {}

  /** Null when there is no such key. */
  async read(id: string): Promise<KeyState | null> {
    const key = await this.database.reads.findOneBy(ApiKey, { id });
    if (key === null) return null;
    const rows = await this.database.reads.findBy(ApiKeyScope, { apiKeyId: id });
    return { key, scopes: rows.map((row) => row.scope) };
  }
}
