import DataLoader from 'dataloader';
import { type Page, mapPage, type PageRequest } from './paging';

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

/** Reads the same page of many parents' lists at once: the children's ids by parent. */
export type NestedPagesReader = (
  parentIds: readonly string[],
  request: PageRequest,
) => Promise<ReadonlyMap<string, Page<string>>>;

/** Pages of lists that hang on rows: two statements for all parents that are asked for the same page. */
export class NestedPageLoader<Row> {
  private readonly byRequest = new Map<string, DataLoader<string, Page<string>>>();

  /** @param rows the children by id; one that is gone by then is left out */
  constructor(
    private readonly readPages: NestedPagesReader,
    private readonly rows: DataLoader<string, Row | null>,
  ) {}

  async load(parentId: string, request: PageRequest): Promise<Page<Row>> {
    const page = await this.loaderOf(request).load(parentId);
    const found = await Promise.all(page.nodes.map((id) => this.rows.load(id)));
    const byId = new Map(page.nodes.map((id, index) => [id, found[index]]));
    return mapPage(page, (id) => byId.get(id) ?? null);
  }

  private loaderOf({ first, after }: PageRequest): DataLoader<string, Page<string>> {
    const key = JSON.stringify([first, after]);
    const existing = this.byRequest.get(key);
    if (existing !== undefined) return existing;
    const read = (ids: readonly string[]): Promise<ReadonlyMap<string, Page<string>>> =>
      this.readPages(ids, { first, after });
    const loader = batchLoader(read, () => emptyPage(after != null));
    this.byRequest.set(key, loader);
    return loader;
  }
}

function emptyPage(hasPreviousPage: boolean): Page<string> {
  const pageInfo = { hasNextPage: false, hasPreviousPage, startCursor: null, endCursor: null };
  return { edges: [], nodes: [], pageInfo };
}
