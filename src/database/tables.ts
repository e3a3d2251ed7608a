import {
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
  type TableForeignKeyOptions,
  TableIndex,
  type TableIndexOptions,
} from 'typeorm';
import { EXACT_COLLATION } from './columns';

/** A column as a migration writes it: the counterpart of one decorator in `columns.ts`. */
type ColumnSpec = Omit<TableColumnOptions, 'name'>;

export const id: ColumnSpec = { type: 'varchar', length: '36', isPrimary: true };
export const reference: ColumnSpec = { type: 'varchar', length: '36' };
export const text = (length: number): ColumnSpec => ({ type: 'varchar', length: String(length) });
export const longText: ColumnSpec = { type: 'text' };
export const body: ColumnSpec = { type: 'mediumtext' };
export const integer: ColumnSpec = { type: 'integer' };
export const bigInteger: ColumnSpec = { type: 'bigint' };
export const boolean: ColumnSpec = { type: 'boolean' };
export const timestamp: ColumnSpec = { type: 'datetime', precision: 3 };
export const nullable = (column: ColumnSpec): ColumnSpec => ({ ...column, isNullable: true });
export const primary = (column: ColumnSpec): ColumnSpec => ({ ...column, isPrimary: true });

interface TableSpec {
  name: string;
  columns: Record<string, ColumnSpec>;
  /** Named `ix_<table>_<columns>`, or `uq_…` when unique. */
  indices?: { columns: string[]; unique?: boolean; name?: string }[];
  /** Named `fk_<table>_<column>`. */
  references?: { column: string; table: string; onDelete: 'CASCADE' | 'RESTRICT' | 'SET NULL' }[];
}

/** The name of an index, from which the entity and the migration both take it. */
export function indexName(table: string, columns: readonly string[], unique = false): string {
  return `${unique ? 'uq' : 'ix'}_${table}_${columns.join('_')}`;
}

/**
 * Creates one table the same way on MySQL, MariaDB and SQLite. Every key, index and constraint is named, because the
 * engines' own names differ and would show up as drift.
 */
export async function createTable(runner: QueryRunner, spec: TableSpec): Promise<void> {
  const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
  const columns = Object.entries(spec.columns).map(([name, column]): TableColumnOptions => {
    const exact = ['varchar', 'text', 'mediumtext'].includes(column.type);
    return {
      ...column,
      name,
      ...(column.isPrimary ? { primaryKeyConstraintName: `pk_${spec.name}` } : {}),
      ...(exact && !isSqlite ? { collation: EXACT_COLLATION } : {}),
    };
  });
  const indices = (spec.indices ?? []).map(
    ({ columns: columnNames, unique = false, name }): TableIndexOptions => ({
      name: name ?? indexName(spec.name, columnNames, unique),
      columnNames,
      isUnique: unique,
    }),
  );
  const foreignKeys = (spec.references ?? []).map(({ column, table, onDelete }): TableForeignKeyOptions => ({
    name: `fk_${spec.name}_${column}`,
    columnNames: [column],
    referencedTableName: table,
    referencedColumnNames: ['id'],
    onDelete,
    onUpdate: 'NO ACTION',
  }));
  await runner.createTable(new Table({ name: spec.name, columns, indices, foreignKeys }));
}

/*
 * MySQL and MariaDB commit each change of a table by itself: a migration that makes several may stop halfway, and is run
 * again from its beginning. What it has done already is passed over.
 */

/** Adds a column that may be empty. */
export async function addColumn(runner: QueryRunner, table: string, column: TableColumn): Promise<void> {
  if (!(await runner.hasColumn(table, column.name))) await runner.addColumn(table, column);
}

/**
 * Adds a column that must have a value, and gives it one in every row.
 * @param value an SQL expression over the row that is never null
 */
export async function addFilledColumn(
  runner: QueryRunner,
  table: string,
  options: TableColumnOptions,
  value: string,
): Promise<void> {
  const { name } = options;
  const empty = new TableColumn({ ...options, isNullable: true });
  await addColumn(runner, table, empty);
  const known = (await runner.getTable(table))?.findColumnByName(name);
  if (known?.isNullable === false) return;
  await runner.query(`UPDATE ${table} SET ${name} = ${value} WHERE ${name} IS NULL`);
  await runner.changeColumn(table, known ?? empty, new TableColumn(options));
}

/** Adds an index under the name that {@link indexName} gives it. */
export async function addIndex(runner: QueryRunner, table: string, columnNames: string[]): Promise<void> {
  const name = indexName(table, columnNames);
  if (!(await hasIndex(runner, table, name)))
    await runner.createIndex(table, new TableIndex({ name, columnNames }));
}

/** Takes the index of these columns away. */
export async function removeIndex(
  runner: QueryRunner,
  table: string,
  columnNames: readonly string[],
): Promise<void> {
  const name = indexName(table, columnNames);
  if (await hasIndex(runner, table, name)) await runner.dropIndex(table, name);
}

async function hasIndex(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  const { indices } = (await runner.getTable(table)) ?? { indices: [] };
  return indices.some((index) => index.name === name);
}
