import { type EntityTarget, type ObjectLiteral } from 'typeorm';
import { type SearchedKind } from './SearchWord';

/** Rows that are found by words: those of a table that has `searchText` and `wordsWritten`. */
export interface Searched {
  readonly kind: SearchedKind;
  readonly entity: EntityTarget<ObjectLiteral>;
  /** The property that lists are ordered by when nothing is asked. Whoever changes it clears `wordsWritten`, too. */
  readonly place: string;
}
