import { type AuditRecord, type AuditService } from '../audit/AuditService';
import { type AdminPrincipal } from '../auth/principal';
import { type Risk, type ScopeCatalogue } from '../auth/scopes';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { newId } from '../database/ids';
import { updateVersioned } from '../database/optimisticLock';
import { BadUserInputError, ConflictError, NotFoundError } from '../errors';
import { editOf, requireChange, requireName, requireText } from '../validation';
import { Preset } from './Preset';
import { highestRisk, requireScopes } from './scopeList';
import { type PresetDescription, type ShippedPresetId, shippedPresets } from './shippedPresets';

const MAX_OWN_PRESETS = 100;
const MAX_DESCRIPTION = 500;

export interface NewPreset {
  name: string;
  description?: string | null;
  scopes: readonly string[];
}

/** What is undefined stays as it is. */
export interface PresetEdit {
  id: string;
  version: number;
  name?: string | null;
  description?: string | null;
  scopes?: readonly string[] | null;
}

interface PresetParts {
  database: Database;
  clock: Clock;
  catalogue: ScopeCatalogue;
  audit: AuditService;
}

/** Templates for keys: those that ship, and those of an admin's platform. */
export class PresetService {
  private readonly shipped: readonly PresetDescription[];

  constructor(private readonly parts: PresetParts) {
    this.shipped = shippedPresets(parts.catalogue);
  }

  /** Those that ship, then the platform's own by name. */
  async list(admin: AdminPrincipal): Promise<PresetDescription[]> {
    const own = await this.parts.database.reads.find(Preset, {
      where: { platformId: admin.platformId },
      order: { name: 'ASC' },
    });
    return [...this.shipped, ...own.map((preset) => this.describe(preset))];
  }

  /** The highest risk among these scopes; null when there is none. */
  riskOf(scopes: readonly string[]): Risk | null {
    return highestRisk(scopes, this.parts.catalogue);
  }

  /** A preset that ships. */
  ofProduct(id: ShippedPresetId): PresetDescription {
    const preset = this.shipped.find((shipped) => shipped.id === id);
    if (preset === undefined) throw new Error(`There is no shipped preset ${id}.`);
    return preset;
  }

  /**
   * A preset of the platform's own, for the `presetId` of a key to be.
   * @throws BadUserInputError for a shipped preset
   * @throws NotFoundError when the platform has none of this id
   */
  async ofPlatform(admin: AdminPrincipal, id: string): Promise<PresetDescription> {
    this.refuseShipped('input.presetId', id);
    return this.describe(await this.read(admin, id));
  }

  /**
   * @throws BadUserInputError for a bad name or list of scopes, or when the platform has 100 presets
   * @throws ConflictError when a preset has this name
   */
  async create(admin: AdminPrincipal, input: NewPreset): Promise<PresetDescription> {
    const { database, clock, catalogue } = this.parts;
    const now = clock();
    const fields = {
      name: this.requireOwnName(input.name),
      description: requireDescription(input.description ?? ''),
      scopes: requireScopes('input.scopes', input.scopes, catalogue).join(' '),
    };
    return this.refusingDuplicates(fields.name, () =>
      database.transaction(async (manager) => {
        if ((await manager.countBy(Preset, { platformId: admin.platformId })) >= MAX_OWN_PRESETS) {
          throw new BadUserInputError(
            'input',
            `the platform has ${MAX_OWN_PRESETS} presets; delete one first.`,
          );
        }
        const preset = manager.create(Preset, {
          id: newId(now),
          platformId: admin.platformId,
          ...fields,
          createdAt: now,
          version: 1,
        });
        await manager.insert(Preset, preset);
        await this.parts.audit.record(manager, record(admin, 'PRESET_CREATED', preset, { after: preset }));
        return this.describe(preset);
      }),
    );
  }

  /**
   * @throws BadUserInputError for a bad name or list of scopes, a shipped preset, or an edit that names nothing
   * @throws NotFoundError when the platform has none of this id
   * @throws ConflictError when it was edited since, or a preset has this name
   */
  async update(admin: AdminPrincipal, edit: PresetEdit): Promise<PresetDescription> {
    this.refuseShipped('input.id', edit.id);
    const before = await this.read(admin, edit.id);
    if (before.version !== edit.version) {
      throw ConflictError.staleVersion('Preset', edit.version, before.version);
    }
    const changes = this.edited(before, edit);
    const after: Preset = { ...before, ...changes, version: edit.version + 1 };
    return this.refusingDuplicates(after.name, () =>
      this.parts.database.transaction(async (manager) => {
        // It is the row that was read: whatever has changed it since has counted its version up.
        await updateVersioned(manager, Preset, 'Preset', before, changes);
        await this.parts.audit.record(manager, record(admin, 'PRESET_UPDATED', after, { before, after }));
        return this.describe(after);
      }),
    );
  }

  /**
   * @throws BadUserInputError for a shipped preset
   * @throws NotFoundError when the platform has none of this id
   */
  async delete(admin: AdminPrincipal, id: string): Promise<void> {
    this.refuseShipped('id', id);
    await this.parts.database.transaction(async (manager) => {
      const row = { id, platformId: admin.platformId };
      // Counting the version up holds the row, so that what the record says went is what went.
      const { affected } = await manager.increment(Preset, row, 'version', 1);
      if (affected !== 1) throw new NotFoundError('Preset', id);
      const before = await manager.findOneByOrFail(Preset, row);
      await manager.delete(Preset, row);
      await this.parts.audit.record(manager, record(admin, 'PRESET_DELETED', before, { before }));
    });
  }

  private refuseShipped(field: string, id: string): void {
    if (this.shipped.some((preset) => preset.id === id)) {
      throw new BadUserInputError(field, `${id} ships with the product.`, "a preset of the platform's own");
    }
  }

  private async read(admin: AdminPrincipal, id: string): Promise<Preset> {
    const preset = await this.parts.database.reads.findOneBy(Preset, { id, platformId: admin.platformId });
    if (preset === null) throw new NotFoundError('Preset', id);
    return preset;
  }

  private edited(before: Preset, edit: PresetEdit): Pick<Preset, 'name' | 'description' | 'scopes'> {
    requireChange(edit, ['name', 'description', 'scopes']);
    const { name, description, scopes } = edit;
    return {
      name: editOf('input.name', name, (_field, value) => this.requireOwnName(value)) ?? before.name,
      description: description === undefined ? before.description : requireDescription(description ?? ''),
      scopes:
        editOf('input.scopes', scopes, (field, ids) => requireScopes(field, ids, this.parts.catalogue))?.join(
          ' ',
        ) ?? before.scopes,
    };
  }

  private requireOwnName(value: string): string {
    const name = requireName('input.name', value);
    const isShipped = this.shipped.some((preset) => preset.name.toLowerCase() === name.toLowerCase());
    if (isShipped) throw ConflictError.duplicate('input.name', name);
    return name;
  }

  private async refusingDuplicates<T>(name: string, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw isDuplicateKey(error) ? ConflictError.duplicate('input.name', name) : error;
    }
  }

  private describe(preset: Preset): PresetDescription {
    const { id, name, description, version } = preset;
    const scopes = this.parts.catalogue.setOf(preset.scopes.split(' ')).ids();
    return { id, shipped: null, name, description, warning: null, scopes, version };
  }
}

function requireDescription(value: string): string {
  return requireText('input.description', value, { min: 0, max: MAX_DESCRIPTION, multiline: true });
}

/** What the audit says of an act on a preset. */
function record(
  admin: AdminPrincipal,
  action: AuditRecord['action'],
  target: Preset,
  { before, after }: { before?: Preset; after?: Preset },
): AuditRecord {
  const told = ({ name, description, scopes }: Preset): Record<string, unknown> => ({
    name,
    description,
    scopes: scopes.split(' '),
  });
  return {
    action,
    platformId: admin.platformId,
    admin,
    target,
    ...(before && { before: told(before) }),
    ...(after && { after: told(after) }),
    requestId: admin.requestId,
  };
}
