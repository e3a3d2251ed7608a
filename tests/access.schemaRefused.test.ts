import { makeExecutableSchema } from '@graphql-tools/schema';
import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  buildASTSchema,
  extendSchema,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  lexicographicSortSchema,
  parse,
  printSchema,
} from 'graphql';
import {
  BASE,
  baseWith,
  problemsOf,
  problemsOfFiles,
  resolve,
  RESOLVERS,
  schemaOf,
  sourcesOf,
} from './access.bootCheck';

it('starts on a schema whose every field says who may use it', () => {
  expect(problemsOfFiles(BASE)).toEqual([]);
  expect(
    problemsOfFiles(BASE, 'extend type Video { seconds: Int @requiresScope(scope: VIDEOS_READ) }'),
  ).toEqual([]);
});

it('names every problem at once', () => {
  const broken = BASE.replace('String @public', 'String').replace(
    'ID! @anyCaller\n    title',
    'ID!\n    title',
  );
  expect(problemsOfFiles(broken)).toEqual([
    'Video.id has no access directive',
    'Query.status has no access directive',
  ]);
});

describe('a field must have one access directive', () => {
  it.each([
    [
      'title: String @requiresScope(scope: VIDEOS_READ)',
      'title: String',
      'Video.title has no access directive',
    ],
    ['status: String @public', 'status: String', 'Query.status has no access directive'],
    ['status: String @public', 'status: String @deprecated', 'Query.status has no access directive'],
    [
      'status: String @public',
      'status: String @public @anyCaller',
      'Query.status has 2 access directives (@public, @anyCaller), must have one',
    ],
    [
      'status: String @public',
      'status: String @public @public',
      'Query.status has 2 access directives (@public, @public), must have one',
    ],
    [
      'title: String @requiresScope(scope: VIDEOS_READ)',
      'title: String @requiresScope(scope: VIDEOS_READ) @requiresScope(scope: VIDEOS_WRITE)',
      'Video.title has 2 access directives (@requiresScope, @requiresScope), must have one',
    ],
  ])('%s → %s', (from, to, problem) => {
    expect(problemsOfFiles(baseWith(from, to))).toEqual([problem]);
  });

  it('on interfaces too', () => {
    const orphan = 'interface Orphan { secret: String }';
    expect(problemsOfFiles(BASE, orphan)).toEqual(['Orphan.secret has no access directive']);
  });

  it('on a type that only calls itself introspection', () => {
    const hidden = 'type __Hidden { secret: String } extend type Query { hidden: __Hidden @public }';
    const sources = sourcesOf(BASE, hidden);
    expect(problemsOf(schemaOf(sources, { Query: { hidden: resolve } }), sources)).toEqual([
      '__Hidden.secret has no access directive',
    ]);
  });
});

describe('the executing schema counts, however a field got there', () => {
  const sources = sourcesOf(BASE);

  it('extendSchema', () => {
    const extension = parse('extend type Video { secret: String } extend type Query { secret: String }');
    expect(problemsOf(extendSchema(schemaOf(sources), extension, { assumeValid: true }), sources)).toEqual([
      'Video.secret has no access directive',
      'Query.secret has no access directive',
      'Query.secret has no resolver',
    ]);
  });

  it('extend type in another file', () => {
    expect(problemsOfFiles(BASE, 'extend type Video { secret: String }')).toEqual([
      'Video.secret has no access directive',
    ]);
  });

  it('a type made in code', () => {
    const config = schemaOf(sources).toConfig();
    const secret = new GraphQLObjectType({ name: 'Secret', fields: { value: { type: GraphQLString } } });
    const schema = new GraphQLSchema({ ...config, types: [...config.types, secret] });
    expect(problemsOf(schema, sources)).toEqual(['Secret.value has no access directive']);
  });

  it('a transform that adds a field', () => {
    const schema = mapSchema(schemaOf(sources), {
      [MapperKind.OBJECT_TYPE]: (type) => {
        const config = type.toConfig();
        if (type.name !== 'Video') return type;
        return new GraphQLObjectType({
          ...config,
          fields: { ...config.fields, secret: { type: GraphQLString } },
        });
      },
    });
    expect(problemsOf(schema, sources)).toEqual(['Video.secret has no access directive']);
  });

  it('a transform that loses the SDL of a field', () => {
    const schema = mapSchema(schemaOf(sources), {
      [MapperKind.OBJECT_FIELD]: (field, name) =>
        name === 'title' ? { ...field, astNode: undefined } : field,
    });
    expect(problemsOf(schema, sources)).toEqual(['Video.title has no access directive']);
  });

  it('a transform that rewrites a requirement', () => {
    const open = buildASTSchema(parse('type Query { title: String @anyCaller }'), { assumeValidSDL: true });
    const astNode = open.getQueryType()?.getFields()['title']?.astNode;
    const schema = mapSchema(schemaOf(sources), {
      [MapperKind.OBJECT_FIELD]: (field, name) => (name === 'title' ? { ...field, astNode } : field),
    });
    expect(problemsOf(schema, sources)).toEqual([
      'Video.title is written @requiresScope(scope: VIDEOS_READ), but executes as @anyCaller',
    ]);
  });

  it('a schema printed and read again, which has no directives at all', () => {
    const printed = buildASTSchema(parse(printSchema(schemaOf(sources))), { assumeValid: true });
    expect(problemsOf(printed, [])).toEqual(
      expect.arrayContaining([
        'Node.id has no access directive',
        'Video.title has no access directive',
        'Query.video has no access directive',
        'Scope.VIDEOS_READ has no @scope',
      ]),
    );
  });

  it('but a transform that only sorts is welcome', () => {
    expect(problemsOf(lexicographicSortSchema(schemaOf(sources)), sources)).toEqual([]);
  });
});

describe('an interface asks for what its implementers ask for', () => {
  const stricter = 'id: ID! @requiresScope(scope: VIDEOS_READ)\n    title';
  it('object', () => {
    expect(problemsOfFiles(baseWith('id: ID! @anyCaller\n    title', stricter))).toEqual([
      'Video.id has @requiresScope(scope: VIDEOS_READ), but Node.id has @anyCaller',
    ]);
  });

  it('interface of an interface', () => {
    const entity = 'interface Entity implements Node { id: ID! @public }';
    expect(problemsOfFiles(BASE, entity)).toEqual(['Entity.id has @public, but Node.id has @anyCaller']);
  });

  it('a field that an implementer lacks', () => {
    const named = 'interface Named { name: String @anyCaller } extend type Video implements Named';
    expect(problemsOfFiles(BASE, named)).toEqual(['Video.name is missing, but Named.name is there']);
  });

  it('another scope', () => {
    const titled = `
      interface Titled { title: String @requiresScope(scope: VIDEOS_WRITE) }
      extend type Video implements Titled`;
    expect(problemsOfFiles(BASE, titled)).toEqual([
      'Video.title has @requiresScope(scope: VIDEOS_READ), but Titled.title has @requiresScope(scope: VIDEOS_WRITE)',
    ]);
  });
});

describe('a field is declared once', () => {
  it.each([
    ['another scope', 'title: String @requiresScope(scope: VIDEOS_WRITE)'],
    ['another directive', 'title: String @public'],
    ['another type', 'title: String! @requiresScope(scope: VIDEOS_READ)'],
    ['other arguments', 'title(length: Int): String @requiresScope(scope: VIDEOS_READ)'],
    ['no directive', 'title: String'],
    ['a description alone', '"Anyone may read it." title: String @requiresScope(scope: VIDEOS_READ)'],
    ['the very same text', 'title: String @requiresScope(scope: VIDEOS_READ)'],
  ])('%s in a second file', (_, field) => {
    for (const type of ['extend type', 'type'])
      expect(problemsOfFiles(BASE, `${type} Video { ${field} }`)).toContain(
        'Video.title is declared 2 times (file1.graphql, file2.graphql)',
      );
  });

  it('twice in one file', () => {
    expect(
      problemsOfFiles(baseWith('status: String @public', 'status: String @public status: String @public')),
    ).toEqual(['Query.status is declared 2 times (file1.graphql, file1.graphql)']);
    expect(problemsOfFiles(`${BASE} extend type Query { status: String @adminOnly }`)).toContain(
      'Query.status is declared 2 times (file1.graphql, file1.graphql)',
    );
  });

  it('a directive repeated where merging would fold the two into one', () => {
    const folded =
      'extend type Mutation { open: String @requiresScope(scope: VIDEOS_READ) @requiresScope(scope: VIDEOS_WRITE) }';
    const sources = sourcesOf(BASE, folded);
    const executing = makeExecutableSchema({
      typeDefs: [BASE, 'extend type Mutation { open: String @requiresScope(scope: VIDEOS_WRITE) }'],
      resolvers: [RESOLVERS, { Mutation: { open: resolve } }],
    });
    expect(problemsOf(executing, sources)).toEqual([
      'Mutation.open has 2 access directives (@requiresScope, @requiresScope), must have one',
    ]);
  });

  it('a scope that a second file describes anew', () => {
    const lower = 'extend enum Scope { VIDEOS_WRITE @scope(title: "Harmless", risk: LOW, group: LIBRARY) }';
    expect(problemsOfFiles(BASE, lower)).toContain(
      'Scope.VIDEOS_WRITE is declared 2 times (file1.graphql, file2.graphql)',
    );
  });

  it('a directive that a second file defines anew', () => {
    expect(problemsOfFiles(BASE, 'directive @public on FIELD_DEFINITION')).toContain(
      '@public is declared 2 times (file1.graphql, file2.graphql)',
    );
  });
});
