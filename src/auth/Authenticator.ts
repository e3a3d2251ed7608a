import { type Clock } from '../clock';
import { UnauthenticatedError } from '../errors';
import { ApiKeyToken } from './apiKeyToken';
import { readBearerToken } from './credential';
import { type KeyReader, type KeyState } from './keyReader';
import { type KeyUsage } from './KeyUsage';
import { type KeyPrincipal, type AdminPrincipal, type Principal } from './principal';
import { type ScopeCatalogue } from './scopes';
import { type SecretVerifier } from './SecretVerifier';
import { type SessionReader } from './sessionReader';
import { hashSessionToken, isSessionToken } from './sessionToken';

interface AuthenticatorParts {
  keys: KeyReader;
  sessions: SessionReader;
  secrets: SecretVerifier;
  usage: KeyUsage;
  catalogue: ScopeCatalogue;
  clock: Clock;
}

/** A secret that a key can be used with: bcrypt of it, and the tag without which bcrypt is not asked. */
interface ValidSecret {
  readonly hash: string;
  readonly tag: string | null;
}

/** Answers who is calling. Reads the caller's state anew for each request: that makes a revocation immediate. */
export class Authenticator {
  constructor(private readonly parts: AuthenticatorParts) {}

  /**
   * @param rawHeaders the request's header names and values in turn (Node's `rawHeaders`)
   * @param requestId goes into the principal
   * @returns null when it came without credentials
   * @throws UnauthenticatedError when they name no live key or session, always with the same text
   * @throws UnavailableError when that can't be found out just now
   */
  async authenticate(rawHeaders: readonly string[], requestId: string): Promise<Principal | null> {
    const credential = readBearerToken(rawHeaders);
    if (credential === null) return null;
    if (credential === 'malformed') throw UnauthenticatedError.invalid();
    const { token } = credential;
    return isSessionToken(token) ? await this.admin(token, requestId) : await this.key(token, requestId);
  }

  private async key(text: string, requestId: string): Promise<KeyPrincipal> {
    const token = ApiKeyToken.parse(text);
    if (token === null) throw UnauthenticatedError.invalid();
    const { keys, secrets } = this.parts;
    const state = await keys.read(token.id);
    const valid = this.validSecrets(state);
    const remembered = secrets.remembered(token);
    const isKnown = state !== null && valid.some(({ hash }) => hash === remembered);
    return this.principal(isKnown ? state : await this.compared(token, valid), requestId);
  }

  private principal(key: KeyState, requestId: string): KeyPrincipal {
    this.parts.usage.record(key.id, [], this.parts.clock());
    return {
      kind: 'key',
      requestId,
      id: key.id,
      name: key.name,
      platformId: key.platformId,
      grantAll: key.grantAll,
      scopes: key.scopes,
      expiresAt: key.expiresAt,
    };
  }

  /**
   * The key that the token is good for, found out by its secret's hash. An unknown, revoked or expired key is found out
   * with the same work as a live key's forged secret.
   */
  private async compared(token: ApiKeyToken, valid: readonly ValidSecret[]): Promise<KeyState> {
    const { keys, secrets } = this.parts;
    const hasTag = token.matchTags([valid[0]?.tag ?? null, valid[1]?.tag ?? null]);
    for (const [index, { hash }] of valid.entries()) {
      // Without the tag there is nothing to ask bcrypt.
      if (hasTag[index] !== true || !(await secrets.verify(token, hash))) continue;
      // The compare may have waited for seconds, in which the key may have been revoked or edited.
      const current = await keys.read(token.id);
      const isValid = this.validSecrets(current).some((secret) => secret.hash === hash);
      if (current !== null && isValid) return current;
      break;
    }
    throw UnauthenticatedError.invalid();
  }

  /** The secrets that the key can be used with just now: none of an unknown, revoked or expired one. */
  private validSecrets(state: KeyState | null): ValidSecret[] {
    const now = this.parts.clock();
    if (state === null || state.revokedAt !== null) return [];
    if (state.expiresAt !== null && state.expiresAt <= now) return [];
    const current = { hash: state.secretHash, tag: state.secretTag };
    const { previousSecretHash, previousSecretTag, previousExpiresAt } = state;
    const inGrace = previousExpiresAt !== null && previousExpiresAt > now;
    return inGrace && previousSecretHash !== null
      ? [current, { hash: previousSecretHash, tag: previousSecretTag }]
      : [current];
  }

  private async admin(token: string, requestId: string): Promise<AdminPrincipal> {
    const state = await this.parts.sessions.read(hashSessionToken(token));
    if (state === null || state.expiresAt <= this.parts.clock()) throw UnauthenticatedError.invalid();
    return {
      kind: 'admin',
      requestId,
      id: state.adminId,
      name: state.name,
      email: state.email,
      platformId: state.platformId,
      sessionId: state.sessionId,
      scopes: this.parts.catalogue.all,
      expiresAt: state.expiresAt,
    };
  }
}
