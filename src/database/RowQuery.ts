import { type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { compileStatement, type Parameters, type ParameterValue } from './namedParameters';
import { isNarrowed, pageIndex, type PageQuery } from './pageIndex';
import { rawQuery } from './rawQuery';
import { type DerivedFields, type FieldNames, type TableShape, tableShape } from './tableShape';

/** Rows to begin with, each of which names one row of a {@link RowQuery}'s own table by its primary key. */
export interface Lead {
  /** What stands behind FROM, its alias included: `search_words posting`, `(SELECT …) candidate`. */
  readonly rows: string;
  /** `video.id = candidate.id` */
  readonly on: string;
  /** Columns of the lead that hold what an order needs: the value of one of the table's own properties, and the id. */
  readonly place?: { readonly property: string; readonly value: string; readonly id: string };
}

/**
 * A SELECT over one table that gives plain rows in the entity's shape. Reads like TypeORM's query builder, but builds the
 * statement as text and makes no entity of a row: at a hundred rows that is several times cheaper.
 *
 * Columns are written `alias.property`, parameters `:name`, and `:...name` for the values of an `IN (…)`.
 */
export class RowQuery<Row extends ObjectLiteral> {
  private readonly joins: { readonly rows: string; readonly condition: string }[] = [];
  private readonly conditions: string[] = [];
  private readonly broadConditions: string[] = [];
  private readonly parameters: Parameters = {};
  private readonly orders: string[] = [];
  private leading: Lead | undefined;
  private rowLimit: number | undefined;
  private forced = '';
  private wanted: ReadonlySet<string> | undefined;
  private viewer: (() => (row: Row) => Row) | undefined;
  readonly table: TableShape<Row>;

  constructor(
    private readonly manager: EntityManager,
    private readonly entity: EntityTarget<Row>,
    readonly alias: string,
  ) {
    this.table = tableShape(manager.dataSource, entity);
  }

  /** A condition that every row must meet, beside those given before. */
  where(condition: string, parameters: Parameters = {}): this {
    this.conditions.push(condition);
    Object.assign(this.parameters, parameters);
    return this;
  }

  /**
   * A {@link where} that by its nature leaves much of a list, such as all that is published. An index of its own is no way
   * to a page of it: see {@link beginInIndex}.
   */
  whereBroadly(condition: string, parameters: Parameters = {}): this {
    this.broadConditions.push(condition);
    Object.assign(this.parameters, parameters);
    return this;
  }

  /** `JOIN <table> <alias> ON <condition>`: keeps the rows that have a partner, and gives nothing of it. */
  join(entity: EntityTarget<ObjectLiteral>, alias: string, condition: string): this {
    const { name } = this.tableOf(entity);
    this.joins.push({ rows: `${name} ${alias}`, condition });
    return this;
  }

  /**
   * Reads these rows first, and of the table only the rows that they name. Where the engine is free to choose, it would
   * now and then walk the whole table instead.
   */
  ledBy(lead: Lead, parameters: Parameters = {}): this {
    this.leading = lead;
    Object.assign(this.parameters, parameters);
    return this;
  }

  /** The operator that joins a table after what stands left of it, never before. */
  get thenJoin(): string {
    return this.isSqlite ? 'CROSS JOIN' : 'STRAIGHT_JOIN';
  }

  /** Goes behind a table's alias: reads it by this index and no other. */
  byIndex(name: string): string {
    return this.isSqlite ? `INDEXED BY ${name}` : `FORCE INDEX (${name})`;
  }

  /** Whether other rows tell which of its own to look at. */
  get isLed(): boolean {
    return this.leading !== undefined;
  }

  /** The columns of a list that is ordered by a property, then by the id. */
  placeOf(property: string): { value: string; id: string } {
    const place = this.leading?.place;
    if (place?.property === property) return place;
    return { value: `${this.alias}.${property}`, id: `${this.alias}.id` };
  }

  /** A query with the same conditions and view, to go its own way from here. Without lead, fields, order and limit. */
  copy(): RowQuery<Row> {
    const copy = new RowQuery<Row>(this.manager, this.entity, this.alias);
    copy.joins.push(...this.joins);
    copy.conditions.push(...this.conditions);
    copy.broadConditions.push(...this.broadConditions);
    Object.assign(copy.parameters, this.parameters);
    copy.viewer = this.viewer;
    return copy;
  }

  /**
   * Reads only the columns behind these fields of the API; the others are undefined in the rows, for nobody asks for them.
   * All columns when left out.
   */
  fields(fields: FieldNames | undefined, derived: DerivedFields = {}): this {
    this.wanted = fields && this.table.columnsBehind(fields, derived);
    return this;
  }

  /** Reads every column, those included that otherwise only conditions look at. */
  everything(): this {
    this.wanted = this.table.allColumns;
    return this;
  }

  /** Reads this column, too. */
  alsoRead(column: string): this {
    if (this.wanted?.has(column) === false) this.wanted = new Set([...this.wanted, column]);
    return this;
  }

  /**
   * Makes of each row what its readers want to see. Done once, before anybody has seen the row, which may be changed in
   * place. Readers of the same statement who want a view share its rows and must want the same one; those who want none
   * get rows of their own.
   * @param viewer called when the statement begins: a view as of now is of that moment, for all who share it
   */
  view(viewer: () => (row: Row) => Row): this {
    this.viewer = viewer;
    return this;
  }

  orderBy(column: string, direction: 'ASC' | 'DESC' = 'ASC'): this {
    this.orders.push(`${column} ${direction}`);
    return this;
  }

  /**
   * Has MariaDB begin at the page's place in the index that holds the list in its order, where the conditions given so far
   * leave no doubt which that is. Left to itself, it keeps to what it has fixed values for, and walks from the list's
   * beginning to the place as long as what comes before is the smaller part. The other engines begin at the place anyway.
   */
  beginInIndex(page: Pick<PageQuery, 'property' | 'isAfterRow'>): this {
    const isAlone = this.joins.length === 0 && this.leading === undefined;
    if (this.manager.dataSource.options.type !== 'mariadb' || !isAlone) return this;
    // A list of one value fixes it.
    const conditions = this.conditions.map((condition) =>
      condition.replaceAll(/ IN \(:\.\.\.(\w+)\)/g, (list, name: string) =>
        isOne(this.parameters[name]) ? ` = :${name}` : list,
      ),
    );
    const index = pageIndex(this.table.indices, { alias: this.alias, conditions, ...page });
    this.forced = index === undefined ? '' : ` FORCE INDEX (${index})`;
    return this;
  }

  /** Whether an index leads to the rows of this query other than by a list's order: see {@link isNarrowed}. */
  isNarrowed(property: string): boolean {
    const { alias, conditions } = this;
    return this.joins.length > 0 || isNarrowed(this.table.indices, { alias, conditions, property });
  }

  limit(rows: number): this {
    this.rowLimit = rows;
    return this;
  }

  /** The rows, which may be shared with other callers and stay as they are. One statement. */
  async all(): Promise<readonly Row[]> {
    const limit = this.rowLimit === undefined ? '' : ` LIMIT ${this.rowLimit}`;
    const statement = `SELECT ${this.table.columnsOf(this.alias, this.wanted)}${this.tail()}${limit}`;
    const { table, viewer } = this;
    const rows = (): ((row: Row) => Row) => (row) => table.toRow(row);
    if (viewer === undefined) return this.run(statement, rows, 'rows');
    const views = (): ((row: Row) => Row) => {
      const viewOf = viewer();
      return (row) => viewOf(table.toRow(row));
    };
    return this.run(statement, views, 'views');
  }

  /** The first row, or null. */
  async first(): Promise<Row | null> {
    const [row] = await this.limit(1).all();
    return row ?? null;
  }

  /**
   * Other expressions over the same rows, as the driver gives them. Shared as those of {@link all} are.
   * @param frame a statement with `{rows}` where ` FROM … WHERE …` goes
   * @param converter as {@link view} takes it, for these rows
   */
  async raw<Raw>(
    frame: string,
    parameters: Parameters = {},
    converter?: () => (row: Raw) => Raw,
  ): Promise<readonly Raw[]> {
    Object.assign(this.parameters, parameters);
    return this.run<Raw>(
      frame.replace('{rows}', () => this.tail()),
      converter,
    );
  }

  /**
   * The statement that {@link raw} would run, and its values in the order of its marks: for a statement made of several.
   * @param frame a statement with `{rows}` where ` FROM … WHERE …` goes
   */
  compile(frame: string): { statement: string; values: unknown[] } {
    const { text, parameters } = this.part(frame);
    return compileStatement(text, parameters);
  }

  /** As {@link compile}, with the parameters still by their names: for a part of another query. */
  part(frame: string): { text: string; parameters: Parameters } {
    return { text: frame.replace('{rows}', () => this.tail()), parameters: this.parameters };
  }

  /** The values that a condition gives for a column as a list, `link.parentId IN (:...ids)`; undefined when none does. */
  valuesOf(column: string): readonly string[] | undefined {
    const list = new RegExp(`^${column.replace('.', '\\.')} IN \\(:\\.\\.\\.(\\w+)\\)`);
    const name = this.conditions.flatMap((condition) => list.exec(condition)?.[1] ?? [])[0];
    const values = name === undefined ? undefined : this.parameters[name];
    return Array.isArray(values) ? (values as readonly string[]) : undefined;
  }

  /** The shape of another table, for a frame that joins it. */
  tableOf<Other extends ObjectLiteral>(entity: EntityTarget<Other>): TableShape<Other> {
    return tableShape(this.manager.dataSource, entity);
  }

  /** What the engine calls the index of the primary key. SQLite would otherwise take that of an order, over and over. */
  private get primaryKey(): string {
    return this.isSqlite ? `sqlite_autoindex_${this.table.name}_1` : 'PRIMARY';
  }

  private get isSqlite(): boolean {
    return this.manager.dataSource.options.type === 'better-sqlite3';
  }

  private tail(): string {
    const conditions = [...this.conditions, ...this.broadConditions];
    const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
    const order = this.orders.length === 0 ? '' : ` ORDER BY ${this.orders.join(', ')}`;
    const own = `${this.table.name} ${this.alias}${this.forced}`;
    const { leading } = this;
    const from =
      leading === undefined
        ? own
        : `${leading.rows} ${this.thenJoin} ${own} ${this.byIndex(this.primaryKey)} ON ${leading.on}`;
    // Behind a lead everything stays where it is put.
    const join = leading === undefined ? 'JOIN' : this.thenJoin;
    const joins = this.joins.map(({ rows, condition }) => ` ${join} ${rows} ON ${condition}`).join('');
    return ` FROM ${from}${joins}${where}${order}`;
  }

  private run<Raw>(
    text: string,
    converter?: () => (row: Raw) => Raw,
    reading?: string,
  ): Promise<readonly Raw[]> {
    const { statement, values } = compileStatement(text, this.parameters);
    return rawQuery<Raw>(this.manager, statement, values, converter, reading);
  }
}

function isOne(value: ParameterValue | undefined): boolean {
  return Array.isArray(value) && value.length === 1;
}
