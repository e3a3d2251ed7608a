import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type DocumentNode, type GraphQLSchema, parse, Source } from 'graphql';
import { createAccessChecker, type AccessChecker } from '../directives/accessChecker';
import { readScopeCatalogue } from '../directives/catalogue';
import { checkAccess } from '../directives/checkSchema';
import { resolvers } from '../resolvers';
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

/**
 * The executable schema after the boot check, with the catalogue of scopes that it declares and the access check for it.
 * @throws SchemaAccessError naming every coordinate that breaks an access rule
 */
export function buildSchema({ production }: { production: boolean }): CheckedSchema {
  const files = readSdlFiles();
  const schema = makeExecutableSchema({ typeDefs: files.map((file) => file.document), resolvers });
  checkAccess(schema, files);
  const catalogue = readScopeCatalogue(schema);
  const introspection = production ? 'anyCaller' : 'public';
  return { schema, catalogue, gate: createAccessChecker(schema, catalogue, { introspection }) };
}
