import { Column, PrimaryColumn } from 'typeorm';

/** Text is compared byte by byte on every engine: the servers' defaults ignore case and trailing spaces. */
export const EXACT_COLLATION = 'utf8mb4_bin';

const ID_LENGTH = 36;

interface Nullable {
  nullable?: boolean;
}

/** The row's own id. */
export const IdColumn = (): PropertyDecorator =>
  PrimaryColumn({ type: 'varchar', length: ID_LENGTH, collation: EXACT_COLLATION });

/** The id of a row in another table. */
export const ReferenceColumn = ({ nullable = false }: Nullable = {}): PropertyDecorator =>
  Column({ type: 'varchar', length: ID_LENGTH, collation: EXACT_COLLATION, nullable });

/** The id of a row in another table, as a part of the row's own key. */
export const PrimaryReferenceColumn = (): PropertyDecorator =>
  PrimaryColumn({ type: 'varchar', length: ID_LENGTH, collation: EXACT_COLLATION });

/** Text of at most `length` characters. SQLite takes longer ones silently, so services check the length. */
export const TextColumn = (length: number, { nullable = false }: Nullable = {}): PropertyDecorator =>
  Column({ type: 'varchar', length, collation: EXACT_COLLATION, nullable });

/** Text without a length in the type (64 kB on MySQL). */
export const LongTextColumn = ({ nullable = false }: Nullable = {}): PropertyDecorator =>
  Column({ type: 'text', collation: EXACT_COLLATION, nullable });

/** Text that `toSearchText` made, for conditions to look at: reads leave it out, since it is long and nobody shows it. */
export const SearchTextColumn = (): PropertyDecorator =>
  Column({ type: 'text', collation: EXACT_COLLATION, select: false });

/**
 * True when the index of words holds what the row's search text says; null while it is stale, as each write leaves it.
 * Not false, which a new column could only have with a default, and TypeORM reads a row again after its insert for those.
 */
export const WordsWrittenColumn = (): PropertyDecorator =>
  Column({ type: 'boolean', nullable: true, select: false });

/**
 * Text of up to 16 MB, such as the body of a page. Reads leave it out: a list must not carry what nobody asked for. A
 * loader of its own reads it.
 */
export const BodyColumn = (): PropertyDecorator =>
  Column({ type: 'mediumtext', collation: EXACT_COLLATION, select: false });

/** A 32-bit integer. */
export const IntegerColumn = ({ nullable = false }: Nullable = {}): PropertyDecorator =>
  Column({ type: 'integer', nullable });

/** A 64-bit integer, of which the application uses what a number holds exactly. */
export const BigIntegerColumn = ({ nullable = false }: Nullable = {}): PropertyDecorator =>
  Column({ type: 'bigint', nullable });

export const BooleanColumn = (): PropertyDecorator => Column({ type: 'boolean' });

/** A point in time, UTC with milliseconds. The application sets it; the database has no default. */
export const TimestampColumn = ({ nullable = false }: Nullable = {}): PropertyDecorator =>
  Column({ type: 'datetime', precision: 3, nullable });
