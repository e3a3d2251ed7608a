import { Entity, Index } from 'typeorm';
import { IdColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../database/columns';

/** A person who may manage one platform's keys. */
@Entity('admins')
@Index('uq_admins_email', ['email'], { unique: true })
@Index('ix_admins_platformId', ['platformId'])
export class Admin {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  /** Lower case; unique over all platforms, because signing in asks for nothing else. */
  @TextColumn(254)
  email!: string;

  @TextColumn(80)
  name!: string;

  /** bcrypt. */
  @TextColumn(60)
  passwordHash!: string;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn({ nullable: true })
  lastSignedInAt!: Date | null;
}
