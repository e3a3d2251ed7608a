import {
  type QueryRunner,
  Table,
  type TableColumnOptions,
  type TableForeignKeyOptions,
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
