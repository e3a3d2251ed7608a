import DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { type ApiKeyDirectory } from './ApiKeyDirectory';
import { type ApiKeyScope } from './ApiKeyScope';

export interface ApiKeyLoaders {
  /** The scopes that a key holds one by one, in no order. */
  readonly scopes: DataLoader<string, ApiKeyScope[]>;
}

/** @param principal whose platform is read */
export function createApiKeyLoaders(directory: ApiKeyDirectory, principal: Principal): ApiKeyLoaders {
  return {
    scopes: new DataLoader(async (ids) => {
      const rows = await directory.scopesOf(principal, ids);
      const byKey = new Map<string, ApiKeyScope[]>(ids.map((id) => [id, []]));
      for (const row of rows) byKey.get(row.apiKeyId)?.push(row);
      return ids.map((id) => byKey.get(id) ?? []);
    }),
  };
}
