import { type ParameterValue, type Parameters } from './namedParameters';

/** An expression, and the values of its parameters. */
export interface Expression {
  readonly sql: string;
  readonly parameters: Parameters;
}

/**
 * Which of the spans between ascending borders a column's value is in: `leaf(0)` for what is below the first border,
 * `leaf(1)` from it on, and so forth. Nested as a balanced tree, so that hundreds of borders cost a handful of
 * comparisons for each row.
 * @param prefix begins the names of the parameters, to tell them from the statement's others
 */
export function spanCase(
  column: string,
  borders: readonly (string | Date)[],
  prefix: string,
  leaf: (index: number) => string = String,
): Expression {
  const parameters: Record<string, ParameterValue> = {};
  borders.forEach((border, index) => (parameters[`${prefix}${index}`] = border));
  const between = (first: number, last: number): string => {
    if (first === last) return leaf(first);
    const middle = Math.ceil((first + last) / 2);
    const condition = `${column} < :${prefix}${middle - 1}`;
    return `CASE WHEN ${condition} THEN ${between(first, middle - 1)} ELSE ${between(middle, last)} END`;
  };
  return { sql: between(0, borders.length), parameters };
}
