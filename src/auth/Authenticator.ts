import { type Clock } from '../clock';
import { UnauthenticatedError } from '../errors';
import { ApiKeyToken } from './apiKeyToken';
import { type KeyReader, type KeyState } from './keyReader';
import { type KeyPrincipal, type AdminPrincipal, type Principal } from './principal';
import { type ScopeCatalogue } from './scopes';
import { type SecretVerifier } from './SecretVerifier';
import { type SessionReader } from './sessionReader';
import { hashSessionToken, isSessionToken } from './sessionToken';

const BEARER = /^Bearer +(\S+) *$/i;

/** Answers who is calling. Reads the caller's state anew for each request: that makes a revocation immediate. */
export class Authenticator {
  constructor(
    private readonly parts: {
      keys: KeyReader;
      sessions: SessionReader;
      secrets: SecretVerifier;
      catalogue: ScopeCatalogue;
      clock: Clock;
    },
  ) {}

  /**
   * @param authorization the request's Authorization header
   * @param requestId goes into the principal
   * @returns null when there is none
   * @throws UnauthenticatedError when it names no live key or session, always with the same text
   */
  async authenticate(authorization: string | undefined, requestId: string): Promise<Principal | null> {
    if (authorization === undefined) return null;
    const credential = BEARER.exec(authorization)?.[1];
    if (credential === undefined) throw UnauthenticatedError.invalid();
    return isSessionToken(credential) ? this.admin(credential, requestId) : this.key(credential, requestId);
  }

  private async key(credential: string, requestId: string): Promise<KeyPrincipal> {
    const token = ApiKeyToken.parse(credential);
    const state = token === null ? null : await this.parts.keys.read(token.id);
    if (token === null || state === null || !(await this.isLive(token, state)))
      throw UnauthenticatedError.invalid();
    const { key, scopes } = state;
    return {
      kind: 'key',
      requestId,
      id: key.id,
      name: key.name,
      platformId: key.platformId,
      grantAll: key.grantAll,
      scopes: key.grantAll ? this.parts.catalogue.all : this.parts.catalogue.setOf(scopes),
      expiresAt: key.expiresAt,
    };
  }

  private async isLive(token: ApiKeyToken, { key }: KeyState): Promise<boolean> {
    const now = this.parts.clock();
    if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return false;
    if (token.tag === key.secretTag) return this.parts.secrets.verify(token, key.secretHash);
    const inGrace = key.previousExpiresAt !== null && key.previousExpiresAt > now;
    if (!inGrace || key.previousSecretHash === null || token.tag !== key.previousSecretTag) return false;
    return this.parts.secrets.verify(token, key.previousSecretHash);
  }

  private async admin(token: string, requestId: string): Promise<AdminPrincipal> {
    const state = await this.parts.sessions.read(hashSessionToken(token));
    if (state === null || state.session.expiresAt <= this.parts.clock()) throw UnauthenticatedError.invalid();
    const { admin, session } = state;
    return {
      kind: 'admin',
      requestId,
      id: admin.id,
      name: admin.name,
      email: admin.email,
      platformId: admin.platformId,
      sessionId: session.id,
      scopes: this.parts.catalogue.all,
      expiresAt: session.expiresAt,
    };
  }
}
