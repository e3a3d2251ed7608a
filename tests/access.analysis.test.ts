import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { analyseDefinition, analyseOperation, UnanalysableOperationError } from '../directives/analyse';
import { countSelectionReads, guardedSchema, operationOf, validDocument } from './access.fixtures';

const schema = guardedSchema(`
  type Video {
    id: ID! @anyCaller
    title: String @requiresScope(scope: VIDEO_READ)
    notes: String @requiresScope(scope: NOTES_READ)
    next: Video @requiresScope(scope: VIDEO_READ)
    owner: Member @requiresScope(scope: VIDEO_READ)
  }
  type Member {
    id: ID! @anyCaller
    email: String @requiresScope(scope: MEMBER_READ)
    next: Member @anyCaller
    title: String @requiresScope(scope: MEMBER_READ)
  }
  interface Node { id: ID! @anyCaller }
  type Query {
    video(id: ID): Video @anyCaller
    member: Member @anyCaller
    keys: [String!]! @adminOnly
    status: String @public
  }
  type Mutation {
    login: String @public
    renameVideo(title: String): Video @requiresScope(scope: VIDEO_WRITE)
  }
  type Subscription {
    videoChanged: Video @requiresScope(scope: VIDEO_READ)
    memberChanged: Member @requiresScope(scope: MEMBER_READ)
  }
`);

const valid = (source: string): DocumentNode => validDocument(schema, source);
const scopesOf = (source: string, operationName?: string): readonly string[] =>
  analyseOperation(schema, valid(source), operationName).scopes;
const fieldsOf = (source: string): string[] =>
  analyseOperation(schema, valid(source)).fields.map(
    ({ coordinate, path }) => `${coordinate} at ${path.join('.')}`,
  );

describe('what an operation requires', () => {
  it('is told field by field, with its summary', () => {
    const document = valid('query Mine { status keys video { id n: notes title } }');
    expect(analyseOperation(schema, document)).toEqual({
      operationName: 'Mine',
      operationType: 'query',
      scopes: ['VIDEO_READ', 'NOTES_READ'],
      needsCaller: true,
      adminOnly: ['Query.keys'],
      fields: [
        { coordinate: 'Query.status', path: ['status'], requirement: { kind: 'public' } },
        { coordinate: 'Query.keys', path: ['keys'], requirement: { kind: 'adminOnly' } },
        { coordinate: 'Query.video', path: ['video'], requirement: { kind: 'anyCaller' } },
        { coordinate: 'Video.id', path: ['video', 'id'], requirement: { kind: 'anyCaller' } },
        {
          coordinate: 'Video.notes',
          path: ['video', 'n'],
          requirement: { kind: 'scope', scope: 'NOTES_READ' },
        },
        {
          coordinate: 'Video.title',
          path: ['video', 'title'],
          requirement: { kind: 'scope', scope: 'VIDEO_READ' },
        },
      ],
    });
  });

  it.each<[string, string, string[]]>([
    ['no caller for public fields', '{ status __typename }', []],
    ['a public mutation', 'mutation { login }', []],
    [
      'a subscription’s root and what it selects',
      'subscription { videoChanged { notes } }',
      ['VIDEO_READ', 'NOTES_READ'],
    ],
    ['a mutation’s root and what it returns', 'mutation { renameVideo { id } }', ['VIDEO_WRITE']],
  ])('%s', (_, source, scopes) => {
    const analysis = analyseOperation(schema, valid(source));
    expect(analysis.scopes).toEqual(scopes);
    expect(analysis.needsCaller).toBe(scopes.length > 0);
  });

  it('lists scopes in the order of the enum, whatever the document’s', () => {
    expect(scopesOf('{ member { email } video { notes title } }')).toEqual([
      'VIDEO_READ',
      'NOTES_READ',
      'MEMBER_READ',
    ]);
  });
});

describe('the field behind a response key counts, not the key', () => {
  it('under an alias', () => {
    expect(fieldsOf('{ status: video { id: title } }')).toEqual([
      'Query.video at status',
      'Video.title at status.id',
    ]);
  });

  it('in fields that are merged', () => {
    expect(fieldsOf('{ video { id } video { title } video { notes } }')).toEqual([
      'Query.video at video',
      'Video.id at video.id',
      'Video.title at video.title',
      'Video.notes at video.notes',
    ]);
  });

  it('in fields that are merged through a fragment', () => {
    expect(scopesOf('{ video { ...A owner { id } } } fragment A on Video { id owner { email } }')).toEqual([
      'VIDEO_READ',
      'MEMBER_READ',
    ]);
  });

  it('at the first of several places, in document order', () => {
    expect(
      fieldsOf('{ b: video { ...F } a: video { title } } fragment F on Video { next { t: title } title }'),
    ).toEqual(['Query.video at b', 'Video.next at b.next', 'Video.title at b.next.t']);
  });
});

describe('a fragment may have any name', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'])(
    '%s',
    (name) => {
      expect(scopesOf(`{ video { ...${name} } member { id } } fragment ${name} on Video { notes }`)).toEqual([
        'NOTES_READ',
      ]);
      expect(() => analyseOperation(schema, parse(`{ video { ...${name} } }`))).toThrow(
        `there is no fragment ${name}`,
      );
    },
  );

  it('and so may an operation and a response key', () => {
    const document = valid(
      'query constructor { __proto__: video { toString: notes } } query __proto__ { status }',
    );
    expect(analyseOperation(schema, document, 'constructor').fields.at(-1)?.path).toEqual([
      '__proto__',
      'toString',
    ]);
    expect(analyseOperation(schema, document, '__proto__').scopes).toEqual([]);
  });

  it('a name of Object’s is not a field', () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(() => analyseOperation(schema, parse(`{ ${name} }`))).toThrow(`Query has no field ${name}`);
  });
});

describe('@skip and @include change nothing', () => {
  it.each([
    '@include(if: false)',
    '@include(if: true)',
    '@skip(if: true)',
    '@skip(if: false)',
    '@include(if: $off)',
    '@skip(if: $on)',
    '@include(if: $none) @skip(if: $on)',
  ])('%s', (directive) => {
    const variables = `$off: Boolean! = false, $on: Boolean! = true, $none: Boolean!`;
    for (const selection of [
      `video { notes ${directive} }`,
      `video ${directive} { notes }`,
      `video { ... ${directive} { notes } }`,
      `video { ... on Video ${directive} { notes } }`,
      `video { ...F ${directive} }`,
    ]) {
      const used = `video(id: "") { id @include(if: $off) @skip(if: $on) next @include(if: $none) { id } }`;
      const source = `query Mine(${variables}) { ${selection} ...Used } fragment Used on Query { used: ${used} }
        fragment F on Video { notes } query Other { video { ...F } }`;
      const document = valid(source);
      expect(analyseOperation(schema, document, 'Mine').scopes).toContain('NOTES_READ');
    }
  });
});

describe('of several operations, one is asked about', () => {
  const source = `
    query Open { status }
    query Videos { video { ...F } }
    mutation Rename { renameVideo { id } }
    fragment F on Video { title }`;

  it.each([
    ['Open', []],
    ['Videos', ['VIDEO_READ']],
    ['Rename', ['VIDEO_WRITE']],
  ])('%s', (name, scopes) => {
    expect(scopesOf(source, name)).toEqual(scopes);
  });

  it('and the same name with another body is another operation', () => {
    expect(scopesOf('query Same { video { title } }', 'Same')).toEqual(['VIDEO_READ']);
    expect(scopesOf('query Same { member { email } }', 'Same')).toEqual(['MEMBER_READ']);
  });
});

describe('introspection', () => {
  const source = '{ __schema { types { fields { name } } } t: __type(name: "Video") { name } }';

  it('is public unless said otherwise', () => {
    expect(analyseOperation(schema, valid(source))).toMatchObject({ needsCaller: false, scopes: [] });
  });

  it('wants a caller where that is asked for, and nothing more inside', () => {
    const { needsCaller, fields } = analyseOperation(schema, valid(source), null, {
      introspection: 'anyCaller',
    });
    expect(needsCaller).toBe(true);
    expect(fields).toEqual([
      { coordinate: 'Query.__schema', path: ['__schema'], requirement: { kind: 'anyCaller' } },
      { coordinate: 'Query.__type', path: ['t'], requirement: { kind: 'anyCaller' } },
    ]);
  });

  it('frees nothing that stands beside it', () => {
    expect(scopesOf('{ __schema { queryType { name } } video { notes } }')).toEqual(['NOTES_READ']);
  });
});

describe('what can’t be told is refused', () => {
  it.each([
    ['an unknown field', '{ nope }', 'Query has no field nope'],
    ['an unknown field below', '{ video { nope } }', 'Video has no field nope'],
    [
      'introspection off the query root',
      '{ video { __schema { queryType { name } } } }',
      'Video has no field __schema',
    ],
    ['an unknown fragment', '{ ...Nope }', 'there is no fragment Nope'],
    ['an unknown type', '{ ... on Nope { status } }', 'there is no composite type Nope'],
    ['a condition on a scalar', '{ ... on String { status } }', 'there is no composite type String'],
    ['fields of a leaf', '{ status { length } }', 'Query.status has no fields to select'],
    ['an object without fields', '{ video }', 'Query.video needs a selection of fields'],
    [
      'a fragment in itself',
      '{ video { ...F } } fragment F on Video { id ...F }',
      'fragment F spreads itself',
    ],
    [
      'a fragment below itself',
      '{ video { ...F } } fragment F on Video { id next { ...F } }',
      'fragment F spreads itself',
    ],
    [
      'a fragment in itself by way of another',
      '{ video { ...F } } fragment F on Video { ...G } fragment G on Video { next { ... { ...F } } }',
      'fragment F spreads itself',
    ],
    [
      'a fragment in itself, of introspection',
      '{ __schema { types { ...F } } } fragment F on __Type { ofType { ...F } }',
      'fragment F spreads itself',
    ],
    [
      'two fragments of one name',
      '{ video { ...F } } fragment F on Video { id } fragment F on Video { notes }',
      'two fragments are named F',
    ],
    ['a document without operations', 'fragment F on Video { id }', 'the document has no operation'],
    ['several operations, none named', 'query A { status } query B { status }', 'none is named'],
    ['a root that the schema has not', 'subscription { a }', 'the schema has no subscription operations'],
  ])('%s', (_, source, problem) => {
    const target = source.startsWith('subscription')
      ? guardedSchema('type Query { status: String @public }')
      : schema;
    const analyse = (): unknown => analyseOperation(target, parse(source));
    expect(analyse).toThrow(UnanalysableOperationError);
    expect(analyse).toThrow(problem);
  });

  it.each([
    ['query A { status } query B { status }', 'C', 'the document has no operation C'],
    ['query A { status } query B { status }', '', 'the document has no operation '],
    ['{ status }', 'A', 'the document has no operation A'],
    ['query A { status } query A { keys }', 'A', 'several operations are named A'],
  ])('%s asked for %p', (source, name, problem) => {
    expect(() => analyseOperation(schema, parse(source), name)).toThrow(problem);
  });

  it('an operation of another document', () => {
    const operation = operationOf(parse('{ status }'));
    expect(() => analyseDefinition(schema, parse('{ status }'), operation)).toThrow(
      'it is not part of the document',
    );
  });

  it.each([
    ['type Query { a: Int }', 'Query.a has no access directive'],
    ['type Query { a: Int @public @adminOnly }', 'Query.a has 2 access directives'],
  ])('a field whose requirement is not clear: %s', (types, problem) => {
    expect(() => analyseOperation(guardedSchema(types), parse('{ a }'))).toThrow(problem);
  });
});

describe('the cost stays linear', () => {
  /** Each fragment spreads the next twice: 2^depth selections when written out. */
  const doubling = (depth: number, spread: (next: string) => string): string =>
    [
      '{ video { ...F0 } }',
      ...Array.from({ length: depth }, (_, i) => `fragment F${i} on Video { ${spread(`...F${i + 1}`)} }`),
      `fragment F${depth} on Video { notes }`,
    ].join('\n');

  it.each([
    ['side by side', (next: string) => `${next} ${next}`],
    ['below two aliases', (next: string) => `a: next { ${next} } b: next { ${next} }`],
    ['in inline fragments', (next: string) => `... { ${next} } ... on Video { ${next} }`],
  ])('in fragments that spread the next twice, %s', (_, spread) => {
    // The shallow one first, so that an exponential walk fails here rather than hangs on the deep one.
    for (const depth of [16, 60]) {
      const document = parse(doubling(depth, spread));
      const reads = countSelectionReads(document);
      expect(analyseOperation(schema, document).scopes).toContain('NOTES_READ');
      expect(reads()).toBeLessThan(20 * depth);
    }
  });

  it('in a fragment spread on each of many types that lead to all of them', () => {
    const names = Array.from({ length: 100 }, (_, i) => `T${i}`);
    const wide = guardedSchema(`
      interface Node { id: ID @anyCaller node: Node @anyCaller }
      ${names.map((name) => `type ${name} implements Node { id: ID @anyCaller node: Node @anyCaller }`).join('\n')}
      type Query { node: Node @anyCaller }`);
    const spreads = names.map((name) => `... on ${name} { ...F }`).join(' ');
    const fields = Array.from({ length: 1_000 }, (_, i) => `f${i}: node { id }`).join(' ');
    const document = parse(`{ node { ${spreads} } } fragment F on Node { ${fields} }`);
    const reads = countSelectionReads(document);
    expect(analyseOperation(wide, document).fields).toHaveLength(201);
    // The fragment holds 1,000 selection sets. Each is read once a type, not once a type and place that leads there.
    expect(reads()).toBeLessThan(2 * 1_000 * names.length);
  });

  it('and no depth overflows the stack', () => {
    const depth = 50_000;
    const chain = Array.from(
      { length: depth },
      (_, i) => `fragment F${i} on Video { next { ...F${i + 1} } }`,
    ).join('\n');
    const document = parse(`{ video { ...F0 } } ${chain} fragment F${depth} on Video { notes }`);
    expect(analyseOperation(schema, document).fields.at(-1)?.path).toHaveLength(depth + 2);
  });

  it('nor does nesting that no parser would make', () => {
    const { selectionSet } = operationOf(parse('{ notes }'));
    let nested = selectionSet;
    for (let i = 0; i < 100_000; i += 1)
      nested = {
        kind: Kind.SELECTION_SET,
        selections: [{ kind: Kind.INLINE_FRAGMENT, selectionSet: nested }],
      };
    const operation: OperationDefinitionNode = {
      ...operationOf(parse('{ video { id } }')),
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'video' }, selectionSet: nested }],
      },
    };
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation] };
    expect(analyseDefinition(schema, document, operation).scopes).toEqual(['NOTES_READ']);
  });
});
