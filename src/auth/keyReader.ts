import { systemTimer } from '../clock';
import { type Database } from '../database/Database';
import { placeholders, type RawBoolean, type RawTimestamp, readNullableTimestamp } from '../database/rawRows';
import { groupBy } from '../database/groupBy';
import { ownRows } from '../database/rawQuery';
import { GroupedReads } from '../database/GroupedReads';
import { type ScopeCatalogue, type ScopeSet } from './scopes';

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
  /** All there are when everything is granted. */
  readonly scopes: ScopeSet;
}

interface KeyReaderParts {
  readonly database: Database;
  readonly catalogue: ScopeCatalogue;
  /** Is told how many keys a statement asked for. */
  readonly onRead?: (count: number) => void;
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

  constructor(private readonly parts: KeyReaderParts) {
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
    const { database, catalogue, onRead } = this.parts;
    onRead?.(ids.length);
    const statement = `${SELECT} WHERE k.id IN (${placeholders(ids.length)})`;
    const rows = await ownRows<KeyRow>(database.callers, statement, [...ids]);
    const states = new Map<string, KeyState>();
    for (const [id, ofKey] of groupBy(rows, (row) => row.id)) states.set(id, toState(ofKey, catalogue));
    return states;
  }
}

function toState(rows: readonly KeyRow[], catalogue: ScopeCatalogue): KeyState {
  const key = rows[0]!;
  const grantAll = key.grantAll === 1;
  return {
    id: key.id,
    platformId: key.platformId,
    name: key.name,
    secretHash: key.secretHash,
    secretTag: key.secretTag,
    previousSecretHash: key.previousSecretHash,
    previousSecretTag: key.previousSecretTag,
    previousExpiresAt: readNullableTimestamp(key.previousExpiresAt),
    grantAll,
    expiresAt: readNullableTimestamp(key.expiresAt),
    revokedAt: readNullableTimestamp(key.revokedAt),
    scopes: grantAll ? catalogue.all : catalogue.setOf(rows.flatMap(({ scope }) => scope ?? [])),
  };
}
