import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { type AdminPrincipal, type KeyPrincipal } from '../src/auth/principal';
import { type ScopeCatalogue } from '../src/auth/scopes';

/** The directives as the server ships them, and the enums that they refer to. */
export const DIRECTIVES = `
  ${readFileSync(join(__dirname, '../schema/directives.graphql'), 'utf8')}
  enum ScopeRisk { LOW MEDIUM HIGH }
  enum ScopeGroup { LIBRARY PEOPLE }
  enum GuardrailWindow { HOUR DAY }
  enum ShippedPreset { READ_ONLY }
`;

/** `enum Scope` with these values. */
export function scopeEnum(scopes: readonly string[]): string {
  const values = scopes.map((id) => `${id} @scope(title: "${id}", risk: LOW, group: LIBRARY)`);
  return `enum Scope { ${values.join('\n')} }`;
}

/** A schema of these types. Enum Scope holds the scopes that they name, in the order of their first mention. */
export function guardedSchema(types: string): GraphQLSchema {
  const scopes = [...types.matchAll(/scope: (\w+)/g)].map((match) => match[1] ?? '');
  return buildSchema(`${DIRECTIVES} ${scopeEnum([...new Set(['UNUSED', ...scopes])])} ${types}`);
}

/** Parses a document and makes sure that it is valid, since only valid ones are ever checked. */
export function validDocument(schema: GraphQLSchema, source: string): DocumentNode {
  const document = parse(source, { noLocation: true });
  expect(validate(schema, document)).toEqual([]);
  return document;
}

/** The operation of this name, or the first. */
export function operationOf(document: DocumentNode, name?: string): OperationDefinitionNode {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (name === undefined || definition.name?.value === name),
  );
  if (operation === undefined) throw new Error('the document has no such operation');
  return operation;
}

/** Counts from now on how often anything looks into a selection set of the document: what a walk over it costs. */
export function countSelectionReads(document: DocumentNode): () => number {
  let reads = 0;
  visit(document, {
    SelectionSet(node) {
      const { selections } = node;
      Object.defineProperty(node, 'selections', {
        get() {
          reads += 1;
          return selections;
        },
      });
    },
  });
  return () => reads;
}

export function keyHolding(catalogue: ScopeCatalogue, ...scopes: string[]): KeyPrincipal {
  return {
    kind: 'key',
    requestId: 'test',
    id: 'k'.repeat(12),
    name: 'a client',
    platformId: 'platform',
    scopes: catalogue.setOf(scopes),
    grantAll: false,
    expiresAt: null,
  };
}

export function grantAllKey(catalogue: ScopeCatalogue): KeyPrincipal {
  return { ...keyHolding(catalogue), scopes: catalogue.all, grantAll: true };
}

export function admin(catalogue: ScopeCatalogue): AdminPrincipal {
  return {
    kind: 'admin',
    requestId: 'test',
    id: 'a',
    name: 'an admin',
    email: 'admin@example.com',
    platformId: 'platform',
    sessionId: 's',
    scopes: catalogue.all,
    expiresAt: new Date(0),
  };
}
