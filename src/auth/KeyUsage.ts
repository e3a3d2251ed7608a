import { type EntityManager } from 'typeorm';
import { type Timer } from '../clock';
import { type Database } from '../database/Database';
import { placeholders, writeTimestamp } from '../database/rawRows';

/** How long uses are gathered before they are written. */
const FLUSH_DELAY_MS = 5_000;

/** Keys in one statement. */
const MAX_KEYS = 200;

/** Keys that are noted at most, should the database take nothing for long; further ones go unnoted. */
const CAPACITY = 50_000;

interface KeyUsageParts {
  database: Database;
  timer: Timer;
  /** Is told why uses could not be written; they stay noted, and are written with the next ones. */
  onError(error: unknown): void;
}

/** When each key was last used. */
type LastUses = Map<string, Date>;

/** By scope; under null, for whatever it was used. */
type Uses = Map<string | null, LastUses>;

/**
 * When keys, and each of their scopes, were last used. Gathered in memory and written together every few seconds, so
 * that no request waits for it: a crash may lose the last seconds. A time only ever moves forward, whichever process
 * writes last, and nothing else of a key is touched, nor its version counted.
 */
export class KeyUsage {
  private uses: Uses = new Map();
  private stopTimer: (() => void) | undefined;
  private lastWrite: Promise<void> = Promise.resolve();

  constructor(private readonly parts: KeyUsageParts) {}

  /**
   * A request was made with this key.
   * @param scopes ids of those that its operation needs
   */
  record(keyId: string, scopes: readonly string[], now: Date): void {
    note(this.uses, null, keyId, now);
    for (const scope of scopes) note(this.uses, scope, keyId, now);
    this.flushLater();
  }

  /** Writes what was gathered so far. Never rejects. */
  flush(): Promise<void> {
    this.stopTimer?.();
    this.stopTimer = undefined;
    this.lastWrite = this.lastWrite.then(() => this.write());
    return this.lastWrite;
  }

  /** The last {@link flush}: what can't be written now is lost. */
  async close(): Promise<void> {
    await this.flush();
    this.stopTimer?.();
  }

  private flushLater(): void {
    this.stopTimer ??= this.parts.timer(FLUSH_DELAY_MS, () => void this.flush());
  }

  private async write(): Promise<void> {
    const { uses } = this;
    this.uses = new Map();
    try {
      if (uses.size > 0) await this.parts.database.transaction((manager) => writeUses(manager, uses));
    } catch (error) {
      for (const [scope, lastUses] of uses)
        for (const [keyId, time] of lastUses) note(this.uses, scope, keyId, time);
      this.flushLater();
      this.parts.onError(error);
    }
  }
}

function note(uses: Uses, scope: string | null, keyId: string, time: Date): void {
  let lastUses = uses.get(scope);
  if (lastUses === undefined) {
    lastUses = new Map();
    uses.set(scope, lastUses);
  }
  const noted = lastUses.get(keyId);
  const isNews = noted === undefined ? lastUses.size < CAPACITY : noted.getTime() < time.getTime();
  if (isNews) lastUses.set(keyId, time);
}

/** One statement for the keys and one for each scope, however many keys there are (up to the size of a statement). */
async function writeUses(manager: EntityManager, uses: Uses): Promise<void> {
  // Every process takes the rows' locks in one order, or two of them could wait for each other.
  const ordered = [...uses].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1));
  for (const [scope, lastUses] of ordered) {
    const rows = [...lastUses].sort(([a], [b]) => (a < b ? -1 : 1));
    for (let start = 0; start < rows.length; start += MAX_KEYS)
      await moveForward(manager, scope, rows.slice(start, start + MAX_KEYS));
  }
}

async function moveForward(
  manager: EntityManager,
  scope: string | null,
  rows: readonly (readonly [keyId: string, time: Date])[],
): Promise<void> {
  const [table, key] = scope === null ? ['api_keys', 'id'] : ['api_key_scopes', 'apiKeyId'];
  const ids = rows.map(([keyId]) => keyId);
  const times = rows.flatMap(([keyId, time]) => [keyId, writeTimestamp(time)]);
  await manager.query(
    `UPDATE ${table} SET lastUsedAt = CASE ${key} ${'WHEN ? THEN ? '.repeat(rows.length)}END
      WHERE ${key} IN (${placeholders(rows.length)})${scope === null ? '' : ' AND scope = ?'}
      AND (${rows.map(() => `(${key} = ? AND (lastUsedAt IS NULL OR lastUsedAt < ?))`).join(' OR ')})`,
    [...times, ...ids, ...(scope === null ? [] : [scope]), ...times],
  );
}
