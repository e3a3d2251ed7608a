import { hash } from 'bcrypt';
import { type EntityManager, In, IsNull } from 'typeorm';
import { type AuditService } from '../audit/AuditService';
import { ApiKeyToken } from '../auth/apiKeyToken';
import { type AdminPrincipal } from '../auth/principal';
import { type ScopeCatalogue } from '../auth/scopes';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { updateVersioned } from '../database/optimisticLock';
import { ConflictError, NotFoundError } from '../errors';
import { type PresetService } from '../presets/PresetService';
import { editOf, requireChange, requireName } from '../validation';
import { ApiKey } from './ApiKey';
import { type ApiKeyDirectory } from './ApiKeyDirectory';
import { ApiKeyScope } from './ApiKeyScope';
import { chooseGrant, editGrant, type GrantChoice, type GrantEdit } from './grants';
import { auditRecord } from './keyAudit';
import { requireExpiry, requireReason } from './keyInput';
import { earlier, stateOf } from './keyState';

/** For how long the old secret works on after a rotation, in milliseconds. */
const GRACES = { NONE: 0, ONE_HOUR: 3_600_000, ONE_DAY: 86_400_000 } as const;
export type RotationGrace = keyof typeof GRACES;

export interface NewApiKey extends GrantChoice {
  name: string;
  /** Never, when it is left out. */
  expiresAt?: Date | null;
}

/** What is undefined stays as it is. */
export interface ApiKeyEdit extends GrantEdit {
  id: string;
  version: number;
  name?: string | null;
  expiresAt?: Date | null;
}

export interface IssuedApiKey {
  key: ApiKey;
  /** The whole key, which is shown this once. */
  token: ApiKeyToken;
}

interface ApiKeyParts {
  database: Database;
  clock: Clock;
  bcryptCost: number;
  catalogue: ScopeCatalogue;
  directory: ApiKeyDirectory;
  presets: PresetService;
  audit: AuditService;
}

/**
 * Makes, edits, rotates and revokes the API keys of an admin's platform. Whatever changes a key counts its version up, so
 * a conditional update on the version that was read changes the very row that was read.
 */
export class ApiKeyService {
  constructor(private readonly parts: ApiKeyParts) {}

  /**
   * @throws BadUserInputError for a bad name or expiry, or anything but one way of saying what the key may do
   * @throws NotFoundError when the platform has no such preset
   * @throws ConflictError when a key that is not revoked has this name
   */
  async create(admin: AdminPrincipal, input: NewApiKey): Promise<IssuedApiKey> {
    const createdAt = this.parts.clock();
    const name = requireName('input.name', input.name);
    const expiresAt = requireExpiry(input.expiresAt ?? null, createdAt);
    const { grantAll, scopes, presetName } = await chooseGrant(input, { ...this.parts, admin });
    const token = ApiKeyToken.generate();
    const secret = await this.hashed(token);
    return this.refusingDuplicates(name, async (manager) => {
      const key = manager.create(ApiKey, {
        id: token.id,
        platformId: admin.platformId,
        name,
        liveName: name,
        ...secret,
        previousSecretHash: null,
        previousSecretTag: null,
        previousExpiresAt: null,
        grantAll,
        expiresAt,
        presetName,
        createdById: admin.id,
        createdByName: admin.name,
        createdAt,
        lastUsedAt: null,
        revokedAt: null,
        revokedReason: null,
        version: 1,
      });
      await manager.insert(ApiKey, key);
      await replaceScopes(manager, key.id, [], scopes);
      await this.parts.audit.record(
        manager,
        auditRecord(admin, 'API_KEY_CREATED', { after: { key, scopes } }),
      );
      return { key, token };
    });
  }

  /**
   * @throws BadUserInputError for a bad value, or an edit that names nothing
   * @throws NotFoundError when the platform has no such key
   * @throws ConflictError when it was edited since, is revoked, or another live key has the name
   */
  async update(admin: AdminPrincipal, edit: ApiKeyEdit): Promise<ApiKey> {
    const { id, version, expiresAt } = edit;
    // The key before its scopes: when they were edited in between, the version is another by then.
    const before = await this.requireUnrevoked(admin, id);
    if (before.version !== version) throw ConflictError.staleVersion('ApiKey', version, before.version);
    requireChange(edit, ['name', 'scopes', 'grantAll', 'expiresAt']);
    const heldBefore = (await this.parts.directory.scopesOf(admin, [id])).map(({ scope }) => scope);
    const grant = editGrant({ grantAll: before.grantAll, scopes: heldBefore }, edit, this.parts.catalogue);
    const name = editOf('input.name', edit.name, requireName) ?? before.name;
    const changes = {
      name,
      liveName: name,
      grantAll: grant.grantAll,
      expiresAt: expiresAt === undefined ? before.expiresAt : requireExpiry(expiresAt, this.parts.clock()),
    };
    const after: ApiKey = { ...before, ...changes, version: version + 1 };
    return this.refusingDuplicates(name, async (manager) => {
      await updateVersioned(manager, ApiKey, 'ApiKey', before, changes);
      await replaceScopes(manager, id, heldBefore, grant.scopes);
      const states = {
        before: { key: before, scopes: heldBefore },
        after: { key: after, scopes: grant.scopes },
      };
      await this.parts.audit.record(manager, auditRecord(admin, 'API_KEY_UPDATED', states));
      return after;
    });
  }

  /**
   * Gives the key a new secret. The old one works on for the grace, but no longer than the key.
   * @throws NotFoundError when the platform has no such key
   * @throws ConflictError when it is revoked, has expired, or is changed at the same time
   */
  async rotate(admin: AdminPrincipal, id: string, grace: RotationGrace): Promise<IssuedApiKey> {
    const before = await this.requireUnrevoked(admin, id);
    const now = this.parts.clock();
    if (stateOf(before, now) === 'EXPIRED') {
      throw new ConflictError('The key has expired: give it a later expiresAt first.', { field: 'id' });
    }
    const token = ApiKeyToken.rotate(id);
    const changes = {
      ...(await this.hashed(token)),
      ...(grace === 'NONE'
        ? NO_PREVIOUS_SECRET
        : {
            previousSecretHash: before.secretHash,
            previousSecretTag: before.secretTag,
            previousExpiresAt: earlier(new Date(now.getTime() + GRACES[grace]), before.expiresAt),
          }),
    };
    const after: ApiKey = { ...before, ...changes, version: before.version + 1 };
    return this.parts.database.transaction(async (manager) => {
      await updateVersioned(manager, ApiKey, 'ApiKey', before, changes);
      const states = { before: { key: before }, after: { key: after } };
      await this.parts.audit.record(manager, auditRecord(admin, 'API_KEY_ROTATED', states));
      return { key: after, token };
    });
  }

  /**
   * Ends the key for good. One that is revoked already stays as it is, so that a repeated call does no harm.
   * @throws NotFoundError when the platform has no such key
   */
  async revoke(admin: AdminPrincipal, id: string, reason: string | null | undefined): Promise<ApiKey> {
    const revokedReason = requireReason(reason);
    const revokedAt = this.parts.clock();
    return this.parts.database.transaction(async (manager) => {
      const row = { id, platformId: admin.platformId };
      // Whatever its version: a revocation never waits for anyone to read the key again.
      const { affected } = await manager.update(
        ApiKey,
        { ...row, revokedAt: IsNull() },
        { ...NO_PREVIOUS_SECRET, revokedAt, revokedReason, liveName: null, version: () => 'version + 1' },
      );
      const key = await manager.findOneBy(ApiKey, row);
      if (key === null) throw new NotFoundError('ApiKey', id);
      if (affected === 1) {
        const before = { ...key, revokedAt: null, revokedReason: null };
        const states = { before: { key: before }, after: { key } };
        await this.parts.audit.record(manager, auditRecord(admin, 'API_KEY_REVOKED', states));
      }
      return key;
    });
  }

  private async requireUnrevoked(admin: AdminPrincipal, id: string): Promise<ApiKey> {
    const key = await this.parts.directory.find(admin, id);
    if (key === null) throw new NotFoundError('ApiKey', id);
    if (key.revokedAt !== null) {
      throw new ConflictError('The key is revoked, and stays so: create another.', { field: 'id' });
    }
    return key;
  }

  /** To be called before the transaction: hashing takes tens of milliseconds. */
  private async hashed(token: ApiKeyToken): Promise<Pick<ApiKey, 'secretHash' | 'secretTag' | 'lastFour'>> {
    const secretHash = await hash(token.secret, this.parts.bcryptCost);
    return { secretHash, secretTag: token.tag, lastFour: token.lastFour };
  }

  private async refusingDuplicates<T>(
    name: string,
    write: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.parts.database.transaction(write);
    } catch (error) {
      throw isDuplicateKey(error) ? ConflictError.duplicate('input.name', name) : error;
    }
  }
}

const NO_PREVIOUS_SECRET = { previousSecretHash: null, previousSecretTag: null, previousExpiresAt: null };

/** A scope that stays keeps its row, and with it when it was last used. */
async function replaceScopes(
  manager: EntityManager,
  apiKeyId: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const gone = before.filter((scope) => !after.includes(scope));
  const come = after.filter((scope) => !before.includes(scope));
  if (gone.length > 0) await manager.delete(ApiKeyScope, { apiKeyId, scope: In(gone) });
  if (come.length > 0) {
    const rows = come.map((scope) => ({ apiKeyId, scope, lastUsedAt: null }));
    await manager.insert(ApiKeyScope, rows);
  }
}
