import { analyseOperation } from '../directives/analyse';
import { guardedSchema, validDocument } from './access.fixtures';

const schema = guardedSchema(`
  interface Node { id: ID! @anyCaller }
  interface Media implements Node {
    id: ID! @anyCaller
    title: String! @requiresScope(scope: MEDIA_READ)
    parent: Node @requiresScope(scope: MEDIA_READ)
  }
  interface Orphan { secret: String @requiresScope(scope: ORPHAN_READ) }

  type Video implements Node & Media {
    id: ID! @anyCaller
    title: String! @requiresScope(scope: MEDIA_READ)
    parent: Node @requiresScope(scope: MEDIA_READ)
    seconds: Int @requiresScope(scope: VIDEO_READ)
    name: String @requiresScope(scope: VIDEO_READ)
  }
  type Album implements Node & Media {
    id: ID! @anyCaller
    title: String! @requiresScope(scope: MEDIA_READ)
    parent: Album @requiresScope(scope: MEDIA_READ)
    videos: [Video!]! @requiresScope(scope: ALBUM_READ)
    name: String @requiresScope(scope: ALBUM_READ)
  }
  type Member implements Node {
    id: ID! @anyCaller
    email: String @requiresScope(scope: MEMBER_READ)
    name: String @requiresScope(scope: MEMBER_READ)
  }
  interface Linked { peer: Node @anyCaller }
  type VideoLink implements Linked { peer: Video @anyCaller }
  type MemberLink implements Linked { peer: Member @anyCaller }
  union Hit = Video | Member

  type Query {
    node: Node @anyCaller
    media: Media @anyCaller
    video: Video @anyCaller
    hits: [[Hit!]!]! @anyCaller
    orphan: Orphan @anyCaller
    linked: Linked @anyCaller
  }
  type Mutation { touch: Media @anyCaller }
`);

const scopesOf = (source: string): readonly string[] =>
  analyseOperation(schema, validDocument(schema, source)).scopes;

describe('a selection asks for the scopes of the types that it can meet', () => {
  it.each<[string, string, string[]]>([
    ['an object', '{ video { name } }', ['VIDEO_READ']],
    ['an interface field', '{ media { title } }', ['MEDIA_READ']],
    ['a shared field without a scope', '{ node { id } }', []],
    ['a list of lists', '{ hits { ... on Video { name } } }', ['VIDEO_READ']],
    ['a union, by one condition', '{ hits { ... on Member { email } } }', ['MEMBER_READ']],
    [
      'a union, by an interface that some members have',
      '{ hits { ... on Media { title } } }',
      ['MEDIA_READ'],
    ],
    [
      'both members of a union',
      '{ hits { ... on Video { name } ... on Member { name } } }',
      ['VIDEO_READ', 'MEMBER_READ'],
    ],
    [
      'a covariant field, of the object types that it has on each type',
      '{ media { parent { ... on Album { name } } } }',
      ['MEDIA_READ', 'ALBUM_READ'],
    ],
    [
      'a covariant field, below a condition that rules the wider type out',
      '{ media { ... on Album { up: parent { id } } ... on Media { parent { ... on Member { email } } } } }',
      ['MEDIA_READ', 'MEMBER_READ'],
    ],
    [
      'a field that each type narrows in its own way',
      '{ linked { peer { ... on Video { name } ... on Album { name } ... on Member { name } } } }',
      ['VIDEO_READ', 'MEMBER_READ'],
    ],
    [
      'an inline fragment without a condition',
      '{ media { ... { ... on Video { seconds } } } }',
      ['VIDEO_READ'],
    ],
    ['an interface without any implementer', '{ orphan { secret } }', []],
    ['__typename', '{ node { __typename } hits { __typename } }', []],
  ])('%s', (_, source, scopes) => {
    expect(scopesOf(source)).toEqual(scopes);
  });

  it.each<[string, string, string[]]>([
    [
      'nested conditions that no type meets',
      '{ node { ... on Media { ... on Node { ... on Video { id ... on Media { ... on Album { name } } } } } } }',
      [],
    ],
    [
      'a condition nested in its own interface',
      '{ node { ... on Media { ... on Video { name } } } }',
      ['VIDEO_READ'],
    ],
    [
      'two conditions that only one type meets',
      '{ hits { ... on Media { ... on Node { ... on Media { title ... on Video { seconds } } } } } }',
      ['MEDIA_READ', 'VIDEO_READ'],
    ],
    [
      'an interface inside an object that rules the other implementers out',
      '{ node { ... on Member { ... on Node { id ... on Media { title } } } } }',
      [],
    ],
    [
      'a fragment that can apply to nothing here',
      '{ hits { ... on Member { ...OnNode } } } fragment OnNode on Node { ... on Video { name } }',
      [],
    ],
  ])('narrowed by %s', (_, source, scopes) => {
    expect(scopesOf(source)).toEqual(scopes);
  });

  it.each<[string, string, string[]]>([
    [
      'each type that it is spread on, the narrow one first',
      `{ hits { ... on Video { ...Named } } media { ...Named } }
       fragment Named on Node { ... on Video { name } ... on Album { name } ... on Member { name } }`,
      ['VIDEO_READ', 'ALBUM_READ'],
    ],
    [
      'each type that it is spread on, the wide one first',
      `{ node { ...Named } video { ...Named } }
       fragment Named on Node { ... on Video { name } ... on Album { name } ... on Member { name } }`,
      ['VIDEO_READ', 'ALBUM_READ', 'MEMBER_READ'],
    ],
    [
      'only the types that it meets, not those that its name could',
      `{ video { ...Named } } fragment Named on Node { id ... on Member { name } }`,
      [],
    ],
    [
      'what lies below it, where two roads lead to different types',
      `{ video { ...Up } media { ... on Album { ...Up } } }
       fragment Up on Media { parent { ... on Album { videos { seconds } } } }`,
      ['MEDIA_READ', 'VIDEO_READ', 'ALBUM_READ'],
    ],
  ])('a shared fragment asks for %s', (_, source, scopes) => {
    expect(scopesOf(source)).toEqual(scopes);
  });

  it('names the object type’s field, never the interface’s', () => {
    const { fields } = analyseOperation(schema, validDocument(schema, '{ media { t: title } }'));
    expect(fields.map(({ coordinate, path }) => [coordinate, path.join('.')])).toEqual([
      ['Query.media', 'media'],
      ['Video.title', 'media.t'],
      ['Album.title', 'media.t'],
    ]);
  });

  it('starts from the root type of the operation', () => {
    const { operationType, fields } = analyseOperation(
      schema,
      validDocument(schema, 'mutation { touch { ... on Video { seconds } } }'),
    );
    expect(operationType).toBe('mutation');
    expect(fields.map(({ coordinate }) => coordinate)).toEqual(['Mutation.touch', 'Video.seconds']);
  });
});
