import { type DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { type RawBoolean, type RawTimestamp, readTimestamp } from './rawRows';

export type ColumnKind = 'text' | 'number' | 'time' | 'boolean';

export interface ColumnShape {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
}

/** An index, beside the primary key, with its columns in their order. */
export interface IndexShape {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Names of fields of the API that somebody asks for. */
export type FieldNames = ReadonlySet<string>;

/** Which column a field follows from that is none itself: `{ status: 'publishAt' }`. */
export type DerivedFields = Readonly<Record<string, string>>;

/** What a table's plain rows look like: columns are named as the entity's properties are. */
export class TableShape<Row extends ObjectLiteral> {
  private readonly byName: ReadonlyMap<string, ColumnShape>;
  private readonly converted: readonly ColumnShape[];
  private readonly columnLists = new Map<string, string>();
  private readonly fieldColumns = new WeakMap<FieldNames, ReadonlySet<string>>();

  constructor(
    readonly name: string,
    private readonly columns: readonly ColumnShape[],
    /** Columns that only conditions look at, and that no row brings along. */
    private readonly unread: ReadonlySet<string>,
    readonly indices: readonly IndexShape[],
  ) {
    this.byName = new Map(columns.map((column) => [column.name, column]));
    this.converted = columns.filter(
      ({ name, kind }) => (kind === 'time' || kind === 'boolean') && !unread.has(name),
    );
  }

  /** @throws Error when there is no such column */
  column(name: string): ColumnShape {
    const column = this.byName.get(name);
    if (column === undefined) throw new Error(`${this.name}.${name} is no column.`);
    return column;
  }

  /** What a SELECT names: `video.id, video.title`. Only the columns in `wanted`, if it is given. */
  columnsOf(alias: string, wanted?: ReadonlySet<string>): string {
    if (wanted !== undefined) return this.list(alias, ({ name }) => wanted.has(name));
    let list = this.columnLists.get(alias);
    if (list === undefined) {
      list = this.list(alias, ({ name }) => !this.unread.has(name));
      this.columnLists.set(alias, list);
    }
    return list;
  }

  /** Every column, those included that otherwise only conditions look at. */
  get allColumns(): ReadonlySet<string> {
    return new Set(this.byName.keys());
  }

  /** The columns behind fields of the API: the id, those of a field's own name, and those that it is derived from. */
  columnsBehind(fields: FieldNames, derived: DerivedFields): ReadonlySet<string> {
    let columns = this.fieldColumns.get(fields);
    if (columns === undefined) {
      const names = [...fields].map((field) => derived[field] ?? field);
      columns = new Set(['id', ...names].filter((name) => this.byName.has(name)));
      this.fieldColumns.set(fields, columns);
    }
    return columns;
  }

  private list(alias: string, keep: (column: ColumnShape) => boolean): string {
    return this.columns
      .filter(keep)
      .map(({ name }) => `${alias}.\`${name}\``)
      .join(', ');
  }

  /** The driver's row, whatever else it holds, with points in time and truth values as the entity has them. Changed in place. */
  toRow<Raw extends Row>(raw: Raw): Raw {
    const values = raw as Record<string, unknown>;
    for (const { name, kind } of this.converted) {
      const value = values[name];
      if (value == null) continue;
      values[name] = kind === 'time' ? readTimestamp(value as RawTimestamp) : (value as RawBoolean) === 1;
    }
    return raw;
  }
}

const shapes = new WeakMap<DataSource, Map<unknown, TableShape<ObjectLiteral>>>();

/** The shape of an entity's table, worked out once. */
export function tableShape<Row extends ObjectLiteral>(
  source: DataSource,
  entity: EntityTarget<Row>,
): TableShape<Row> {
  const known = shapes.get(source) ?? new Map<unknown, TableShape<ObjectLiteral>>();
  shapes.set(source, known);
  let shape = known.get(entity);
  if (shape === undefined) {
    shape = makeShape(source, entity);
    known.set(entity, shape);
  }
  return shape;
}

function makeShape(source: DataSource, entity: EntityTarget<ObjectLiteral>): TableShape<ObjectLiteral> {
  const { tableName, columns, indices } = source.getMetadata(entity);
  return new TableShape(
    tableName,
    columns.map((column) => ({
      name: column.databaseName,
      kind: kindOf(column.type),
      nullable: column.isNullable,
    })),
    new Set(columns.filter((column) => !column.isSelect).map((column) => column.databaseName)),
    indices.map(({ name, columns: indexed }) => ({
      name,
      columns: indexed.map((column) => column.databaseName),
    })),
  );
}

function kindOf(type: unknown): ColumnKind {
  switch (type) {
    case 'datetime':
      return 'time';
    case 'boolean':
      return 'boolean';
    case 'integer':
      return 'number';
    default:
      return 'text';
  }
}
