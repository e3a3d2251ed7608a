/** What one field of an operation asks of its caller. */
export interface FieldRequirement {
  /** `Video.title` */
  readonly coordinate: string;
  /** Response keys from the root to the first place that selects it. */
  readonly path: readonly string[];
  readonly requirement:
    | { readonly kind: 'scope'; readonly scope: string }
    | { readonly kind: 'anyCaller' | 'adminOnly' | 'public' };
}

/** What a key must hold to run an operation. */
export interface OperationRequirements {
  readonly operationName: string | null;
  readonly operationType: 'query' | 'mutation' | 'subscription';
  /** In the catalogue's order. */
  readonly scopes: readonly string[];
  /** Coordinates of the fields that no key may use. */
  readonly adminOnly: readonly string[];
  /** Each coordinate once, in document order. */
  readonly fields: readonly FieldRequirement[];
}

/** The access analysis of documents that a client sends as text (`directives/clientDocument.ts`). */
export interface OperationAnalyser {
  /**
   * What each operation of a document requires. Nothing of it is run.
   * @throws BadUserInputError naming `document` when it is too long, not GraphQL, or not valid against the schema
   */
  analyse(document: string): readonly OperationRequirements[];
}
