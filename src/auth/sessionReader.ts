import { systemTimer } from '../clock';
import { type Database } from '../database/Database';
import { placeholders, type RawTimestamp, readTimestamp } from '../database/rawRows';
import { ownRows } from '../database/rawQuery';
import { GroupedReads } from '../database/GroupedReads';

/** A signed-in admin, as the database had it when the read began. */
export interface SessionState {
  readonly sessionId: string;
  readonly expiresAt: Date;
  readonly adminId: string;
  readonly platformId: string;
  readonly email: string;
  readonly name: string;
}

interface SessionRow extends Omit<SessionState, 'expiresAt'> {
  tokenHash: string;
  expiresAt: RawTimestamp;
}

const SELECT = `SELECT s.tokenHash, s.id AS sessionId, s.expiresAt, a.id AS adminId, a.platformId, a.email, a.name
 FROM admin_sessions s JOIN admins a ON a.id = s.adminId`;

/** Reads admin sessions by the hash of their token, anew for each request. */
export class SessionReader {
  private readonly reads: GroupedReads<SessionState>;

  constructor(private readonly database: Database) {
    this.reads = new GroupedReads({ readMany: (hashes) => this.readMany(hashes), timer: systemTimer });
  }

  /**
   * Null when there is no such session.
   * @throws UnavailableError when the database does not answer in time
   */
  read(tokenHash: string): Promise<SessionState | null> {
    return this.reads.read(tokenHash);
  }

  private async readMany(tokenHashes: readonly string[]): Promise<Map<string, SessionState>> {
    const statement = `${SELECT} WHERE s.tokenHash IN (${placeholders(tokenHashes.length)})`;
    const rows = await ownRows<SessionRow>(this.database.callers, statement, [...tokenHashes]);
    return new Map(
      rows.map(({ tokenHash, expiresAt, ...row }) => [
        tokenHash,
        { ...row, expiresAt: readTimestamp(expiresAt) },
      ]),
    );
  }
}
