import { createHash } from 'node:crypto';
import { compare } from 'bcrypt';
import { type Pool, type RowDataPacket } from 'mysql2/promise';

/** What a peer with access control knows of its caller. */
export interface Caller {
  readonly scopes: ReadonlySet<string>;
}

type KeyRow = RowDataPacket & { id: string; secretHash: string; scope: string | null };

const verified = new Map<string, string>();

/**
 * Who sends `Authorization: Bearer ac_…`: the key's row and scopes are read on every request, as Latchkey does, and
 * bcrypt's verdict is remembered.
 */
export async function authenticate(pool: Pool, authorization: string | undefined): Promise<Caller | null> {
  const [, id, rest] = /^Bearer ac_(\w{12})_(\w{49})$/.exec(authorization ?? '') ?? [];
  if (id === undefined || rest === undefined) return null;
  const [rows] = await pool.query<KeyRow[]>(
    'SELECT k.id, k.secretHash, s.scope FROM api_keys k LEFT JOIN api_key_scopes s ON s.apiKeyId = k.id WHERE k.id = ? AND k.revokedAt IS NULL',
    [id],
  );
  const hash = rows[0]?.secretHash;
  if (hash === undefined) return null;
  const secret = rest.slice(0, 43);
  const digest = createHash('sha256').update(secret).digest('base64');
  if (verified.get(digest) !== hash) {
    if (!(await compare(secret, hash))) return null;
    verified.set(digest, hash);
  }
  return { scopes: new Set(rows.flatMap((row) => (row.scope === null ? [] : [row.scope]))) };
}
