import { type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { privateNotes } from './privateNotes';

interface CheckedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * Which operation each request's context was checked for. By identity throughout: an equal context, or the same
 * operation beside other fragments, is another thing. A context serves one request and a request runs one operation, so
 * the last check counts alone. Noted on the context itself, so it ends with the request.
 */
export class CheckedOperations {
  private readonly byContext = privateNotes<CheckedOperation>();

  record(context: object, document: DocumentNode, operation: OperationDefinitionNode): void {
    this.byContext.set(context, { document, operation });
  }

  forget(context: object): void {
    this.byContext.set(context, undefined);
  }

  has(context: object, document: DocumentNode, operation: OperationDefinitionNode): boolean {
    const checked = this.byContext.get(context);
    return checked?.document === document && checked.operation === operation;
  }
}
