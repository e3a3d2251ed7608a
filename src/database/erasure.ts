import { type EntityManager } from 'typeorm';

/** A row that goes for good. */
export interface ErasedRow {
  readonly platformId: string;
  readonly id: string;
}

/**
 * Deletes what a domain keeps about another domain's row, in the transaction in which that row goes. The domain that
 * loses the row does not know who refers to it: src/services.ts tells it.
 */
export type Eraser = (manager: EntityManager, erased: ErasedRow) => Promise<void>;
