import { compare } from 'bcrypt';
import { type AdminPrincipal } from '../auth/principal';
import { hashSessionToken, newSessionToken } from '../auth/sessionToken';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { UnauthenticatedError } from '../errors';
import { Admin } from './Admin';
import { AdminSession } from './AdminSession';

const HOUR_MS = 3_600_000;

export interface SignIn {
  /** Shown once; only its hash is stored. */
  token: string;
  session: AdminSession;
  admin: Admin;
}

/** Signing in and out. */
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessionHours: number,
  ) {}

  /** @throws UnauthenticatedError when the e-mail is unknown or the password wrong, without saying which */
  async signIn(email: string, password: string): Promise<SignIn> {
    const admin = await this.database.reads.findOneBy(Admin, { email: email.trim().toLowerCase() });
    if (admin === null || !(await compare(password, admin.passwordHash)))
      throw UnauthenticatedError.invalid();
    const token = newSessionToken();
    const createdAt = this.clock();
    return this.database.transaction(async (manager) => {
      const session = manager.create(AdminSession, {
        id: newId(createdAt),
        adminId: admin.id,
        tokenHash: hashSessionToken(token),
        createdAt,
        expiresAt: new Date(createdAt.getTime() + this.sessionHours * HOUR_MS),
      });
      await manager.insert(AdminSession, session);
      return { token, session, admin };
    });
  }

  async signOut(principal: AdminPrincipal): Promise<void> {
    await this.database.transaction((manager) => manager.delete(AdminSession, { id: principal.sessionId }));
  }
}
