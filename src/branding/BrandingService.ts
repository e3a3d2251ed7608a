import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { ConflictError } from '../errors';
import { Branding } from './Branding';
import {
  type BrandingContent,
  type BrandingEdit,
  type FontFamily,
  requireBrandingEdit,
  type SocialLink,
} from './brandingInput';

/** How a platform's site looks, and how often that was edited. */
export interface BrandingView extends BrandingContent {
  /** Null when it was never edited. */
  readonly updatedAt: Date | null;
  /** 0 when it was never edited. */
  readonly version: number;
}

/** What a site looks like that nobody has given a look. */
const UNEDITED: BrandingView = {
  logoUrl: null,
  faviconUrl: null,
  primaryColor: '#1f2937',
  accentColor: '#2563eb',
  fontFamily: 'SYSTEM',
  tagline: null,
  socialLinks: [],
  updatedAt: null,
  version: 0,
};

/** How the site of the caller's platform looks. */
export class BrandingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async get({ platformId }: Principal): Promise<BrandingView> {
    const row = await this.database
      .rows(Branding, 'branding')
      .where('branding.platformId = :platformId', { platformId })
      .first();
    return row === null ? UNEDITED : viewOf(row);
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws ConflictError when it was edited since
   */
  async update({ platformId }: Principal, input: BrandingEdit): Promise<BrandingView> {
    const changes = requireBrandingEdit(input);
    const { version } = input;
    const written = { updatedAt: this.clock(), version: version + 1 };
    return this.database.transaction(async (manager) => {
      if (version === 0) {
        const view = { ...UNEDITED, ...changes, ...written };
        try {
          await manager.insert(Branding, rowOf(platformId, view));
          return view;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
      } else {
        const { socialLinks, ...columns } = changes;
        const { affected } = await manager.update(
          Branding,
          { platformId, version },
          { ...columns, ...written, ...(socialLinks && { socialLinks: JSON.stringify(socialLinks) }) },
        );
        if (affected === 1) return viewOf(await manager.findOneByOrFail(Branding, { platformId }));
      }
      const current = await manager.findOneBy(Branding, { platformId });
      throw ConflictError.staleVersion('Branding', version, current?.version ?? UNEDITED.version);
    });
  }
}

function viewOf(row: Branding): BrandingView {
  return {
    ...row,
    // Only what was valid is written.
    fontFamily: row.fontFamily as FontFamily,
    socialLinks: JSON.parse(row.socialLinks) as SocialLink[],
  };
}

/** As the table holds a look that was edited. */
export function rowOf(platformId: string, view: BrandingView & { updatedAt: Date }): Branding {
  return { ...view, platformId, socialLinks: JSON.stringify(view.socialLinks) };
}
