import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLSchema } from 'graphql';
import { renderAccessReport } from '../directives/accessReport';
import { readScopeCatalogue } from '../directives/catalogue';
import { guardrailsOf } from '../directives/guardrails';
import { DIRECTIVES, guardedSchema } from './access.fixtures';

const files = [
  DIRECTIVES,
  `enum Scope {
    "Titles and lengths of videos."
    VIDEOS_READ @scope(title: "Read videos", risk: LOW, group: LIBRARY)
    "Deleting can't be undone."
    VIDEOS_DELETE @scope(title: "Delete videos", risk: HIGH, group: LIBRARY)
    NOTES_READ @scope(title: "Read notes", risk: MEDIUM, group: PEOPLE)
  }`,
  `interface Node { id: ID! @anyCaller }
   type Video implements Node {
     title: String @requiresScope(scope: VIDEOS_READ)
     notes: String @requiresScope(scope: NOTES_READ)
     id: ID! @anyCaller
   }`,
  `type Query {
    "Every video, newest first."
    videos: [Video!]! @requiresScope(scope: VIDEOS_READ)
    video(id: ID!): Video @requiresScope(scope: VIDEOS_READ)
    health: String @public
  }`,
  `type Mutation {
    deleteVideo(id: ID!): ID
      @requiresScope(scope: VIDEOS_DELETE)
      @guardrail(unit: "videos", limit: 10, window: HOUR)
      @guardrail(unit: "videos", limit: 50, window: DAY)
    createKey: String @adminOnly @guardrail(unit: "keys", limit: 20, window: DAY)
  }`,
];
const schemaOf = (sources: readonly string[]): GraphQLSchema =>
  makeExecutableSchema({ typeDefs: [...sources] });
const schema = schemaOf(files);

const VIDEO_GUARDRAILS = [
  { tool: 'deleteVideo', unit: 'videos', limit: 10, window: 'HOUR' },
  { tool: 'deleteVideo', unit: 'videos', limit: 50, window: 'DAY' },
];

describe('the scope catalogue', () => {
  it('is the enum with what it says of each scope and the tools that it unlocks', () => {
    expect(readScopeCatalogue(schema).scopes).toEqual([
      {
        id: 'VIDEOS_READ',
        title: 'Read videos',
        description: 'Titles and lengths of videos.',
        risk: 'LOW',
        group: 'LIBRARY',
        presets: [],
        tools: [
          { name: 'videos', kind: 'QUERY', description: 'Every video, newest first.', guardrails: [] },
          { name: 'video', kind: 'QUERY', description: '', guardrails: [] },
        ],
      },
      {
        id: 'VIDEOS_DELETE',
        title: 'Delete videos',
        description: "Deleting can't be undone.",
        risk: 'HIGH',
        group: 'LIBRARY',
        presets: [],
        tools: [{ name: 'deleteVideo', kind: 'MUTATION', description: '', guardrails: VIDEO_GUARDRAILS }],
      },
      {
        id: 'NOTES_READ',
        title: 'Read notes',
        description: '',
        risk: 'MEDIUM',
        group: 'PEOPLE',
        presets: [],
        tools: [],
      },
    ]);
  });

  it('is not read from a schema that leaves a scope undescribed', () => {
    const bare = makeExecutableSchema({
      typeDefs: [DIRECTIVES, 'enum Scope { BARE } type Query { a: Int @requiresScope(scope: BARE) }'],
    });
    expect(() => readScopeCatalogue(bare)).toThrow('Scope.BARE has no @scope');
  });
});

it('guardrails hold on every tool that has them, admin-only ones included', () => {
  expect(guardrailsOf(schema)).toEqual([
    ...VIDEO_GUARDRAILS,
    { tool: 'createKey', unit: 'keys', limit: 20, window: 'DAY' },
  ]);
});

describe('the access report', () => {
  it('tells every field and its requirement, roots first', () => {
    const tables = renderAccessReport(schema).split('\n\n').slice(2).join('\n\n');
    expect(tables).toBe(`## Query

| tool           | requires      | risk | guardrails |
| -------------- | ------------- | ---- | ---------- |
| \`Query.health\` | public        |      |            |
| \`Query.video\`  | \`VIDEOS_READ\` | LOW  |            |
| \`Query.videos\` | \`VIDEOS_READ\` | LOW  |            |

## Mutation

| tool                   | requires        | risk | guardrails                            |
| ---------------------- | --------------- | ---- | ------------------------------------- |
| \`Mutation.createKey\`   | admin only      |      | 20 keys per day                       |
| \`Mutation.deleteVideo\` | \`VIDEOS_DELETE\` | HIGH | 10 videos per hour, 50 videos per day |

## Node (interface)

| field     | requires   |
| --------- | ---------- |
| \`Node.id\` | any caller |

## Video

| field         | requires      |
| ------------- | ------------- |
| \`Video.id\`    | any caller    |
| \`Video.notes\` | \`NOTES_READ\`  |
| \`Video.title\` | \`VIDEOS_READ\` |
`);
  });

  it('is the same in whatever order the files are read', () => {
    expect(renderAccessReport(schemaOf([...files].reverse()))).toBe(renderAccessReport(schema));
  });

  it('changes with every change of a requirement', () => {
    const opened = files.map((file) =>
      file.replace('title: String @requiresScope(scope: VIDEOS_READ)', 'title: String @public'),
    );
    expect(renderAccessReport(schemaOf(opened))).not.toBe(renderAccessReport(schema));
  });

  it('is not written of a schema with an undirected field', () => {
    expect(() => renderAccessReport(guardedSchema('type Query { a: Int }'))).toThrow(
      'Query.a has no access directive',
    );
  });
});
