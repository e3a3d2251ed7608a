import { type ObjectLiteral } from 'typeorm';
import { type RowQuery } from '../database/RowQuery';
import { spanCase } from '../database/spanCase';

/** Sums by the index of their period; a period without any has no entry. */
export type AmountsByPeriod = ReadonlyMap<number, { readonly amount: number; readonly count: number }>;

interface RawAmounts {
  readonly currency: string;
  readonly period: number;
  readonly amount: number | string;
  readonly count: number | string;
}

/**
 * Sums rows of money up by currency and period. One statement.
 * @param rows with columns `amount` and `currency`
 * @param time the column that says when: `payment.paidAt`
 * @param borders when each period begins, and at last when the last one is over
 */
export async function amountsByCurrency<Row extends ObjectLiteral>(
  rows: RowQuery<Row>,
  time: string,
  borders: readonly Date[],
): Promise<Map<string, AmountsByPeriod>> {
  const [start, ...others] = borders;
  const end = others.pop();
  if (start === undefined || end === undefined) return new Map();
  const { alias } = rows;
  const { sql, parameters } = spanCase(time, others, 'border');
  const sums = await rows.where(`${time} >= :start AND ${time} < :end`, { start, end }).raw<RawAmounts>(
    `SELECT ${alias}.currency, ${sql} AS period, SUM(${alias}.amount) AS amount, COUNT(*) AS count{rows}
       GROUP BY ${alias}.currency, period`,
    parameters,
  );
  const byCurrency = new Map<string, Map<number, { amount: number; count: number }>>();
  for (const { currency, period, amount, count } of sums) {
    const periods = byCurrency.get(currency) ?? new Map<number, { amount: number; count: number }>();
    byCurrency.set(currency, periods.set(Number(period), { amount: Number(amount), count: Number(count) }));
  }
  return byCurrency;
}
