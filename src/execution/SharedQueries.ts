import {
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import { type Principal } from '../auth/principal';
import { SharedReads } from '../database/SharedReads';

/** A query of fewer fields is answered sooner than it is compared. */
const SMALLEST = 100;

/** One operation of a caller who may run it. */
export interface Query {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As they came with the request. */
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly caller: Principal | null;
  /** The fields that it may come to. */
  readonly cost: number;
  /** When its request came, in milliseconds of `performance.now()`. */
  readonly arrived: number;
}

/**
 * Large queries that are the same, of the same caller, and wait at the same time share one execution, by the rule of
 * {@link SharedReads}: what a request gets was read after it came. A front end that asks for its first page on behalf of all
 * its visitors has the work done once, the writing of its JSON included. Everything else stays each request's own: who it
 * is, what it may do, what is logged.
 */
export class SharedQueries {
  private readonly executions = new SharedReads<ExecutionResult>();
  private readonly numbers = new WeakMap<DocumentNode, number>();
  /** The JSON of shared data, once somebody has asked for it. */
  private readonly texts = new WeakMap<object, string | null>();
  private lastNumber = 0;

  /**
   * @param execute the result goes to several requests, none of which may change it
   * @throws whatever `execute` does
   */
  async run(
    query: Query,
    execute: () => ExecutionResult | Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const { caller, operation, cost, arrived } = query;
    const isOwn = caller === null || operation.operation !== OperationTypeNode.QUERY || cost < SMALLEST;
    if (isOwn) return execute();
    const shared = async (): Promise<ExecutionResult> => {
      const result = await execute();
      if (result.data != null) this.texts.set(result.data, null);
      return result;
    };
    // Not as of now: reading its key took a while, in which the others may have gone on.
    return this.executions.read(this.keyOf(query, caller), shared, arrived);
  }

  /** The JSON of a result that `run` gave, or of any other. Of shared data it is written once, for all who share it. */
  textOf(result: FormattedExecutionResult): string {
    const { data, errors, extensions } = result;
    if (data == null || errors !== undefined || extensions !== undefined) return JSON.stringify(result);
    const known = this.texts.get(data);
    if (known != null) return known;
    const text = JSON.stringify(result);
    if (known === null) this.texts.set(data, text);
    return text;
  }

  private keyOf({ document, operation, variables }: Query, caller: Principal): string {
    const { scopes, ...who } = { ...caller, requestId: undefined };
    return JSON.stringify([
      this.numberOf(document),
      operation.name?.value,
      variables,
      who,
      // A key may have been edited between two requests.
      scopes.key,
    ]);
  }

  /** The same text is the same document as long as Apollo Server keeps it. */
  private numberOf(document: DocumentNode): number {
    let number = this.numbers.get(document);
    if (number === undefined) {
      number = this.lastNumber += 1;
      this.numbers.set(document, number);
    }
    return number;
  }
}
