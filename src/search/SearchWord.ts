import { Entity, Index, PrimaryColumn } from 'typeorm';
import {
  BigIntegerColumn,
  EXACT_COLLATION,
  PrimaryReferenceColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { INDEXED_WORD_LENGTH } from '../database/searchText';

/** What is searched by words. */
export type SearchedKind = 'VIDEO' | 'MEMBER' | 'COLLECTION';

/** Where a word's rows are in the order of their places. */
export const WORD_INDEX = 'ix_search_words_platformId_kind_word_place_rowId_signature';

/**
 * One word of one row that is searched, as `indexEntries` gives it. Those of rows whose `wordsWritten` is null may be out
 * of date, or not there yet.
 */
@Entity('search_words')
@Index(WORD_INDEX, ['platformId', 'kind', 'word', 'place', 'rowId', 'signature'])
export class SearchWord {
  @PrimaryReferenceColumn()
  rowId!: string;

  @PrimaryColumn({ type: 'varchar', length: INDEXED_WORD_LENGTH, collation: EXACT_COLLATION })
  word!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(10)
  kind!: SearchedKind;

  /** The row's own place in the order that lists have when nothing is asked: when it was created, or joined. */
  @TimestampColumn()
  place!: Date;

  /** What `rowSignature` gives of all words of the row; null says nothing. */
  @BigIntegerColumn({ nullable: true })
  signature!: number | null;
}
