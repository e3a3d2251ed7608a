import { Not } from 'typeorm';
import { type AuditService } from '../audit/AuditService';
import { type AdminPrincipal } from '../auth/principal';
import { type Database } from '../database/Database';
import { emailKey } from '../emailAddress';
import { BadUserInputError, ConflictError, NotFoundError } from '../errors';
import { Admin } from './Admin';
import { AdminSession } from './AdminSession';
import { type PasswordHasher } from './PasswordHasher';
import { requirePassword } from './passwords';
import { type SignInThrottle } from './SignInThrottle';

interface PasswordServiceParts {
  database: Database;
  audit: AuditService;
  passwords: PasswordHasher;
  throttle: SignInThrottle;
}

/** Changing passwords: an admin's own, or a forgotten one by the operator. */
export class PasswordService {
  constructor(private readonly parts: PasswordServiceParts) {}

  /**
   * Changes the caller's password and ends the caller's other sessions.
   * @returns how many sessions were ended
   * @throws BadUserInputError when the current password is wrong, or the new one breaks the rules
   * @throws RateLimitedError after too many wrong current passwords: a stolen session must not find it out by trying
   * @throws ConflictError when it was changed by someone else meanwhile
   */
  async change(principal: AdminPrincipal, currentPassword: string, newPassword: string): Promise<number> {
    const { database, audit, passwords, throttle } = this.parts;
    const { id, platformId, email, sessionId, requestId } = principal;
    requirePassword('newPassword', newPassword);
    if (newPassword === currentPassword)
      throw new BadUserInputError('newPassword', 'is the current password.', 'another one');
    const admin = await database.reads.findOneByOrFail(Admin, { id, platformId });
    const tried = await database.transaction((manager) =>
      throttle.count(manager, [{ by: 'currentPassword', value: id }]),
    );
    if (tried.refusal !== null) throw tried.refusal;
    if (!(await passwords.verify(id, currentPassword, admin.passwordHash)))
      throw new BadUserInputError('currentPassword', 'is wrong.', 'the password that you signed in with');
    const passwordHash = await passwords.hash(id, newPassword);
    return database.transaction(async (manager) => {
      await throttle.giveBack(manager, tried);
      const changed = await manager.update(Admin, { id, passwordHash: admin.passwordHash }, { passwordHash });
      if (changed.affected !== 1) throw new ConflictError('The password was changed by someone else.');
      const ended = await manager.delete(AdminSession, { adminId: id, id: Not(sessionId) });
      const endedSessions = ended.affected ?? 0;
      await audit.record(manager, {
        action: 'PASSWORD_CHANGED',
        platformId,
        admin: principal,
        target: { id, name: email },
        after: { endedSessions },
        requestId,
      });
      return endedSessions;
    });
  }

  /**
   * Gives an admin who has forgotten it a new password, and ends all of that admin's sessions.
   * @param requestId what the audit record says where a request would stand
   * @throws BadUserInputError when the password is too short or too long
   * @throws NotFoundError when nobody has this e-mail
   */
  async reset(email: string, password: string, requestId: string): Promise<Admin> {
    const { database, audit, passwords } = this.parts;
    const admin = await database.reads.findOneBy(Admin, { email: emailKey(email) });
    if (admin === null) throw new NotFoundError('Admin', email);
    const passwordHash = await passwords.hash(admin.email, requirePassword('password', password));
    await database.transaction(async (manager) => {
      await manager.update(Admin, { id: admin.id }, { passwordHash });
      const ended = await manager.delete(AdminSession, { adminId: admin.id });
      await audit.record(manager, {
        action: 'PASSWORD_CHANGED',
        platformId: admin.platformId,
        admin: null,
        target: { id: admin.id, name: admin.email },
        after: { endedSessions: ended.affected ?? 0 },
        requestId,
      });
    });
    return admin;
  }
}
