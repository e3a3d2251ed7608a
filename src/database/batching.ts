import DataLoader from 'dataloader';
import { Page, type PageRequest } from './paging';

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
  private readonly byRequest = new Map<string, DataLoader<string, Page<Row>>>();

  /** @param readRows the children by id; one that is gone by then is left out */
  constructor(
    private readonly readPages: NestedPagesReader,
    private readonly readRows: (ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>,
  ) {}

  load(parentId: string, request: PageRequest): Promise<Page<Row>> {
    return this.loaderOf(request).load(parentId);
  }

  private loaderOf({ first, after }: PageRequest): DataLoader<string, Page<Row>> {
    const key = JSON.stringify([first, after]);
    const existing = this.byRequest.get(key);
    if (existing !== undefined) return existing;
    const loader = batchLoader(
      (ids) => this.read(ids, { first, after }),
      () => emptyPage<Row>(after != null),
    );
    this.byRequest.set(key, loader);
    return loader;
  }

  private async read(parentIds: readonly string[], request: PageRequest): Promise<Map<string, Page<Row>>> {
    const pages = await this.readPages(parentIds, request);
    const ids = new Set<string>();
    for (const { nodes } of pages.values()) for (const id of nodes) ids.add(id);
    const rows = ids.size === 0 ? new Map<string, Row>() : await this.readRows([...ids]);
    return new Map([...pages].map(([parentId, page]) => [parentId, page.map((id) => rows.get(id) ?? null)]));
  }
}

function emptyPage<Row>(hasPreviousPage: boolean): Page<Row> {
  return Page.of<Row>([], 0, hasPreviousPage, () => '');
}
