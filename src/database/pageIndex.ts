import { type IndexShape } from './tableShape';

/** What a query asks of the rows of one table. */
export interface PageQuery {
  readonly alias: string;
  /** All of which hold, as `RowQuery.where` took them. */
  readonly conditions: readonly string[];
  /** The property that the list is ordered by, before the id; undefined for a list in the order of its ids. */
  readonly property: string | undefined;
  /** Whether it begins after a row of the list. */
  readonly isAfterRow: boolean;
}

/**
 * The index that a page is to begin in the middle of, which holds the rows of the list in their order: for a page after
 * some row, or of a span of what the list is ordered by. Of several, the one that leaves least to be sorted out. Undefined
 * when there is none, when the page is at the list's beginning, or when a condition has an index of its own: which of the
 * two finds the page sooner depends on the rows, and is the engine's to judge.
 */
export function pageIndex(indices: readonly IndexShape[], query: PageQuery): string | undefined {
  const { alias, conditions, property, isAfterRow } = query;
  // First pages are most of what is asked for: they are told apart before anything else is looked at.
  if (!isAfterRow && !conditions.some((one) => one.includes(`${alias}.${property}`))) return undefined;
  const columns = columnsIn(alias, conditions);
  if (!isAfterRow && (property === undefined || !columns.narrowed.has(property))) return undefined;
  const [best] = indices
    .filter((index) => isOrdered(index, property, columns.fixed))
    .filter((index) => !isRivalled(index, indices, columns))
    .sort((a, b) => b.columns.length - a.columns.length);
  return best?.name;
}

/**
 * Whether an index leads to the rows that conditions leave of a list, other than by the list's order: then what they leave
 * may be few.
 */
export function isNarrowed(
  indices: readonly IndexShape[],
  { alias, conditions, property }: Omit<PageQuery, 'isAfterRow'>,
): boolean {
  const columns = columnsIn(alias, conditions);
  const ordered = indices.filter((index) => isOrdered(index, property, columns.fixed));
  return ordered.length === 0 || ordered.every((index) => isRivalled(index, indices, columns));
}

/** What conditions say of a table's columns. */
interface Columns {
  /** Those that must have one value, or none. */
  readonly fixed: ReadonlySet<string>;
  /** Those of them that must have a value. */
  readonly equal: ReadonlySet<string>;
  /** Those whose values another condition leaves fewer of. */
  readonly narrowed: ReadonlySet<string>;
}

function isOrdered(
  { columns }: IndexShape,
  property: string | undefined,
  fixed: ReadonlySet<string>,
): boolean {
  const order = property === undefined ? ['id'] : [property, 'id'];
  const prefix = columns.slice(0, -order.length);
  return (
    columns.length === prefix.length + order.length &&
    order.every((column, index) => columns[prefix.length + index] === column) &&
    prefix.every((column) => fixed.has(column))
  );
}

/** Whether an index finds the rows by a condition that this one knows nothing of. All rows of a list are of one platform. */
function isRivalled(
  own: IndexShape,
  indices: readonly IndexShape[],
  { fixed, equal, narrowed }: Columns,
): boolean {
  const others = [...fixed, ...narrowed].filter(
    (column) => column !== TENANT && !own.columns.slice(0, -1).includes(column),
  );
  return others.some(
    (column) =>
      column === 'id' ||
      indices.some(({ columns }) => {
        const place = columns.indexOf(column);
        const isReached = place >= 0 && columns.slice(0, place).every((before) => fixed.has(before));
        // What has no value is found within a platform, not among all of them.
        const [first = column] = columns;
        return isReached && (first === TENANT || equal.has(first) || !fixed.has(first));
      }),
  );
}

const TENANT = 'platformId';

function columnsIn(alias: string, conditions: readonly string[]): Columns {
  const fixed = new Set<string>();
  const equal = new Set<string>();
  const narrowed = new Set<string>();
  const parts = conditions.flatMap((one) => (one.includes('(') ? [one] : one.split(' AND ')));
  for (const part of parts) {
    const [, column, comparison = ''] = new RegExp(`^${alias}\\.(\\w+) (.*)$`, 's').exec(part) ?? [];
    if (column !== undefined && /^(= :\w+|IS NULL)$/.test(comparison)) {
      fixed.add(column);
      if (comparison !== 'IS NULL') equal.add(column);
    } else if (!/^(IS NOT NULL$|NOT IN )/.test(comparison) && !part.includes(' OR ')) {
      // A choice is too wide for an index, and what is only excluded is most.
      for (const [, mentioned] of part.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))) {
        if (mentioned !== undefined) narrowed.add(mentioned);
      }
    }
  }
  return { fixed, equal, narrowed };
}
