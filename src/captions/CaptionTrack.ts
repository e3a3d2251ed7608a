import { Entity, Index } from 'typeorm';
import {
  BooleanColumn,
  IdColumn,
  IntegerColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';

/** SUBTITLES say what is spoken; CAPTIONS also what is heard, for those who can't hear it. */
export type CaptionKind = 'SUBTITLES' | 'CAPTIONS';

/** RFC 5646 section 4.4.1: 35 characters hold any tag without extensions or private use. */
export const LANGUAGE_LENGTH = 35;
export const LABEL_LENGTH = 80;

/** A video's captions in one language, but for the text itself: that is in {@link CaptionText}. */
@Entity('caption_tracks')
@Index('uq_caption_tracks_videoId_language', ['videoId', 'language'], { unique: true })
export class CaptionTrack {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @ReferenceColumn()
  videoId!: string;

  /** BCP 47, in canonical form: `pt-BR`. One track per video and language. */
  @TextColumn(LANGUAGE_LENGTH)
  language!: string;

  /** As players name the track to viewers. */
  @TextColumn(LABEL_LENGTH)
  label!: string;

  @TextColumn(16)
  kind!: CaptionKind;

  /** At most one of a video's tracks is. */
  @BooleanColumn()
  isDefault!: boolean;

  @IntegerColumn()
  cueCount!: number;

  /** The text's length in UTF-16 units: how much a request that asks for it is going to read. */
  @IntegerColumn()
  contentLength!: number;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  @IntegerColumn()
  version!: number;
}
