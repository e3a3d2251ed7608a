import { type EntityManager } from 'typeorm';
import { type AuditRecord, type AuditService } from '../audit/AuditService';
import { type AdminPrincipal } from '../auth/principal';
import { type Guardrail } from '../auth/scopes';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { BadUserInputError } from '../errors';
import { requireInteger } from '../validation';
import { GuardrailLimit } from './GuardrailLimit';
import { type GuardrailService, type GuardrailUsage } from './GuardrailService';

/** Which guardrail: a tool may count one unit per hour and per day. */
export type GuardrailName = Pick<Guardrail, 'tool' | 'unit' | 'window'>;

interface GuardrailLimitsParts {
  database: Database;
  clock: Clock;
  /** Those that ship. */
  shipped: readonly Guardrail[];
  guardrails: GuardrailService;
  audit: AuditService;
}

/** What admins may do about their platform's guardrails: hold it to less than what ships, and take that back. */
export class GuardrailLimits {
  constructor(private readonly parts: GuardrailLimitsParts) {}

  /**
   * Sets the limit that holds for the admin's platform from the next call on, through every process. What is used already
   * stays counted.
   * @param limit 0 to what ships; 0 lets nobody use the tool
   * @throws BadUserInputError for a guardrail that is not there, or another limit
   */
  async lower(admin: AdminPrincipal, name: GuardrailName, limit: number): Promise<GuardrailUsage> {
    const shipped = this.require(name);
    requireInteger('input.limit', limit, { min: 0, max: shipped.limit });
    const { database, clock, audit } = this.parts;
    const key = keyOf(admin, shipped);
    await database.transaction(async (manager) => {
      const before = await this.readLocked(manager, key);
      if (before?.loweredTo === limit) return;
      const row = { ...key, loweredTo: limit, updatedAt: clock() };
      if (before === null) await manager.insert(GuardrailLimit, row);
      else await manager.update(GuardrailLimit, key, row);
      const told = { before: before?.loweredTo ?? shipped.limit, after: limit };
      await audit.record(manager, record(admin, 'GUARDRAIL_LOWERED', shipped, told));
    });
    return this.stateOf(admin, shipped);
  }

  /**
   * Puts back what ships; nothing happens when it holds already.
   * @throws BadUserInputError for a guardrail that is not there
   */
  async reset(admin: AdminPrincipal, name: GuardrailName): Promise<GuardrailUsage> {
    const shipped = this.require(name);
    const { database, audit } = this.parts;
    const key = keyOf(admin, shipped);
    await database.transaction(async (manager) => {
      const before = await this.readLocked(manager, key);
      if (before === null) return;
      await manager.delete(GuardrailLimit, key);
      const told = { before: before.loweredTo, after: shipped.limit };
      await audit.record(manager, record(admin, 'GUARDRAIL_RESET', shipped, told));
    });
    return this.stateOf(admin, shipped);
  }

  private require({ tool, unit, window }: GuardrailName): Guardrail {
    const ofTool = this.parts.shipped.filter((guardrail) => guardrail.tool === tool);
    if (ofTool.length === 0) {
      const tools = new Set(this.parts.shipped.map((guardrail) => guardrail.tool));
      throw new BadUserInputError('input.tool', 'has no guardrail.', [...tools]);
    }
    const found = ofTool.find((guardrail) => guardrail.unit === unit && guardrail.window === window);
    if (found !== undefined) return found;
    const counted = ofTool.map((guardrail) => `${guardrail.unit} per ${guardrail.window}`);
    throw new BadUserInputError('input.unit', `${tool} does not count it per ${window}.`, counted);
  }

  private readLocked(manager: EntityManager, key: ReturnType<typeof keyOf>): Promise<GuardrailLimit | null> {
    return manager.findOne(GuardrailLimit, {
      where: key,
      ...(this.parts.database.isEmbedded ? {} : { lock: { mode: 'pessimistic_write' } }),
    });
  }

  private async stateOf(admin: AdminPrincipal, name: GuardrailName): Promise<GuardrailUsage> {
    const usage = await this.parts.guardrails.usage(admin);
    const found = usage.find((guardrail) => idOf(guardrail) === idOf(name));
    if (found === undefined) throw new Error(`There is no guardrail ${idOf(name)}.`);
    return found;
  }
}

function keyOf(
  { platformId }: AdminPrincipal,
  { tool, unit, window }: Guardrail,
): Pick<GuardrailLimit, 'platformId' | 'tool' | 'unit' | 'span'> {
  return { platformId, tool, unit, span: window };
}

function idOf({ tool, unit, window }: GuardrailName): string {
  return `${tool}/${unit}/${window}`;
}

function record(
  admin: AdminPrincipal,
  action: AuditRecord['action'],
  guardrail: GuardrailName,
  limit: { before: number; after: number },
): AuditRecord {
  return {
    action,
    platformId: admin.platformId,
    admin,
    target: { id: idOf(guardrail), name: guardrail.tool },
    before: { limit: limit.before },
    after: { limit: limit.after },
    requestId: admin.requestId,
  };
}
