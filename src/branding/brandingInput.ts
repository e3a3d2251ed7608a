import { BadUserInputError } from '../errors';
import { clearableEditOf, editOf, requireDistinct, requireText, requireUrl } from '../validation';
import { TAGLINE_LENGTH } from './Branding';

/** The typefaces that sites can be set in. */
export const FONT_FAMILIES = [
  'SYSTEM',
  'INTER',
  'LATO',
  'LORA',
  'MERRIWEATHER',
  'MONTSERRAT',
  'NUNITO',
  'OPEN_SANS',
  'PLAYFAIR_DISPLAY',
  'POPPINS',
  'ROBOTO',
] as const;
export type FontFamily = (typeof FONT_FAMILIES)[number];

export const SOCIAL_NETWORKS = [
  'BLUESKY',
  'FACEBOOK',
  'INSTAGRAM',
  'LINKEDIN',
  'MASTODON',
  'TIKTOK',
  'X',
  'YOUTUBE',
] as const;
export type SocialNetwork = (typeof SOCIAL_NETWORKS)[number];

/** Where the platform is on a social network. */
export interface SocialLink {
  readonly network: SocialNetwork;
  readonly url: string;
}

/** What a site looks like. */
export interface BrandingContent {
  logoUrl: string | null;
  faviconUrl: string | null;
  /** `#rrggbb` in lower case. */
  primaryColor: string;
  accentColor: string;
  fontFamily: FontFamily;
  tagline: string | null;
  socialLinks: readonly SocialLink[];
}

/** An edit: undefined leaves a field alone, null clears it where it can be empty. */
export type BrandingEdit = { [Property in keyof BrandingContent]?: BrandingContent[Property] | null } & {
  /** The version that the edit is based on: 0 when nothing was edited yet. */
  version: number;
};

/** What is edited, valid; without what is left alone. @throws BadUserInputError naming the field, `input.logoUrl` */
export function requireBrandingEdit(input: BrandingEdit): Partial<BrandingContent> {
  const edit = {
    logoUrl: clearableEditOf('input.logoUrl', input.logoUrl, requireUrl),
    faviconUrl: clearableEditOf('input.faviconUrl', input.faviconUrl, requireUrl),
    primaryColor: editOf('input.primaryColor', input.primaryColor, requireColor),
    accentColor: editOf('input.accentColor', input.accentColor, requireColor),
    fontFamily: editOf('input.fontFamily', input.fontFamily, (_field, value) => value),
    tagline: clearableEditOf('input.tagline', input.tagline, (field, value) =>
      requireText(field, value, { max: TAGLINE_LENGTH }),
    ),
    socialLinks: editOf('input.socialLinks', input.socialLinks, requireSocialLinks),
  };
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
}

/** `#rrggbb` as CSS has it, in lower case. @throws BadUserInputError */
function requireColor(field: string, value: string): string {
  if (/^#[0-9a-f]{6}$/i.test(value)) return value.toLowerCase();
  throw new BadUserInputError(field, 'is not a colour.', '#rrggbb, each digit 0-9 or a-f');
}

/** @throws BadUserInputError when a network is there twice, or an address is none */
function requireSocialLinks(field: string, links: readonly SocialLink[]): SocialLink[] {
  requireDistinct(
    field,
    links.map(({ network }) => network),
    { min: 0, max: SOCIAL_NETWORKS.length },
  );
  return links.map(({ network, url }, index) => ({ network, url: requireUrl(`${field}.${index}.url`, url) }));
}
