import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type DocumentNode, type GraphQLSchema, parse, Source } from 'graphql';
import { createAccessChecker, type AccessChecker } from '../directives/accessChecker';
import { readScopeCatalogue } from '../directives/catalogue';
import { checkAccess } from '../directives/checkSchema';
import { createOperationAnalyser } from '../directives/clientDocument';
import { resolvers } from '../resolvers';
import { type OperationAnalyser } from './apiKeys/OperationAnalyser';
import { type ScopeCatalogue } from './auth/scopes';
import { projectRoot } from './projectRoot';

const SCHEMA_FOLDER = join(projectRoot, 'schema');

/** One file of SDL. */
export interface SdlFile {
  /** Its name in `schema/`, for messages. */
  readonly name: string;
  readonly document: DocumentNode;
}

export interface CheckedSchema {
  readonly schema: GraphQLSchema;
  readonly catalogue: ScopeCatalogue;
  readonly gate: AccessChecker;
  /** What a client's documents require, for the `requiredScopes` query. */
  readonly operations: OperationAnalyser;
}

/** Every SDL file of `schema/`, in the order of their names. */
export function readSdlFiles(): SdlFile[] {
  return readdirSync(SCHEMA_FOLDER)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => ({
      name,
      document: parse(new Source(readFileSync(join(SCHEMA_FOLDER, name), 'utf8'), name)),
    }));
}

interface SchemaSettings {
  production: boolean;
  /** Lexical tokens that a document may have which is to be analysed; 2,000 when left out. */
  maxTokens?: number;
}

/**
 * The executable schema after the boot check, with the catalogue of scopes that it declares and the access check for it.
 * @throws SchemaAccessError naming every coordinate that breaks an access rule
 */
export function buildSchema({ production, maxTokens = 2_000 }: SchemaSettings): CheckedSchema {
  const files = readSdlFiles();
  const schema = makeExecutableSchema({
    typeDefs: files.map((file) => file.document),
    resolvers,
    // Nobody else has the schema yet: to build it a second time for its resolvers takes a sixth of the start.
    updateResolversInPlace: true,
  });
  checkAccess(schema, files);
  const catalogue = readScopeCatalogue(schema);
  const introspection = production ? 'anyCaller' : 'public';
  return {
    schema,
    catalogue,
    gate: createAccessChecker(schema, catalogue, { introspection }),
    operations: createOperationAnalyser(schema, { introspection, maxTokens }),
  };
}
