import { Entity, Index } from 'typeorm';
import { PrimaryReferenceColumn, ReferenceColumn } from '../database/columns';

/** A collection that a plan opens. */
@Entity('plan_collections')
@Index('ix_plan_collections_collectionId_planId', ['collectionId', 'planId'])
export class PlanCollection {
  @PrimaryReferenceColumn()
  planId!: string;

  @PrimaryReferenceColumn()
  collectionId!: string;

  @ReferenceColumn()
  platformId!: string;
}
