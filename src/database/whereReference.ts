import { type ObjectLiteral } from 'typeorm';
import { isId } from './ids';
import { type RowQuery } from './RowQuery';

/**
 * Keeps the rows that refer to the row of an id that a caller gave; none when no row can have it.
 * @param column what refers to it, `payment.memberId`
 */
export function whereReference<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  column: string,
  id: string,
): void {
  const name = column.replaceAll('.', '_');
  if (isId(id)) query.where(`${column} = :${name}`, { [name]: id });
  else query.where('1 = 0');
}
