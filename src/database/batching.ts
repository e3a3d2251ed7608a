import DataLoader from 'dataloader';
import { Page, type PageRequest } from './paging';
import { type FieldNames } from './tableShape';

/** Keeps the parameters of one statement under SQLite's 32,766. */
const MAX_IDS = 30_000;

/**
 * Answers the keys of one tick with one read. It remembers nothing beyond that: one request may hold several mutations, and
 * each one's answer must show what it did.
 */
export class BatchLoader<Value> {
  /** Each key of it stands for all that one caller asks for, so that a long list costs one promise. */
  private readonly loader: DataLoader<readonly string[], readonly Value[]>;

  /**
   * @param read what there is for the keys, which hold no repeats
   * @param absent what a key without an entry gets
   */
  constructor(
    private readonly read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
    absent: () => Value,
  ) {
    this.loader = new DataLoader(
      async (groups) => {
        const found = await this.readAll([...new Set(groups.flat())]);
        return groups.map((ids) => ids.map((id) => found.get(id) ?? absent()));
      },
      { cache: false },
    );
  }

  async load(id: string): Promise<Value> {
    const [value] = await this.loader.load([id]);
    return value as Value;
  }

  /** What there is for each of the keys, in their order. */
  loadAll(ids: readonly string[]): Promise<readonly Value[]> {
    return this.loader.load(ids);
  }

  private async readAll(ids: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    // A list of rows none of which refers to anything asks for nothing.
    if (ids.length === 0) return new Map();
    if (ids.length <= MAX_IDS) return this.read(ids);
    const found = new Map<string, Value>();
    for (let start = 0; start < ids.length; start += MAX_IDS) {
      for (const [id, value] of await this.read(ids.slice(start, start + MAX_IDS))) found.set(id, value);
    }
    return found;
  }
}

/** Reads the same page of many parents' lists at once; a parent whose list is empty may be left out. */
export type NestedPagesReader<Row> = (
  parentIds: readonly string[],
  request: PageRequest,
) => Promise<ReadonlyMap<string, Page<Row>>>;

/** Pages of lists that hang on rows: one statement for all parents that are asked for the same page. */
export class NestedPageLoader<Row> {
  private readonly loaders: (PageRequest & { loader: BatchLoader<Page<Row>> })[] = [];

  constructor(private readonly readPages: NestedPagesReader<Row>) {}

  /** @param fields as in {@link PageRequest}, beside the client's own wishes */
  load(parentId: string, request: PageRequest, fields?: FieldNames): Promise<Page<Row>> {
    return this.loaderOf(request, fields).load(parentId);
  }

  /** The page of each of the parents, in their order. */
  loadAll(
    parentIds: readonly string[],
    request: PageRequest,
    fields?: FieldNames,
  ): Promise<readonly Page<Row>[]> {
    return this.loaderOf(request, fields).loadAll(parentIds);
  }

  /** An operation asks for few different pages, and mostly for one. */
  private loaderOf({ first, after }: PageRequest, fields?: FieldNames): BatchLoader<Page<Row>> {
    for (const known of this.loaders)
      if (known.first === first && known.after === after && sameNames(known.fields, fields))
        return known.loader;
    const loader = new BatchLoader<Page<Row>>(
      (ids) => this.readPages(ids, { first, after, fields }),
      () => Page.of<Row>([], 0, after != null, () => ''),
    );
    this.loaders.push({ first, after, fields, loader });
    return loader;
  }
}

/** Whether two sets hold the same: an operation that asks for a list in several places has a set for each parent. */
function sameNames(one: FieldNames | undefined, other: FieldNames | undefined): boolean {
  if (one === other) return true;
  return one?.size === other?.size && [...(one ?? [])].every((name) => other?.has(name));
}
