import * as fc from 'fast-check';
import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { createAccessChecker } from '../directives/accessChecker';
import { analyseOperation } from '../directives/analyse';
import { readScopeCatalogue } from '../directives/catalogue';
import { checkAccess, SchemaAccessError } from '../directives/checkSchema';
import { type Principal } from '../src/auth/principal';
import { type ScopeCatalogue } from '../src/auth/scopes';
import { AdminOnlyError, ForbiddenError, UnauthenticatedError } from '../src/errors';
import { admin, keyHolding, operationOf, validDocument } from './access.fixtures';
import { belongsTo, Draw, membersOf, randomDocument, randomSchema, SCOPES } from './access.randomOperations';

/** A field that an operation can reach, and where it stands first. */
interface Reached {
  readonly path: readonly string[];
  /** Index of each selection on the way; their order is document order. */
  readonly position: readonly number[];
}

class TooLarge extends Error {}

/**
 * What an operation can reach, told the slow and plain way: written out in full, one object type at a time, nothing
 * remembered.
 */
function reachable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Map<string, Reached> {
  const reached = new Map<string, Reached>();
  let steps = 0;

  function expand(
    type: GraphQLObjectType,
    { selections }: SelectionSetNode,
    path: readonly string[],
    position: readonly number[],
  ): void {
    selections.forEach((selection, index) => {
      steps += 1;
      if (steps > 20_000) throw new TooLarge();
      const here = [...position, index];
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        if (name === '__typename') return;
        const keys = [...path, (selection.alias ?? selection.name).value];
        const coordinate = `${type.name}.${name}`;
        const earlier = reached.get(coordinate);
        if (earlier === undefined || before(here, earlier.position))
          reached.set(coordinate, { path: keys, position: here });
        const field = type.getFields()[name];
        if (field === undefined) throw new Error(`${coordinate} does not exist`);
        if (selection.selectionSet === undefined) return;
        for (const member of membersOf(schema, getNamedType(field.type)))
          expand(member, selection.selectionSet, keys, here);
        return;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : document.definitions.find(
              (definition): definition is FragmentDefinitionNode =>
                definition.kind === Kind.FRAGMENT_DEFINITION &&
                definition.name.value === selection.name.value,
            );
      if (fragment === undefined) throw new Error('there is no such fragment');
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || belongsTo(type, schema.getType(condition)))
        expand(type, fragment.selectionSet, path, here);
    });
  }

  const root = schema.getRootType(operation.operation);
  if (root == null) throw new Error('there is no such root');
  expand(root, operation.selectionSet, [], []);
  return reached;
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((index, level) => index !== b[level]);
  // A field stands before what is selected on it.
  return at < 0 ? a.length < b.length : (a[at] ?? 0) < (b[at] ?? -1);
}

/** Runs an operation on random data of random types, and tells which fields ran. */
function ran(
  draw: Draw,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Set<string> {
  const coordinates = new Set<string>();
  let values = 0;
  const valueOf = (type: GraphQLOutputType): unknown => {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const length = (values += 1) > 100 ? 0 : draw.integer(0, 2);
      return Array.from({ length }, () => valueOf(nullable.ofType));
    }
    const named = getNamedType(nullable);
    if (!isCompositeType(named)) return 1;
    const members = membersOf(schema, named);
    return members.length > 0 ? { is: draw.oneOf(members).name } : null;
  };
  void execute({
    schema,
    document,
    operationName: operation.name?.value,
    variableValues: {
      u: draw.chance(50),
      v: draw.chance(50),
      ...(draw.chance(50) ? { w: draw.chance(50) } : {}),
    },
    fieldResolver: (_source, _args, _context, { parentType, fieldName, returnType }) => {
      coordinates.add(`${parentType.name}.${fieldName}`);
      return valueOf(returnType);
    },
    typeResolver: (value) => (value as { is: string }).is,
  });
  return coordinates;
}

function randomCaller(draw: Draw, catalogue: ScopeCatalogue): Principal | null {
  if (draw.chance(5)) return null;
  if (draw.chance(10)) return admin(catalogue);
  return keyHolding(catalogue, ...draw.someOf(SCOPES, draw.oneOf([30, 60, 90, 100])));
}

function satisfies(caller: Principal | null, requirement: string | undefined): boolean {
  switch (requirement) {
    case 'public':
      return true;
    case 'anyCaller':
      return caller !== null;
    case 'adminOnly':
      return caller?.kind === 'admin';
    case undefined:
      return false;
    default:
      return caller !== null && caller.scopes.has(requirement);
  }
}

/** Draws a schema, a document, and hands over each of its operations with all that it can reach. */
function forAnyOperation(
  examine: (subject: {
    draw: Draw;
    schema: GraphQLSchema;
    requirements: ReadonlyMap<string, string>;
    document: DocumentNode;
    operation: OperationDefinitionNode;
    reached: ReadonlyMap<string, Reached>;
  }) => void,
): void {
  const property = fc.property(fc.gen(), (next) => {
    const draw = new Draw(next);
    const { schema, requirements } = randomSchema(draw);
    const document = validDocument(schema, randomDocument(draw, schema));
    for (const { kind, ...definition } of document.definitions) {
      if (kind !== Kind.OPERATION_DEFINITION || !('operation' in definition)) continue;
      const operation = operationOf(document, definition.name?.value);
      let reached: Map<string, Reached>;
      try {
        reached = reachable(schema, document, operation);
      } catch (error) {
        if (error instanceof TooLarge) continue;
        throw error;
      }
      examine({ draw, schema, requirements, document, operation, reached });
    }
  });
  // A failure prints its seed; pass it here to see it again.
  fc.assert(property, { numRuns: 200, interruptAfterTimeLimit: 4_000 });
}

it('a random schema passes the boot check, but for what it leaves out on purpose', () => {
  const property = fc.property(fc.gen(), (next) => {
    const { schema } = randomSchema(new Draw(next));
    try {
      checkAccess(schema, []);
    } catch (error) {
      if (!(error instanceof SchemaAccessError)) throw error;
      expect(
        error.problems.filter((problem) => !/has no resolver|is used by no field|unlocks both/.test(problem)),
      ).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: 50 });
});

it('asks for exactly the fields that an operation can reach, at their first place', () => {
  forAnyOperation(({ schema, requirements, document, operation, reached }) => {
    const analysis = analyseOperation(schema, document, operation.name?.value);
    const told = new Map(analysis.fields.map(({ coordinate, path }) => [coordinate, path]));
    expect(told).toEqual(new Map([...reached].map(([coordinate, { path }]) => [coordinate, path])));
    const needed = new Set([...reached.keys()].map((coordinate) => requirements.get(coordinate)));
    expect(new Set(analysis.scopes)).toEqual(new Set(SCOPES.filter((scope) => needed.has(scope))));
    expect(analysis.adminOnly.length > 0).toBe(needed.has('adminOnly'));
  });
});

it('no field runs that the analysis did not name', () => {
  forAnyOperation(({ draw, schema, document, operation }) => {
    const named = new Set(
      analyseOperation(schema, document, operation.name?.value).fields.map(({ coordinate }) => coordinate),
    );
    for (let run = 0; run < 3; run += 1)
      expect([...ran(draw, schema, document, operation)].filter((field) => !named.has(field))).toEqual([]);
  });
});

it('no field runs that its caller may not use, and nobody is refused without a reason', () => {
  forAnyOperation(({ draw, schema, requirements, document, operation, reached }) => {
    const catalogue = readScopeCatalogue(schema);
    const checker = createAccessChecker(schema, catalogue);
    for (let turn = 0; turn < 4; turn += 1) {
      const caller = randomCaller(draw, catalogue);
      const denied = (fields: Iterable<string>): string[] =>
        [...fields].filter((field) => !satisfies(caller, requirements.get(field)));
      let allowed = true;
      try {
        checker.check(caller, document, operation);
      } catch (error) {
        const refused =
          error instanceof UnauthenticatedError ||
          error instanceof AdminOnlyError ||
          error instanceof ForbiddenError;
        if (!refused) throw error;
        allowed = false;
      }
      expect(allowed).toBe(denied(reached.keys()).length === 0);
      if (allowed) expect(denied(ran(draw, schema, document, operation))).toEqual([]);
    }
  });
});
