import { defaultFieldResolver, type DocumentNode, extendSchema, parse, visit } from 'graphql';
import {
  BASE,
  baseWith,
  problemsOf,
  problemsOfFiles,
  resolve,
  schemaOf,
  sourcesOf,
} from './access.bootCheck';
import { scopeEnum } from './access.fixtures';

describe('a requirement must be well formed', () => {
  it.each([
    '@requiresScope',
    '@requiresScope(scope: null)',
    '@requiresScope(scope: "VIDEOS_READ")',
    '@requiresScope(scope: [VIDEOS_READ])',
    '@requiresScope(scope: true)',
    '@requiresScope(scope: VIDEOS_READ, scope: VIDEOS_WRITE)',
    '@requiresScope(scope: VIDEOS_READ, unless: true)',
    '@requiresScope(scopes: VIDEOS_READ)',
  ])('%s', (directive) => {
    expect(problemsOfFiles(baseWith('status: String @public', `status: String ${directive}`))).toEqual([
      'Query.status @requiresScope takes one argument, scope: a value of enum Scope',
    ]);
  });

  it('a scope that is a variable', () => {
    const document: DocumentNode = visit(parse(BASE), {
      Argument: (node) =>
        node.name.value === 'scope'
          ? { ...node, value: { kind: 'Variable', name: { kind: 'Name', value: 'scope' } } }
          : undefined,
    });
    expect(problemsOf(schemaOf([{ name: 'f', document }]), [])).toContain(
      'Video.title @requiresScope takes one argument, scope: a value of enum Scope',
    );
  });

  it('a public field with conditions', () => {
    expect(problemsOfFiles(baseWith('String @public', 'String @public(if: false)'))).toEqual([
      'Query.status @public takes no arguments',
    ]);
  });
});

describe('a directive stands only where it has an effect', () => {
  it.each([
    ['an object type', 'type Odd @public { a: Int @public }', 'Odd', 'public'],
    ['a type extension', 'extend type Video @adminOnly', 'Video', 'adminOnly'],
    ['an interface type', 'interface Odd @anyCaller { a: Int @public }', 'Odd', 'anyCaller'],
    ['an argument', 'extend type Video { a(b: Int @public): Int @public }', 'Video.a(b:)', 'public'],
    ['an input type', 'input Odd @adminOnly { a: Int }', 'Odd', 'adminOnly'],
    ['an input field', 'input Odd { a: Int @requiresScope(scope: VIDEOS_READ) }', 'Odd.a', 'requiresScope'],
    ['an enum', 'enum Odd @public { A }', 'Odd', 'public'],
    ['an enum value', 'enum Odd { A @adminOnly }', 'Odd.A', 'adminOnly'],
    ['a scalar', 'scalar Odd @public', 'Odd', 'public'],
    ['a union', 'union Odd @public = Video', 'Odd', 'public'],
    ['a directive’s argument', 'directive @odd(a: Int @public) on FIELD', '@odd(a:)', 'public'],
    ['the schema', 'extend schema @adminOnly', 'schema', 'adminOnly'],
  ])('access directive on %s', (_, sdl, coordinate, directive) => {
    expect(problemsOfFiles(BASE, sdl)).toEqual([
      `${coordinate} carries @${directive}, which guards only a field of an object or interface type`,
    ]);
  });

  it('seen on the executing schema alone as well', () => {
    const extended = extendSchema(schemaOf(sourcesOf(BASE)), parse('extend type Video @public'), {
      assumeValidSDL: true,
    });
    expect(problemsOf(extended, [])).toEqual([
      'Video carries @public, which guards only a field of an object or interface type',
    ]);
  });

  it.each([
    [
      'directive @adminOnly on FIELD_DEFINITION',
      'directive @adminOnly on FIELD_DEFINITION | OBJECT',
      '@adminOnly is allowed on OBJECT, must be on FIELD_DEFINITION only',
    ],
    [
      'directive @public on FIELD_DEFINITION',
      'directive @public repeatable on FIELD_DEFINITION',
      '@public is repeatable, must not be',
    ],
  ])('%s → %s', (from, to, problem) => {
    expect(problemsOfFiles(baseWith(from, to))).toEqual([problem]);
  });

  it('@guardrail off the tools', () => {
    const guardrail = '@guardrail(unit: "videos", limit: 1, window: DAY)';
    expect(
      problemsOfFiles(
        baseWith('title: String @', `title: String ${guardrail} @`),
        `extend input Odd { a: Int ${guardrail} } interface Root { b: Int @public ${guardrail} }`,
      ),
    ).toEqual([
      'Video.title carries @guardrail, which limits only a query or mutation root field',
      'Root.b carries @guardrail, which limits only a query or mutation root field',
      'Odd.a carries @guardrail, which limits only a query or mutation root field',
    ]);
  });

  it('@guardrail on a subscription', () => {
    const sources = sourcesOf(
      BASE,
      'type Subscription { ticks: Int @public @guardrail(unit: "ticks", limit: 1, window: DAY) }',
    );
    const schema = schemaOf(sources, { Subscription: { ticks: { subscribe: resolve } } });
    expect(problemsOf(schema, sources)).toEqual([
      'Subscription.ticks carries @guardrail, which limits only a query or mutation root field',
    ]);
  });

  it('@scope off enum Scope', () => {
    expect(problemsOfFiles(BASE, 'enum Odd { A @scope(title: "A", risk: LOW, group: PEOPLE) }')).toEqual([
      'Odd.A carries @scope, which describes only a value of enum Scope',
    ]);
  });
});

describe('a guardrail says what it limits', () => {
  it.each([
    ['limit: 10', 'limit: 0', 'Mutation.renameVideo @guardrail needs a limit of 1 or more'],
    ['limit: 10', 'limit: -1', 'Mutation.renameVideo @guardrail needs a limit of 1 or more'],
    ['limit: 10', 'limit: 10, limit: 20', 'Mutation.renameVideo @guardrail needs a limit of 1 or more'],
    ['limit: 10', 'limit: 1.5', 'Mutation.renameVideo @guardrail needs a limit of 1 or more'],
    ['limit: 10', 'limit: null', 'Mutation.renameVideo @guardrail needs a limit of 1 or more'],
    ['limit: 10, ', '', 'Mutation.renameVideo @guardrail needs a limit of 1 or more'],
    ['window: HOUR', 'window: WEEK', 'Mutation.renameVideo @guardrail needs a window, HOUR or DAY'],
    ['unit: "videos", limit: 10', 'unit: " ", limit: 10', 'Mutation.renameVideo @guardrail needs a unit'],
    ['window: HOUR', 'window: DAY', 'Mutation.renameVideo has two @guardrails on videos per DAY'],
  ])('%s → %s', (from, to, problem) => {
    const broken = baseWith(from, to);
    expect(problemsOfFiles(broken)).toEqual([problem]);
    // Each by itself as well: merging can hide a file's fault, and a transform can add one.
    expect(problemsOf(schemaOf(sourcesOf(BASE)), sourcesOf(broken))).toEqual([problem]);
    expect(problemsOf(schemaOf(sourcesOf(broken)), [])).toEqual([problem]);
  });
});

describe('scopes and their uses agree', () => {
  it('a scope that the enum does not have', () => {
    expect(
      problemsOfFiles(baseWith('status: String @public', 'status: String @requiresScope(scope: VIDEO_READ)')),
    ).toEqual(['Query.status requires VIDEO_READ, which is not a value of enum Scope']);
  });

  it('a schema without enum Scope', () => {
    const none = BASE.replace(scopeEnum(['VIDEOS_READ', 'VIDEOS_WRITE']), 'scalar Scope');
    expect(problemsOfFiles(none)).toContain(
      'Query.video requires VIDEOS_READ, which is not a value of enum Scope',
    );
  });

  it('a scope that nothing uses', () => {
    const idle = 'extend enum Scope { IDLE @scope(title: "Idle", risk: LOW, group: LIBRARY) }';
    expect(problemsOfFiles(BASE, idle)).toEqual(['Scope.IDLE is used by no field']);
    expect(problemsOfFiles(BASE, idle, 'interface Orphan { a: Int @requiresScope(scope: IDLE) }')).toEqual([
      'Scope.IDLE is used by no field',
    ]);
  });

  it('a scope that lets whoever may look change something, too', () => {
    const mixed = 'extend type Mutation { touch: String @requiresScope(scope: VIDEOS_READ) }';
    expect(problemsOfFiles(BASE, mixed)).toContain(
      'Scope.VIDEOS_READ unlocks both queries (video) and mutations (touch)',
    );
  });

  it('but one without a tool is welcome', () => {
    expect(
      problemsOfFiles(
        BASE,
        `extend enum Scope { NOTES_READ @scope(title: "Notes", risk: LOW, group: LIBRARY) }
         extend type Video { notes: String @requiresScope(scope: NOTES_READ) }`,
      ),
    ).toEqual([]);
  });

  it.each([
    ['@scope(title: "VIDEOS_READ", risk: LOW, group: LIBRARY)', '', 'has no @scope'],
    [
      'title: "VIDEOS_READ", risk: LOW',
      'title: "VIDEOS_READ", risk: SOME',
      '@scope needs a title, a group and a risk: LOW, MEDIUM or HIGH',
    ],
    ['title: "VIDEOS_READ"', 'title: ""', '@scope needs a title, a group and a risk: LOW, MEDIUM or HIGH'],
    [
      '@scope(title: "VIDEOS_READ"',
      '@scope(title: "a", risk: LOW, group: LIBRARY) @scope(title: "VIDEOS_READ"',
      'has 2 @scope directives, must have one',
    ],
  ])('%s → %s', (from, to, problem) => {
    const broken = baseWith(from, to);
    expect(problemsOfFiles(broken)).toEqual([`Scope.VIDEOS_READ ${problem}`]);
    expect(problemsOf(schemaOf(sourcesOf(BASE)), sourcesOf(broken))).toEqual([
      `Scope.VIDEOS_READ ${problem}`,
    ]);
    expect(problemsOf(schemaOf(sourcesOf(broken)), [])).toEqual([`Scope.VIDEOS_READ ${problem}`]);
  });
});

describe('a root field has a resolver', () => {
  const types = 'extend type Query { lost: Int @public } type Subscription { ticks: Int @public }';

  it('of its own', () => {
    expect(problemsOfFiles(BASE, types)).toEqual([
      'Query.lost has no resolver',
      'Subscription.ticks has no resolver',
    ]);
  });

  it('and a subscription one that subscribes', () => {
    const sources = sourcesOf(BASE, types);
    const resolvers = { Query: { lost: resolve }, Subscription: { ticks: { resolve } } };
    expect(problemsOf(schemaOf(sources, resolvers), sources)).toEqual(['Subscription.ticks has no resolver']);
    const subscribing = { Query: { lost: resolve }, Subscription: { ticks: { subscribe: resolve } } };
    expect(problemsOf(schemaOf(sources, subscribing), sources)).toEqual([]);
  });

  it('which graphql-js’s own default is not', () => {
    const sources = sourcesOf(BASE, 'extend type Query { lost: Int @public }');
    const schema = schemaOf(sources);
    const lost = schema.getQueryType()?.getFields()['lost'];
    if (lost) lost.resolve = defaultFieldResolver;
    expect(problemsOf(schema, sources)).toEqual(['Query.lost has no resolver']);
  });
});
