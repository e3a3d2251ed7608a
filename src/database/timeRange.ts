import { type ObjectLiteral } from 'typeorm';
import { requireTimeRange, type TimeRange } from '../validation';
import { type RowQuery } from './RowQuery';

/**
 * Keeps the rows whose time lies within the span.
 * @param column the time's column, `video.createdAt`
 * @param field where the span stands in the input, for the error: `filter.created`
 * @throws BadUserInputError when the span ends before it begins
 */
export function whereWithin<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  column: string,
  field: string,
  range: TimeRange,
): void {
  const { from, to } = requireTimeRange(field, range);
  const name = column.replaceAll('.', '_');
  if (from != null) query.where(`${column} >= :${name}_from`, { [`${name}_from`]: from });
  if (to != null) query.where(`${column} < :${name}_to`, { [`${name}_to`]: to });
}
