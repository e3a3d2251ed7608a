import { addMember } from './harness/audience';
import { type Answer, type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

const DAY_MS = 86_400_000;
const LIMIT = 200;

describe('granting free access', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    // Noon: no test runs across midnight, where the windows change.
    const now = server.clock.now().getTime();
    server.clock.advance({ seconds: (DAY_MS * 1.5 - (now % DAY_MS)) / 1000 });
  });
  afterAll(() => server.close());

  const grant = (client: Client, memberId: string): Promise<Answer> =>
    client.query('mutation ($id: ID!) { grantAccess(input: { memberId: $id, everything: true }) { id } }', {
      id: memberId,
    });

  it('stops at 200 a day under 230 calls at once, whoever they come from', async () => {
    const platform = await server.platform();
    const all = await platform.apiKey({ grantAll: true });
    const memberId = await addMember(all);
    const callers = [all, await platform.apiKey({ scopes: ['ACCESS_GRANT'] }), await platform.admin()];
    const answers = await Promise.all(
      Array.from({ length: LIMIT + 30 }, (_, index) => grant(callers[index % 3]!, memberId)),
    );
    const refused = answers.filter(({ errors }) => errors.length > 0);
    expect(refused).toHaveLength(30);
    for (const { errors } of refused) {
      expect(errors).toMatchObject([
        {
          extensions: {
            code: 'GUARDRAIL_EXCEEDED',
            tool: 'grantAccess',
            unit: 'grants',
            limit: LIMIT,
            used: LIMIT,
          },
        },
      ]);
    }
    const rows = await server.database.reads.query<{ id: string }[]>('SELECT id FROM access_grants');
    expect(rows).toHaveLength(LIMIT);

    // What is refused for another reason uses nothing up.
    const elsewhere = await (await server.platform()).apiKey({ grantAll: true });
    expect((await grant(elsewhere, memberId)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    server.clock.advance({ days: 1 });
    expect((await grant(all, memberId)).errors).toEqual([]);
  });
});
