import { type AdminPrincipal } from '../auth/principal';
import { type ScopeCatalogue } from '../auth/scopes';
import { BadUserInputError } from '../errors';
import { type PresetService } from '../presets/PresetService';
import { requireScopes } from '../presets/scopeList';
import { type ShippedPresetId } from '../presets/shippedPresets';
import { editOf } from '../validation';

/** What a key may do. */
export interface Grant {
  /** Every scope there is and will be. Then it has none one by one. */
  readonly grantAll: boolean;
  readonly scopes: readonly string[];
}

/** What an admin says a new key may do: exactly one way of saying it. */
export interface GrantChoice {
  /** CUSTOM takes `scopes`. */
  preset?: ShippedPresetId | null;
  /** A preset of the platform's own. */
  presetId?: string | null;
  scopes?: readonly string[] | null;
  grantAll?: boolean | null;
}

export interface GrantEdit {
  scopes?: readonly string[] | null;
  grantAll?: boolean | null;
}

const WAYS = ['preset', 'presetId', 'scopes', 'grantAll: true'];

/**
 * What a new key is granted, and the name of the preset that it came from. Nothing is granted that was not asked for.
 * @throws BadUserInputError when nothing, or more than one thing, or an empty or wrong list is asked for
 * @throws NotFoundError when the platform has no such preset
 */
export async function chooseGrant(
  choice: GrantChoice,
  { admin, catalogue, presets }: { admin: AdminPrincipal; catalogue: ScopeCatalogue; presets: PresetService },
): Promise<Grant & { presetName: string | null }> {
  const { presetId, scopes } = choice;
  const isCustom = choice.preset === 'CUSTOM';
  const shipped = isCustom ? null : choice.preset;
  const isGiven = [shipped != null, presetId != null, isCustom || scopes != null, choice.grantAll === true];
  const given = WAYS.filter((_, index) => isGiven[index]);
  if (given.length !== 1) {
    const problem = given.length === 0 ? 'does not say what the key may do.' : `has ${given.join(' and ')}.`;
    throw new BadUserInputError('input', problem, `exactly one of ${WAYS.join(', ')}`);
  }
  if (choice.grantAll === true) return { grantAll: true, scopes: [], presetName: null };
  const preset =
    shipped != null
      ? presets.ofProduct(shipped)
      : presetId != null
        ? await presets.ofPlatform(admin, presetId)
        : null;
  if (preset === null) {
    const picked = requireScopes('input.scopes', scopes ?? [], catalogue);
    return { grantAll: false, scopes: picked, presetName: null };
  }
  if (preset.scopes.length === 0)
    throw new BadUserInputError('input.presetId', 'none of its scopes exists now.');
  return { grantAll: false, scopes: preset.scopes, presetName: preset.name };
}

/**
 * What a key is granted after an edit.
 * @throws BadUserInputError when the edit says both, or takes all access away without saying what is left
 */
export function editGrant(before: Grant, edit: GrantEdit, catalogue: ScopeCatalogue): Grant {
  const grantAll = editOf('input.grantAll', edit.grantAll, (_field, value) => value);
  const scopes = editOf('input.scopes', edit.scopes, (field, ids) => requireScopes(field, ids, catalogue));
  if (grantAll === true) {
    if (scopes === undefined) return { grantAll: true, scopes: [] };
    throw new BadUserInputError('input', 'has scopes and grantAll: true.', 'one of the two');
  }
  if (scopes === undefined) {
    if (!before.grantAll || grantAll === undefined) return before;
    throw new BadUserInputError('input.scopes', 'must say what the key may do without grantAll.');
  }
  if (before.grantAll && grantAll === undefined) {
    throw new BadUserInputError(
      'input.grantAll',
      'is true for this key, which scopes would not change.',
      'false',
    );
  }
  return { grantAll: false, scopes };
}
