import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { type Principal } from '../src/auth/principal';
import { type ScopeCatalogue, type ScopeSet } from '../src/auth/scopes';
import { AdminOnlyError, ForbiddenError, type ForbiddenField, UnauthenticatedError } from '../src/errors';
import { analyseDefinition, type AnalysisOptions } from './analyse';
import { CheckedOperations } from './checkedOperations';

/** Decides who may run what. One for each executing schema. */
export interface AccessChecker {
  /**
   * Judges a caller against all that the operation asks for. Nothing about the caller is remembered.
   *
   * @param principal null for a request without credentials
   * @param document must have passed validation
   * @throws UnauthenticatedError when there is no caller and anything but public fields is selected
   * @throws AdminOnlyError when a key asks for an admin-only field
   * @throws ForbiddenError when scopes are missing
   * @throws Error when the operation can't be analysed, which a validated one always can
   */
  check(principal: Principal | null, document: DocumentNode, operation: OperationDefinitionNode): void;

  /**
   * Checks, and on success lets this very operation run with this very context object. There is no other way to be let
   * in. A refusal also takes back what the context was let in for before.
   *
   * @returns the scopes that the operation needs
   * @throws as {@link check}
   */
  admit(
    context: object,
    principal: Principal | null,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): ScopeSet;

  /**
   * For the executor, before it runs anything: whatever transport or plugin led here, an operation that was not
   * admitted does not run.
   *
   * @throws Error, to be masked as internal: only a fault in the server's wiring leads here
   */
  assertAdmitted(context: object, document: DocumentNode, operation: OperationDefinitionNode): void;
}

/** What every request with this operation needs: what is left of the analysis once it is known. */
interface CompiledRequirement {
  readonly needsCaller: boolean;
  readonly adminOnly: boolean;
  readonly scopes: ScopeSet;
}

/** @param catalogue that of this schema; the principals' scope sets must be its as well */
export function createAccessChecker(
  schema: GraphQLSchema,
  catalogue: ScopeCatalogue,
  options: AnalysisOptions = {},
): AccessChecker {
  const compiled = new WeakMap<DocumentNode, Map<OperationDefinitionNode, CompiledRequirement>>();
  const checked = new CheckedOperations();

  function compile(document: DocumentNode, operation: OperationDefinitionNode): CompiledRequirement {
    const { needsCaller, adminOnly, scopes } = analyseDefinition(schema, document, operation, options);
    const unknown = scopes.filter((scope) => !catalogue.isScope(scope));
    // A bit set has no bit for them: left out, they would ask for nothing.
    if (unknown.length > 0) throw new Error(`the scope catalogue has no ${unknown.join(', ')}`);
    return { needsCaller, adminOnly: adminOnly.length > 0, scopes: catalogue.setOf(scopes) };
  }

  function requirementOf(document: DocumentNode, operation: OperationDefinitionNode): CompiledRequirement {
    const operations = compiled.get(document) ?? new Map<OperationDefinitionNode, CompiledRequirement>();
    const known = operations.get(operation);
    if (known !== undefined) return known;
    const requirement = compile(document, operation);
    compiled.set(document, operations.set(operation, requirement));
    return requirement;
  }

  function check(
    principal: Principal | null,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): void {
    const required = requirementOf(document, operation);
    if (principal === null) {
      if (required.needsCaller) throw UnauthenticatedError.missing();
      return;
    }
    if (required.adminOnly && principal.kind !== 'admin')
      throw new AdminOnlyError(analyseDefinition(schema, document, operation, options).adminOnly);
    if (!principal.scopes.includesAll(required.scopes)) throw forbidden(principal, document, operation);
  }

  function forbidden(
    principal: Principal,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): ForbiddenError {
    const { scopes, fields } = analyseDefinition(schema, document, operation, options);
    const missing = scopes.filter((scope) => !principal.scopes.has(scope));
    const refused = fields.flatMap(({ coordinate, path, requirement }): ForbiddenField[] =>
      requirement.kind === 'scope' && missing.includes(requirement.scope)
        ? [{ coordinate, path, scope: requirement.scope }]
        : [],
    );
    return new ForbiddenError(scopes, missing, refused);
  }

  return {
    check,
    admit(context, principal, document, operation) {
      checked.forget(context);
      check(principal, document, operation);
      checked.record(context, document, operation);
      return requirementOf(document, operation).scopes;
    },
    assertAdmitted(context, document, operation) {
      if (!checked.has(context, document, operation)) throw new Error('operation was not checked');
    },
  };
}
