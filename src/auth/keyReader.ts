import { systemTimer } from '../clock';
import { type Database } from '../database/Database';
import { placeholders, type RawBoolean, type RawTimestamp, readNullableTimestamp } from '../database/rawRows';
import { rawQuery } from '../database/rawQuery';
import { GroupedReads } from '../database/GroupedReads';

/** What decides about a key, as it was committed when the read began. */
export interface KeyState {
  readonly id: string;
  readonly platformId: string;
  readonly name: string;
  readonly secretHash: string;
  readonly secretTag: string;
  /** The secret before the last rotation, with the end of its grace. */
  readonly previousSecretHash: string | null;
  readonly previousSecretTag: string | null;
  readonly previousExpiresAt: Date | null;
  readonly grantAll: boolean;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** Ids of the scopes that the key was granted. */
  readonly scopes: readonly string[];
}

/** One row for each scope of a key, or one without a scope. */
interface KeyRow {
  id: string;
  platformId: string;
  name: string;
  secretHash: string;
  secretTag: string;
  previousSecretHash: string | null;
  previousSecretTag: string | null;
  previousExpiresAt: RawTimestamp | null;
  grantAll: RawBoolean;
  expiresAt: RawTimestamp | null;
  revokedAt: RawTimestamp | null;
  scope: string | null;
}

const SELECT = `SELECT k.id, k.platformId, k.name, k.secretHash, k.secretTag, k.previousSecretHash, k.previousSecretTag,
 k.previousExpiresAt, k.grantAll, k.expiresAt, k.revokedAt, s.scope
 FROM api_keys k LEFT JOIN api_key_scopes s ON s.apiKeyId = k.id`;

/**
 * Reads the state of API keys by their public ids, anew for each request. A key's row and its scopes come out of one
 * statement, so that they are of one moment.
 */
export class KeyReader {
  private readonly reads: GroupedReads<KeyState>;

  /** @param onRead is told how many keys a statement asked for */
  constructor(
    private readonly database: Database,
    private readonly onRead: (count: number) => void = () => undefined,
  ) {
    this.reads = new GroupedReads({ readMany: (ids) => this.readMany(ids), timer: systemTimer });
  }

  /**
   * Null when there is no such key.
   * @throws UnavailableError when the database does not answer in time
   */
  read(id: string): Promise<KeyState | null> {
    return this.reads.read(id);
  }

  private async readMany(ids: readonly string[]): Promise<Map<string, KeyState>> {
    this.onRead(ids.length);
    const statement = `${SELECT} WHERE k.id IN (${placeholders(ids.length)})`;
    const rows = await rawQuery<KeyRow>(this.database.callers, statement, [...ids]);
    const states = new Map<string, KeyState & { scopes: string[] }>();
    for (const row of rows) {
      let state = states.get(row.id);
      if (state === undefined) {
        state = toState(row);
        states.set(row.id, state);
      }
      if (row.scope !== null) state.scopes.push(row.scope);
    }
    return states;
  }
}

function toState(row: KeyRow): KeyState & { scopes: string[] } {
  return {
    id: row.id,
    platformId: row.platformId,
    name: row.name,
    secretHash: row.secretHash,
    secretTag: row.secretTag,
    previousSecretHash: row.previousSecretHash,
    previousSecretTag: row.previousSecretTag,
    previousExpiresAt: readNullableTimestamp(row.previousExpiresAt),
    grantAll: row.grantAll === 1,
    expiresAt: readNullableTimestamp(row.expiresAt),
    revokedAt: readNullableTimestamp(row.revokedAt),
    scopes: [],
  };
}
