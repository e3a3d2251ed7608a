import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { type AuditService } from '../audit/AuditService';
import { type AdminPrincipal } from '../auth/principal';
import { hashSessionToken, newSessionToken } from '../auth/sessionToken';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { EMAIL_LENGTH, emailKey } from '../emailAddress';
import { UnauthenticatedError } from '../errors';
import { requireText } from '../validation';
import { Admin } from './Admin';
import { AdminSession } from './AdminSession';
import { clientNetwork } from './clientNetwork';
import { type PasswordHasher } from './PasswordHasher';
import { type CountedTry, type SignInThrottle, type Subject } from './SignInThrottle';

const HOUR_MS = 3_600_000;

/** Someone who would like to be signed in. */
export interface SignInRequest {
  email: string;
  password: string;
  /** The client's network address. */
  clientAddress: string;
  requestId: string;
}

export interface SignIn {
  /** Shown once; only its hash is stored. */
  token: string;
  session: AdminSession;
  admin: Admin;
}

interface SessionServiceParts {
  database: Database;
  audit: AuditService;
  clock: Clock;
  passwords: PasswordHasher;
  throttle: SignInThrottle;
  /** How long a session lasts. */
  sessionHours: number;
}

/** Signing in and out. */
export class SessionService {
  constructor(private readonly parts: SessionServiceParts) {}

  /**
   * Opens a session. An e-mail that nobody has costs the same work, and gets the same answer, as a wrong password.
   * @throws BadUserInputError when the e-mail can't be one
   * @throws UnauthenticatedError when the e-mail is unknown or the password wrong, without saying which
   * @throws RateLimitedError after too many failures with this e-mail or from this network, also for the right password
   * @throws UnavailableError when too many others are signing in
   */
  async signIn(request: SignInRequest): Promise<SignIn> {
    const { database, passwords } = this.parts;
    const { password, clientAddress, requestId } = request;
    const email = requireText('email', emailKey(request.email), { max: EMAIL_LENGTH });
    const network = clientNetwork(clientAddress);
    const admin = await database.reads.findOneBy(Admin, { email });
    const failure: Failure = { email, admin, reason: 'WRONG_PASSWORD', clientAddress, requestId };
    const tried = await this.countTry(network, failure);
    let right: boolean;
    try {
      right = await passwords.verify(network, password, admin?.passwordHash ?? null);
    } catch (error) {
      await this.giveBack(tried);
      throw error;
    }
    if (admin !== null && right) return this.openSession(admin, tried, request);
    await database.transaction((manager) => this.recordFailure(manager, failure));
    throw UnauthenticatedError.wrongPassword();
  }

  async signOut(principal: AdminPrincipal): Promise<void> {
    await this.parts.database.transaction(async (manager) => {
      await manager.delete(AdminSession, { id: principal.sessionId });
      await this.parts.audit.record(manager, {
        action: 'SIGNED_OUT',
        platformId: principal.platformId,
        admin: principal,
        target: { id: principal.id, name: principal.email },
        requestId: principal.requestId,
      });
    });
  }

  /**
   * Counts a try in a transaction of its own, so that the count stays though signing in fails.
   * @throws RateLimitedError
   */
  private async countTry(network: string, failure: Failure): Promise<CountedTry> {
    const { database, throttle } = this.parts;
    const subjects: Subject[] = [
      { by: 'network', value: network },
      { by: 'email', value: failure.email },
    ];
    const standing = await throttle.standingRefusal(database.reads, subjects);
    if (standing !== null) throw standing;
    const tried = await database.transaction(async (manager) => {
      const counted = await throttle.count(manager, subjects);
      if (counted.isFirstRefusal) await this.recordFailure(manager, { ...failure, reason: 'RATE_LIMITED' });
      return counted;
    });
    if (tried.refusal !== null) throw tried.refusal;
    return tried;
  }

  private async giveBack(tried: CountedTry): Promise<void> {
    await this.parts.database.transaction((manager) => this.parts.throttle.giveBack(manager, tried));
  }

  private async openSession(admin: Admin, tried: CountedTry, request: SignInRequest): Promise<SignIn> {
    const { database, audit, clock, throttle, sessionHours } = this.parts;
    const token = newSessionToken();
    const createdAt = clock();
    return database.transaction(async (manager) => {
      await throttle.giveBack(manager, tried);
      await throttle.forgetOld(manager);
      // On the condition that the password which was compared still is the admin's: a change of password ends the
      // sessions that are there, and must not be overtaken by one that comes after.
      const { id, passwordHash } = admin;
      const current = await manager.update(Admin, { id, passwordHash }, { lastSignedInAt: createdAt });
      if (current.affected !== 1) throw UnauthenticatedError.wrongPassword();
      await manager.delete(AdminSession, { adminId: id, expiresAt: LessThanOrEqual(createdAt) });
      const session = manager.create(AdminSession, {
        id: newId(createdAt),
        adminId: id,
        tokenHash: hashSessionToken(token),
        createdAt,
        expiresAt: new Date(createdAt.getTime() + sessionHours * HOUR_MS),
      });
      await manager.insert(AdminSession, session);
      await audit.record(manager, {
        action: 'SIGNED_IN',
        platformId: admin.platformId,
        admin,
        target: { id, name: admin.email },
        after: { clientAddress: request.clientAddress, expiresAt: session.expiresAt },
        requestId: request.requestId,
      });
      return { token, session, admin };
    });
  }

  private async recordFailure(manager: EntityManager, failure: Failure): Promise<void> {
    const { admin, email, reason, clientAddress, requestId } = failure;
    await this.parts.audit.record(manager, {
      action: 'SIGN_IN_FAILED',
      platformId: admin?.platformId ?? null,
      admin: null,
      target: { id: admin?.id ?? null, name: email },
      after: { reason, clientAddress },
      requestId,
    });
  }
}

/** A sign-in that came to nothing, as the audit record tells it. */
interface Failure {
  email: string;
  /** Null when nobody has the e-mail. */
  admin: Admin | null;
  reason: 'WRONG_PASSWORD' | 'RATE_LIMITED';
  clientAddress: string;
  requestId: string;
}
