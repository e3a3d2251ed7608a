import { type Answer, type Client } from './harness/Client';

/** An API key as these tests read it. */
export interface KeyView {
  id: string;
  name: string;
  prefix: string;
  lastFour: string;
  state: string;
  grantAll: boolean;
  scopes: string[];
  scopeUsage: { scope: string; lastUsedAt: string | null }[];
  risk: string;
  madeWithPreset: string | null;
  expiresAt: string | null;
  createdBy: { name: string };
  previousSecretValidUntil: string | null;
  revokedAt: string | null;
  revokedReason: string | null;
  version: number;
}

export interface IssuedKey {
  apiKey: KeyView;
  token: string;
}

export const KEY_FIELDS = `
  id name prefix lastFour state grantAll scopes scopeUsage { scope lastUsedAt } risk madeWithPreset expiresAt
  createdBy { name } previousSecretValidUntil revokedAt revokedReason version
`;

type Input = Record<string, unknown>;

export function tryCreateKey(admin: Client, input: Input): Promise<Answer<{ createApiKey: IssuedKey }>> {
  return admin.query(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { token apiKey { ${KEY_FIELDS} } } }`,
    { input },
  );
}

export async function createKey(admin: Client, input: Input): Promise<IssuedKey> {
  const answer = await tryCreateKey(admin, input);
  expect(answer.errors).toEqual([]);
  return answer.data.createApiKey;
}

export function tryUpdateKey(
  admin: Client,
  input: Input,
): Promise<Answer<{ updateApiKey: { apiKey: KeyView } }>> {
  return admin.query(
    `mutation ($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { apiKey { ${KEY_FIELDS} } } }`,
    { input },
  );
}

/** Edits the key at the version that it has now. */
export async function updateKey(admin: Client, id: string, changes: Input): Promise<KeyView> {
  const { version } = await readKey(admin, id);
  const answer = await tryUpdateKey(admin, { id, version, ...changes });
  expect(answer.errors).toEqual([]);
  return answer.data.updateApiKey.apiKey;
}

export async function readKey(admin: Client, id: string): Promise<KeyView> {
  const query = `query ($id: ID!) { apiKey(id: $id) { ${KEY_FIELDS} } }`;
  return (await admin.data<{ apiKey: KeyView }>(query, { id })).apiKey;
}

export function tryRotateKey(
  admin: Client,
  id: string,
  grace: string,
): Promise<Answer<{ rotateApiKey: IssuedKey }>> {
  return admin.query(
    `mutation ($id: ID!, $grace: RotationGrace!) {
      rotateApiKey(id: $id, grace: $grace) { token apiKey { ${KEY_FIELDS} } }
    }`,
    { id, grace },
  );
}

export function tryRevokeKey(
  admin: Client,
  id: string,
  reason?: string,
): Promise<Answer<{ revokeApiKey: { apiKey: KeyView } }>> {
  return admin.query(
    `mutation ($id: ID!, $reason: String) {
      revokeApiKey(id: $id, reason: $reason) { apiKey { ${KEY_FIELDS} } }
    }`,
    { id, reason },
  );
}

/** The status of one request with this key that needs VIDEOS_READ. */
export async function statusOf(client: Client, token: string): Promise<number> {
  return (await client.as(token).query('{ videos { nodes { id } } }')).status;
}
