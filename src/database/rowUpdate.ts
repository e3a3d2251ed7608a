import { type ObjectLiteral } from 'typeorm';
import { type ScalarValue, toColumn } from './namedParameters';
import { type TableShape } from './tableShape';

/** Values by column; null stands for NULL. */
export type ColumnValues<Row> = { readonly [Column in keyof Row]?: Row[Column] | undefined };

/**
 * `UPDATE <table> SET … WHERE …` of the rows whose columns have these values. Properties that are undefined are left out
 * of `changes`.
 * @throws Error for a column that the table does not have, or a condition without a value
 */
export function updateStatement<Row extends ObjectLiteral>(
  table: TableShape<Row>,
  where: ColumnValues<Row>,
  changes: ColumnValues<Row>,
): { statement: string; values: unknown[] } {
  const values: unknown[] = [];
  const assignments = entriesOf(changes).flatMap(([name, value]) => {
    if (value === undefined) return [];
    values.push(toColumn(value));
    return [`\`${table.column(name).name}\` = ?`];
  });
  const conditions = entriesOf(where).map(([name, value]) => {
    const column = `\`${table.column(name).name}\``;
    if (value === undefined) throw new Error(`${table.name}.${name} is a condition without a value.`);
    if (value === null) return `${column} IS NULL`;
    values.push(toColumn(value));
    return `${column} = ?`;
  });
  return {
    statement: `UPDATE \`${table.name}\` SET ${assignments.join(', ')} WHERE ${conditions.join(' AND ')}`,
    values,
  };
}

function entriesOf(values: object): [name: string, value: ScalarValue | undefined][] {
  return Object.entries(values);
}
