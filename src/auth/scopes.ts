export type Risk = 'LOW' | 'MEDIUM' | 'HIGH';

/** A ceiling that a tool carries (`@guardrail`). */
export interface Guardrail {
  /** Root field, `deleteVideo`. */
  readonly tool: string;
  /** What is counted, in the plural. */
  readonly unit: string;
  readonly limit: number;
  readonly window: 'HOUR' | 'DAY';
}

/** A root query or mutation field. */
export interface Tool {
  readonly name: string;
  readonly kind: 'QUERY' | 'MUTATION';
  readonly description: string;
  readonly guardrails: readonly Guardrail[];
}

/** One scope as the SDL describes it, with the tools that it unlocks. */
export interface ScopeDescription {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly risk: Risk;
  readonly group: string;
  /** The shipped presets that hold it, `READ_ONLY`. */
  readonly presets: readonly string[];
  readonly tools: readonly Tool[];
}

/** A set of scopes, as bits over the catalogue's order. Immutable; made by a {@link ScopeCatalogue}. */
export class ScopeSet {
  private idsHeld: readonly string[] | undefined;

  constructor(
    private readonly catalogueIds: readonly string[],
    private readonly words: Uint32Array,
  ) {}

  /**
   * Whether every scope of `required` is held. A few integer operations, whatever the number of scopes.
   *
   * @throws Error when the two sets are of different catalogues: one bit would mean two scopes
   */
  includesAll(required: ScopeSet): boolean {
    if (required.catalogueIds !== this.catalogueIds)
      throw new Error('scope sets of two catalogues were compared');
    for (let i = 0; i < this.words.length; i += 1) {
      if (((required.words[i] ?? 0) & ~(this.words[i] ?? 0)) !== 0) return false;
    }
    return true;
  }

  has(id: string): boolean {
    const index = this.catalogueIds.indexOf(id);
    return index >= 0 && ((this.words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
  }

  /** Equal for two sets of one catalogue that hold the same. */
  get key(): string {
    return this.words.join();
  }

  /** The ids held, in the catalogue's order. Found once: the set of an operation is asked at each request. */
  ids(): readonly string[] {
    this.idsHeld ??= this.catalogueIds.filter(
      (_, index) => ((this.words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0,
    );
    return this.idsHeld;
  }
}

/** Every scope there is, read from the SDL at start. The order is that of the enum. */
export class ScopeCatalogue {
  /** Every scope that exists: what an admin and a grant-all key hold. */
  readonly all: ScopeSet;
  private readonly ids: readonly string[];
  private readonly index: ReadonlyMap<string, number>;

  /**
   * @param guardrails of every tool, those included that need no scope (admin-only ones)
   */
  constructor(
    readonly scopes: readonly ScopeDescription[],
    readonly guardrails: readonly Guardrail[],
  ) {
    this.ids = scopes.map((scope) => scope.id);
    this.index = new Map(this.ids.map((id, position) => [id, position]));
    this.all = this.setOf(this.ids);
  }

  isScope(id: string): boolean {
    return this.index.has(id);
  }

  /**
   * The bit set of these ids. An id that the catalogue does not have grants nothing: a row left behind by a scope that
   * is gone must not open anything.
   */
  setOf(ids: Iterable<string>): ScopeSet {
    const words = new Uint32Array(Math.ceil(this.ids.length / 32));
    for (const id of ids) {
      const position = this.index.get(id);
      if (position !== undefined)
        words[position >>> 5] = (words[position >>> 5] ?? 0) | (1 << (position & 31));
    }
    return new ScopeSet(this.ids, words);
  }
}
