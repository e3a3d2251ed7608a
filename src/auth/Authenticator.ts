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
    return isSessionToken(token) ? this.admin(token, requestId) : this.key(token, requestId);
  }

  private async key(text: string, requestId: string): Promise<KeyPrincipal> {
    const token = ApiKeyToken.parse(text);
    const key = token === null ? null : await this.liveKey(token);
    if (key === null) throw UnauthenticatedError.invalid();
    const { catalogue, clock, usage } = this.parts;
    usage.record(key.id, [], clock());
    return {
      kind: 'key',
      requestId,
      id: key.id,
      name: key.name,
      platformId: key.platformId,
      grantAll: key.grantAll,
      scopes: key.grantAll ? catalogue.all : catalogue.setOf(key.scopes),
      expiresAt: key.expiresAt,
    };
  }

  /** The key that the token is good for, or null. */
  private async liveKey(token: ApiKeyToken): Promise<KeyState | null> {
    const { keys, secrets } = this.parts;
    const state = await keys.read(token.id);
    const candidates = this.candidates(token, state);
    if (candidates.some((hash) => secrets.remembers(token, hash))) return state;
    for (const hash of candidates) {
      if (!(await secrets.verify(token, hash))) continue;
      // The compare may have waited for seconds, in which the key may have been revoked or edited.
      const current = await keys.read(token.id);
      return this.candidates(token, current).includes(hash) ? current : null;
    }
    return null;
  }

  /**
   * The hashes that bcrypt may be asked about: those of the key's valid secrets whose tag this secret has. Nothing for
   * an unknown, revoked or expired key, found with the same work as for a live key and a forged secret.
   */
  private candidates(token: ApiKeyToken, state: KeyState | null): string[] {
    const [isCurrent, isPrevious] = token.matchTags([
      state?.secretTag ?? null,
      state?.previousSecretTag ?? null,
    ]);
    if (state === null) return [];
    const now = this.parts.clock();
    if (state.revokedAt !== null || (state.expiresAt !== null && state.expiresAt <= now)) return [];
    const hashes: string[] = [];
    if (isCurrent) hashes.push(state.secretHash);
    const inGrace = state.previousExpiresAt !== null && state.previousExpiresAt > now;
    if (isPrevious && inGrace && state.previousSecretHash !== null) hashes.push(state.previousSecretHash);
    return hashes;
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
