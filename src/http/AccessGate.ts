import { type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { type Principal } from '../auth/principal';
import { type ScopeSet } from '../auth/scopes';

/** The access check, as the transport sees it (`directives/accessChecker.ts`). */
export interface AccessGate {
  /**
   * Throws when the caller may not run the operation; else lets this operation run with this context, and gives the
   * scopes that it needs.
   */
  admit(
    context: object,
    principal: Principal | null,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): ScopeSet;
  /** Throws when the operation was not admitted for this context. */
  assertAdmitted(context: object, document: DocumentNode, operation: OperationDefinitionNode): void;
}
