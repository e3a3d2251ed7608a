import { Admin } from '../admins/Admin';
import { AdminSession } from '../admins/AdminSession';
import { type Database } from '../database/Database';

export interface SessionState {
  readonly session: AdminSession;
  readonly admin: Admin;
}

/** Reads admin sessions by the hash of their token. */
export class SessionReader {
  constructor(private readonly database: Database) {}

  /** Null when there is no such session. */
  async read(tokenHash: string): Promise<SessionState | null> {
    const session = await this.database.reads.findOneBy(AdminSession, { tokenHash });
    if (session === null) return null;
    const admin = await this.database.reads.findOneBy(Admin, { id: session.adminId });
    return admin === null ? null : { session, admin };
  }
}
