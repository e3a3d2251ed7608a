import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { OperationCosts, type OperationSize } from './operationCost';
import { RequestLimitError } from './RequestLimitError';

export interface OperationLimitSettings {
  /** Fields that the operation may come to. */
  readonly cost: number;
  /** Fields inside one another, fragments expanded. */
  readonly depth: number;
}

/** The sizes of an operation, by the values of the variables that they hang on. */
interface KnownSizes {
  readonly variables: readonly string[];
  readonly sizes: Map<string, OperationSize>;
}

const MAX_KNOWN_SIZES = 64;

/** Judges what an operation may come to, before it runs. What is known of a document goes with it. */
export class OperationLimits {
  private readonly costs: OperationCosts;
  private readonly known = new WeakMap<OperationDefinitionNode, KnownSizes>();

  constructor(
    schema: GraphQLSchema,
    private readonly settings: OperationLimitSettings,
  ) {
    this.costs = new OperationCosts(schema);
  }

  /**
   * @param document must have passed validation
   * @param variables as they came with the request
   * @throws RequestLimitError naming the limit and what was found
   */
  examine(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>> = {},
  ): void {
    const { cost, depth } = this.sizeOf(document, operation, variables);
    if (depth > this.settings.depth) throw new RequestLimitError('nested fields', this.settings.depth, depth);
    if (cost > this.settings.cost) throw new RequestLimitError('fields', this.settings.cost, Math.ceil(cost));
  }

  /** What the operation may come to; parameters as for {@link examine}. */
  sizeOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>> = {},
  ): OperationSize {
    let known = this.known.get(operation);
    if (known === undefined) {
      known = { variables: this.costs.sizeVariables(document), sizes: new Map() };
      this.known.set(operation, known);
    }
    const key = known.variables.map((name) => sizeKey(variables[name])).join();
    let size = known.sizes.get(key);
    if (size === undefined) {
      size = this.costs.sizeOf(document, operation, variables);
      if (known.sizes.size >= MAX_KNOWN_SIZES) known.sizes.clear();
      known.sizes.set(key, size);
    }
    return size;
  }
}

function sizeKey(value: unknown): string {
  return typeof value === 'number' ? String(value) : typeof value;
}
