import { type DocumentNode, type OperationDefinitionNode, parse } from 'graphql';
import { type AccessChecker, createAccessChecker } from '../directives/accessChecker';
import { readScopeCatalogue } from '../directives/catalogue';
import { type Principal } from '../src/auth/principal';
import { AdminOnlyError, ForbiddenError, type LatchkeyError, UnauthenticatedError } from '../src/errors';
import {
  admin,
  countSelectionReads,
  grantAllKey,
  guardedSchema,
  keyHolding,
  operationOf,
  validDocument,
} from './access.fixtures';

const schema = guardedSchema(`
  type Video {
    id: ID! @anyCaller
    title: String @requiresScope(scope: VIDEO_READ)
    owner: Member @requiresScope(scope: VIDEO_READ)
  }
  type Member { id: ID! @anyCaller email: String @requiresScope(scope: MEMBER_READ) }
  type Query {
    video: Video @requiresScope(scope: VIDEO_READ)
    member: Member @requiresScope(scope: MEMBER_READ)
    caller: String @anyCaller
    keys: [String!]! @adminOnly
    audit: [String!]! @adminOnly
    status: String @public
  }
  type Mutation { renameVideo: Video @requiresScope(scope: VIDEO_WRITE) }
  type Subscription { videoChanged: Video @requiresScope(scope: VIDEO_READ) }
`);
const catalogue = readScopeCatalogue(schema);
const key = (...scopes: string[]): Principal => keyHolding(catalogue, ...scopes);

interface Request {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

function request(source: string, operationName?: string): Request {
  const document = validDocument(schema, source);
  return { document, operation: operationOf(document, operationName) };
}

let checker: AccessChecker;
beforeEach(() => {
  checker = createAccessChecker(schema, catalogue);
});

/** The refusal, or null when the caller may run the operation. */
function refusal(principal: Principal | null, { document, operation }: Request): LatchkeyError | null {
  try {
    checker.check(principal, document, operation);
    return null;
  } catch (error) {
    if (
      error instanceof UnauthenticatedError ||
      error instanceof AdminOnlyError ||
      error instanceof ForbiddenError
    )
      return error;
    throw error;
  }
}

describe('who may run what', () => {
  const callers: Record<string, Principal | null> = {
    nobody: null,
    'a key without scopes': key(),
    'a key that reads videos': key('VIDEO_READ'),
    'a key that writes videos': key('VIDEO_WRITE'),
    'a key granted all': grantAllKey(catalogue),
    'an admin': admin(catalogue),
  };
  const all = Object.keys(callers);

  it.each<[string, string[], Record<string, string>]>([
    ['{ status }', all, {}],
    ['{ __typename }', all, {}],
    ['{ caller }', all.slice(1), { nobody: 'UNAUTHENTICATED' }],
    ['{ status caller }', all.slice(1), { nobody: 'UNAUTHENTICATED' }],
    [
      '{ keys }',
      ['an admin'],
      { nobody: 'UNAUTHENTICATED', 'a key granted all': 'ADMIN_ONLY', 'a key without scopes': 'ADMIN_ONLY' },
    ],
    [
      '{ keys video { id } }',
      ['an admin'],
      { nobody: 'UNAUTHENTICATED', 'a key without scopes': 'ADMIN_ONLY' },
    ],
    [
      '{ video { title } }',
      ['a key that reads videos', 'a key granted all', 'an admin'],
      {
        nobody: 'UNAUTHENTICATED',
        'a key without scopes': 'FORBIDDEN',
        'a key that writes videos': 'FORBIDDEN',
      },
    ],
    [
      'mutation { renameVideo { id } }',
      ['a key that writes videos', 'a key granted all', 'an admin'],
      { 'a key that reads videos': 'FORBIDDEN' },
    ],
    [
      'mutation { renameVideo { title } }',
      ['a key granted all', 'an admin'],
      { 'a key that writes videos': 'FORBIDDEN', 'a key that reads videos': 'FORBIDDEN' },
    ],
    [
      'subscription { videoChanged { title } }',
      ['a key that reads videos', 'a key granted all', 'an admin'],
      { nobody: 'UNAUTHENTICATED', 'a key that writes videos': 'FORBIDDEN' },
    ],
  ])('%s', (source, allowed, refused) => {
    const asked = request(source);
    const codes = Object.entries(callers).map(
      ([name, principal]) => [name, refusal(principal, asked)?.code ?? 'allowed'] as const,
    );
    expect(codes.filter(([, code]) => code === 'allowed').map(([name]) => name)).toEqual(allowed);
    expect(Object.fromEntries(codes)).toMatchObject(refused);
  });
});

describe('a refusal says all that is missing', () => {
  it('scopes, with the first field that asks for each', () => {
    const asked = request('{ v: video { title owner { mail: email } } member { email } }');
    expect(refusal(key('VIDEO_READ', 'VIDEO_WRITE'), asked)).toMatchObject({
      status: 403,
      headers: { 'www-authenticate': expect.stringContaining('scope="MEMBER_READ"') as string },
      details: {
        requiredScopes: ['VIDEO_READ', 'MEMBER_READ'],
        missingScopes: ['MEMBER_READ'],
        fields: [
          { coordinate: 'Member.email', path: ['v', 'owner', 'mail'], scope: 'MEMBER_READ' },
          { coordinate: 'Query.member', path: ['member'], scope: 'MEMBER_READ' },
        ],
      },
    });
    expect(refusal(key(), asked)?.details).toMatchObject({
      missingScopes: ['VIDEO_READ', 'MEMBER_READ'],
    });
  });

  it('admin-only fields', () => {
    expect(refusal(grantAllKey(catalogue), request('{ keys a: audit status }'))).toMatchObject({
      status: 403,
      details: { coordinates: ['Query.keys', 'Query.audit'] },
    });
  });

  it('credentials', () => {
    expect(refusal(null, request('{ caller }'))).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="latchkey"' },
    });
  });
});

describe('what is remembered of a document says nothing of its callers', () => {
  it('callers of one document are judged apart, in any order', () => {
    const asked = request('{ video { title } }');
    const judged = [key('VIDEO_READ'), key(), key('VIDEO_READ'), null, admin(catalogue), key()].map(
      (principal) => refusal(principal, asked)?.code,
    );
    expect(judged).toEqual([undefined, 'FORBIDDEN', undefined, 'UNAUTHENTICATED', undefined, 'FORBIDDEN']);
  });

  it('operations of one document are judged apart', () => {
    const source = 'query Open { status } query Closed { video { id } } query Admin { keys }';
    const document = validDocument(schema, source);
    const codes = ['Open', 'Closed', 'Admin', 'Open'].map(
      (name) => refusal(key(), { document, operation: operationOf(document, name) })?.code,
    );
    expect(codes).toEqual([undefined, 'FORBIDDEN', 'ADMIN_ONLY', undefined]);
  });

  it('one name with another body is judged anew', () => {
    expect(refusal(key('VIDEO_READ'), request('query Same { video { id } }'))).toBeNull();
    expect(refusal(key('VIDEO_READ'), request('query Same { member { id } }'))?.code).toBe('FORBIDDEN');
  });

  it('one operation beside other fragments is judged anew', () => {
    const harmless = validDocument(schema, '{ video { ...F } } fragment F on Video { id }');
    const other = validDocument(schema, '{ video { ...F } } fragment F on Video { owner { email } }');
    const operation = operationOf(harmless);
    const swapped: DocumentNode = { ...other, definitions: [operation, ...other.definitions.slice(1)] };
    expect(refusal(key('VIDEO_READ'), { document: harmless, operation })).toBeNull();
    expect(refusal(key('VIDEO_READ'), { document: swapped, operation })?.code).toBe('FORBIDDEN');
  });

  it('scopes that are taken from a caller are missed at once', () => {
    const asked = request('{ video { title } }');
    expect(refusal(key('VIDEO_READ'), asked)).toBeNull();
    expect(refusal(key('MEMBER_READ'), asked)?.code).toBe('FORBIDDEN');
  });
});

describe('introspection', () => {
  const asked = request('{ __schema { queryType { name } } }');

  it('is open to everyone, or to any caller', () => {
    expect(refusal(null, asked)).toBeNull();
    checker = createAccessChecker(schema, catalogue, { introspection: 'anyCaller' });
    expect(refusal(null, asked)?.code).toBe('UNAUTHENTICATED');
    expect(refusal(key(), asked)).toBeNull();
  });

  it('lets nothing by that stands beside it', () => {
    const both = request('{ __schema { queryType { name } } video { id } }');
    expect(refusal(null, both)?.code).toBe('UNAUTHENTICATED');
    expect(refusal(key(), both)?.code).toBe('FORBIDDEN');
  });
});

describe('more scopes than one machine word has bits', () => {
  const names = Array.from({ length: 80 }, (_, i) => `S${i}`);
  const wide = guardedSchema(
    `type Query { ${names.map((name) => `f${name}: Int @requiresScope(scope: ${name})`).join(' ')} }`,
  );
  const scopes = readScopeCatalogue(wide);
  const wideChecker = createAccessChecker(wide, scopes);
  const allows = (held: readonly string[], source: string): boolean => {
    const document = validDocument(wide, source);
    try {
      wideChecker.check(keyHolding(scopes, ...held), document, operationOf(document));
      return true;
    } catch (error) {
      if (error instanceof ForbiddenError) return false;
      throw error;
    }
  };

  // The catalogue's first scope is UNUSED, so that S<n> is bit n + 1.
  it.each(['S0', 'S29', 'S30', 'S31', 'S32', 'S61', 'S62', 'S63', 'S79'])(
    '%s opens its field alone',
    (name) => {
      const others = names.filter((other) => other !== name);
      expect(allows([name], `{ f${name} }`)).toBe(true);
      expect(allows(others, `{ f${name} }`)).toBe(false);
      expect(names.filter((other) => allows([name], `{ f${other} }`))).toEqual([name]);
    },
  );

  it('all of them at once', () => {
    const everything = `{ ${names.map((name) => `f${name}`).join(' ')} }`;
    expect(allows(names, everything)).toBe(true);
    expect(allows(names.slice(0, -1), everything)).toBe(false);
  });
});

describe('an operation that was not checked does not run', () => {
  const asked = request('{ video { title } }');
  const { document, operation } = asked;
  const reader = key('VIDEO_READ');

  it('runs after its check, with the context that was checked', () => {
    const context = {};
    checker.admit(context, reader, document, operation);
    expect(() => checker.assertAdmitted(context, document, operation)).not.toThrow();
  });

  it('another operation of the document was checked', () => {
    const source = 'query Open { status } query Closed { video { id } }';
    const both = validDocument(schema, source);
    const context = {};
    checker.admit(context, key(), both, operationOf(both, 'Open'));
    expect(() => checker.assertAdmitted(context, both, operationOf(both, 'Open'))).not.toThrow();
    expect(() => checker.assertAdmitted(context, both, operationOf(both, 'Closed'))).toThrow(
      'operation was not checked',
    );
  });

  it.each<[string, (context: object) => void]>([
    ['never checked', () => undefined],
    ['checked, but not admitted', () => checker.check(reader, document, operation)],
    ['checked for another context', (context) => checker.admit({ ...context }, reader, document, operation)],
    [
      'another operation was checked',
      (context) => {
        const other = request('{ video { title } }');
        checker.admit(context, reader, other.document, other.operation);
      },
    ],
    [
      'the operation was checked beside other fragments',
      (context) => checker.admit(context, reader, { ...document }, operation),
    ],
    [
      'refused',
      (context) => {
        expect(() => checker.admit(context, key(), document, operation)).toThrow(ForbiddenError);
      },
    ],
    [
      'admitted, then refused',
      (context) => {
        checker.admit(context, reader, document, operation);
        expect(() => checker.admit(context, key(), document, operation)).toThrow(ForbiddenError);
      },
    ],
    [
      'admitted by the checker of another schema',
      (context) => createAccessChecker(schema, catalogue).admit(context, reader, document, operation),
    ],
  ])('%s', (_, prepare) => {
    const context = {};
    prepare(context);
    const run = (): void => checker.assertAdmitted(context, document, operation);
    expect(run).toThrow('operation was not checked');
    expect(run).not.toThrow(ForbiddenError);
  });
});

describe('what can’t be judged is refused', () => {
  it.each<[string, string]>([
    ['an unknown field', '{ nope }'],
    ['an unknown fragment', '{ ...Nope }'],
    ['a fragment in itself', '{ ...F } fragment F on Query { status ...F }'],
  ])('%s, even to an admin', (_, source) => {
    const document = parse(source);
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(() => checker.check(admin(catalogue), document, operationOf(document))).toThrow(
        "can't be analysed",
      );
  });

  it('a scope that the catalogue does not have', () => {
    const older = readScopeCatalogue(
      guardedSchema('type Query { a: Int @requiresScope(scope: MEMBER_READ) }'),
    );
    const { document, operation } = request('{ video { id } }');
    expect(() => createAccessChecker(schema, older).check(admin(older), document, operation)).toThrow(
      'the scope catalogue has no VIDEO_READ',
    );
  });

  it('a caller whose scopes are of another catalogue', () => {
    const other = readScopeCatalogue(schema);
    const { document, operation } = request('{ video { id } }');
    expect(() => checker.check(admin(other), document, operation)).toThrow('two catalogues');
  });

  it('an operation of another document', () => {
    const { document } = request('{ status }');
    const { operation } = request('{ video { id } }');
    expect(() => checker.check(admin(catalogue), document, operation)).toThrow('not part of the document');
  });
});

it('a repeated check reads nothing of the document', () => {
  const { document, operation } = request('{ video { title owner { email } } }');
  const reads = countSelectionReads(document);
  const caller = key('VIDEO_READ', 'MEMBER_READ');
  checker.check(caller, document, operation);
  expect(reads()).toBeGreaterThan(0);
  const first = reads();
  for (let i = 0; i < 100; i += 1) checker.check(caller, document, operation);
  expect(reads()).toBe(first);
});
