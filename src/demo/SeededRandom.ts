/** Numbers that look random and are the same every time: mulberry32. For demo data only, never for anything secret. */
export class SeededRandom {
  constructor(private state: number) {}

  /** From 0 up to, but without, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** True once in so many times: `chance(0.1)` once in ten. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }

  /** `count` different items, in no particular order; all of them when there are not so many. */
  some<Item>(count: number, items: readonly Item[]): Item[] {
    const keyed = items.map((item) => ({ item, key: this.next() }));
    keyed.sort((a, b) => a.key - b.key);
    return keyed.slice(0, count).map(({ item }) => item);
  }
}
