import DataLoader from 'dataloader';
import { Page, type PageRequest } from './paging';
import { type FieldNames } from './tableShape';

/** Keeps the parameters of one statement under SQLite's 32,766. */
const MAX_IDS = 30_000;

/**
 * A loader that answers the keys of one tick with one read. It remembers nothing beyond that: one request may hold
 * several mutations, and each one's answer must show what it did.
 * @param read what there is for the keys, which hold no repeats
 * @param absent what a key without an entry gets
 */
export function batchLoader<Value>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  absent: () => Value,
): DataLoader<string, Value> {
  return new DataLoader(
    async (ids) => {
      const distinct = [...new Set(ids)];
      const found = new Map<string, Value>();
      for (let start = 0; start < distinct.length; start += MAX_IDS) {
        for (const [id, value] of await read(distinct.slice(start, start + MAX_IDS))) found.set(id, value);
      }
      return ids.map((id) => found.get(id) ?? absent());
    },
    { cache: false },
  );
}

/** Reads the same page of many parents' lists at once; a parent whose list is empty may be left out. */
export type NestedPagesReader<Row> = (
  parentIds: readonly string[],
  request: PageRequest,
) => Promise<ReadonlyMap<string, Page<Row>>>;

/** Pages of lists that hang on rows: one statement for all parents that are asked for the same page. */
export class NestedPageLoader<Row> {
  private readonly loaders: (PageRequest & { loader: DataLoader<string, Page<Row>> })[] = [];

  constructor(private readonly readPages: NestedPagesReader<Row>) {}

  /** @param fields as in {@link PageRequest}, beside the client's own wishes */
  load(parentId: string, request: PageRequest, fields?: FieldNames): Promise<Page<Row>> {
    return this.loaderOf(request, fields).load(parentId);
  }

  /** An operation asks for few different pages, and mostly for one. */
  private loaderOf({ first, after }: PageRequest, fields?: FieldNames): DataLoader<string, Page<Row>> {
    for (const known of this.loaders)
      if (known.first === first && known.after === after && sameNames(known.fields, fields))
        return known.loader;
    const loader = batchLoader(
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
