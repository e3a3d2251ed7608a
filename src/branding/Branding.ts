import { Entity } from 'typeorm';
import {
  IntegerColumn,
  LongTextColumn,
  PrimaryReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { URL_LENGTH } from '../validation';

export const TAGLINE_LENGTH = 160;

/** How a platform's site looks. A platform has no row until it is edited for the first time. */
@Entity('branding')
export class Branding {
  @PrimaryReferenceColumn()
  platformId!: string;

  @TextColumn(URL_LENGTH, { nullable: true })
  logoUrl!: string | null;

  @TextColumn(URL_LENGTH, { nullable: true })
  faviconUrl!: string | null;

  /** `#rrggbb` in lower case. */
  @TextColumn(7)
  primaryColor!: string;

  @TextColumn(7)
  accentColor!: string;

  @TextColumn(32)
  fontFamily!: string;

  @TextColumn(TAGLINE_LENGTH, { nullable: true })
  tagline!: string | null;

  /** JSON: a list of `{ network, url }`. */
  @LongTextColumn()
  socialLinks!: string;

  @TimestampColumn()
  updatedAt!: Date;

  @IntegerColumn()
  version!: number;
}
