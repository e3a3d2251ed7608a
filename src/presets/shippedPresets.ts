import { type ScopeCatalogue } from '../auth/scopes';

export const SHIPPED_PRESETS = ['READ_ONLY', 'CONTENT_AGENT', 'FULL_ACCESS', 'CUSTOM'] as const;
export type ShippedPresetId = (typeof SHIPPED_PRESETS)[number];

/** A preset as admins see it, whether it ships or is their own. */
export interface PresetDescription {
  /** Of a shipped one, its name. */
  readonly id: string;
  readonly shipped: ShippedPresetId | null;
  readonly name: string;
  readonly description: string;
  readonly warning: string | null;
  /** In the catalogue's order. */
  readonly scopes: readonly string[];
  /** Null for a shipped one, which can't be edited. */
  readonly version: number | null;
}

const TEXTS: Record<ShippedPresetId, Pick<PresetDescription, 'name' | 'description' | 'warning'>> = {
  READ_ONLY: {
    name: 'Read-only',
    description: 'See videos, collections and members; change nothing.',
    warning: null,
  },
  CONTENT_AGENT: {
    name: 'Content agent',
    description: 'See and edit videos and collections, and generate text and images for them.',
    warning: null,
  },
  FULL_ACCESS: {
    name: 'Full access',
    description: 'Every scope that exists today. Scopes that come later are not added to the key.',
    warning:
      'The key can manage members, act on the connected Stripe account and email members. Prefer the scopes that its client needs.',
  },
  CUSTOM: {
    name: 'Custom',
    description: 'Scopes picked by hand, at least one.',
    warning: null,
  },
};

/** The presets that ship, with the scopes that the catalogue gives each. */
export function shippedPresets(catalogue: ScopeCatalogue): PresetDescription[] {
  return SHIPPED_PRESETS.map((id) => ({
    id,
    shipped: id,
    ...TEXTS[id],
    scopes: catalogue.scopes.filter((scope) => holds(id, scope.presets)).map((scope) => scope.id),
    version: null,
  }));
}

function holds(preset: ShippedPresetId, presetsOfScope: readonly string[]): boolean {
  switch (preset) {
    case 'FULL_ACCESS':
      return true;
    case 'CUSTOM':
      return false;
    case 'READ_ONLY':
    case 'CONTENT_AGENT':
      return presetsOfScope.includes(preset);
  }
}
