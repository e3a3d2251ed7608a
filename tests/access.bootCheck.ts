import { makeExecutableSchema } from '@graphql-tools/schema';
import { type IResolvers } from '@graphql-tools/utils';
import { type GraphQLSchema, parse } from 'graphql';
import { checkAccess, SchemaAccessError, type SdlSource } from '../directives/checkSchema';
import { DIRECTIVES, scopeEnum } from './access.fixtures';

/** A schema that passes, for the tests to break in one place each. */
export const BASE = `
  ${DIRECTIVES}
  ${scopeEnum(['VIDEOS_READ', 'VIDEOS_WRITE'])}
  interface Node { id: ID! @anyCaller }
  type Video implements Node {
    id: ID! @anyCaller
    title: String @requiresScope(scope: VIDEOS_READ)
  }
  type Query {
    video: Video @requiresScope(scope: VIDEOS_READ)
    status: String @public
  }
  type Mutation {
    renameVideo(id: ID!): Video
      @requiresScope(scope: VIDEOS_WRITE)
      @guardrail(unit: "videos", limit: 10, window: HOUR)
      @guardrail(unit: "videos", limit: 50, window: DAY)
  }
`;

export const resolve = (): null => null;
export const RESOLVERS: IResolvers = {
  Query: { video: resolve, status: resolve },
  Mutation: { renameVideo: resolve },
  Node: { __resolveType: () => 'Video' },
};

export const sourcesOf = (...files: string[]): SdlSource[] =>
  files.map((file, index) => ({ name: `file${index + 1}.graphql`, document: parse(file) }));

/** As the server builds it, but without GraphQL's own validation, so that only the boot check stands in the way. */
export function schemaOf(sources: readonly SdlSource[], resolvers: IResolvers = {}): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: sources.map(({ document }) => document),
    resolvers: [RESOLVERS, resolvers],
    resolverValidationOptions: { requireResolversToMatchSchema: 'ignore' },
    assumeValidSDL: true,
    assumeValid: true,
  });
}

export function problemsOf(schema: GraphQLSchema, sources: readonly SdlSource[]): readonly string[] {
  try {
    checkAccess(schema, sources);
    return [];
  } catch (error) {
    if (!(error instanceof SchemaAccessError)) throw error;
    for (const problem of error.problems) expect(error.message).toContain(problem);
    return error.problems;
  }
}

/** What the boot check says of a server whose SDL is split over these files. */
export function problemsOfFiles(...files: string[]): readonly string[] {
  const sources = sourcesOf(...files);
  return problemsOf(schemaOf(sources), sources);
}

export const baseWith = (from: string, to: string): string => {
  expect(BASE).toContain(from);
  return BASE.replace(from, to);
};
